"""The device lane: an asynchronous door for gate readers, of one process with few connections.

It gathers the attempts that arrive within about a millisecond, reads what all of them are judged on with one
statement, calls the same pure rules for each, and writes all events and their entries in one commit; only
then does it answer. Nothing is kept between commits. What is not plain (an unknown token, a wrong body, a
pair at a gate of the two-person rule) is answered by the ordinary application in the same process, which
stays the reference: `tests/portsec/lane` holds both to the same answers.
"""
