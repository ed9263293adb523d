"""The device lane: an asynchronous door for gate readers and for systems that ask for decisions on data.

One process with few connections. It gathers what arrives within about a millisecond, reads what all of it is
judged on with one statement, calls the same pure rules for each, and writes all events and their entries in
one commit; only then does it answer. Nothing is kept between commits. What is not plain (an unknown token, a
wrong body, a pair at a gate of the two-person rule, a request of more questions than others should wait for)
is answered by the ordinary application in the same process, which stays the reference: `tests/portsec/lane`
holds both to the same answers.
"""
