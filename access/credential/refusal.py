"""What is wrong with bytes that somebody else handed us: one error, with a closed list of faults."""

from __future__ import annotations

from portsec.kernel.errors import InvalidInput
from portsec.kernel.words import Word


class Fault(Word):
    """Why a signed thing is not taken. The values are stable codes."""

    MALFORMED = "malformed", "Not readable", "bad"
    TYPE_WRONG = "type_wrong", "Signed for another purpose", "bad"
    KEY_UNKNOWN = "key_unknown", "Signed by a key that nobody published", "bad"
    KEY_RETIRED = "key_retired", "Signed outside the time of its key", "bad"
    SIGNATURE_WRONG = "signature_wrong", "The signature does not fit", "bad"
    SUBJECT_WRONG = "subject_wrong", "A statement about something else", "bad"


class Untrusted(InvalidInput):
    """Bytes that are not taken; `fault` says why. Nothing else leaves the parsers and verifiers here."""

    def __init__(self, fault: Fault, detail: str) -> None:
        super().__init__(detail)
        self.fault = fault
        self.code = fault.value


def malformed(detail: str) -> Untrusted:
    """The commonest fault."""
    return Untrusted(Fault.MALFORMED, detail)
