"""The protocol of OpenID AuthZEN Authorization API 1.0, apart from any policy.

A body is parsed into questions, a `Policy` answers them, and the answer is given the shape of the standard.
The port's own policy answers for users; tests also put policies of published suites behind the protocol.
"""
