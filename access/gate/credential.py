"""What can be wrong with the credential that was shown, before anybody looks at the badge behind it."""

from __future__ import annotations

from typing import Final

from access.credential.refusal import Fault
from access.gate.facts import GateFacts

REPLACED: Final = "replaced"
"""The credential was taken back when the badge got another one. Not a fault of its bytes."""


def credential_malformed(facts: GateFacts) -> bool:
    """What was shown cannot be read as a credential.

    RFC 9052 and the port's own profile say what a credential looks like; all else opens nothing.
    """
    return facts.credential_fault == Fault.MALFORMED


def credential_type_wrong(facts: GateFacts) -> bool:
    """What was shown is signed for another purpose.

    RFC 8725, 3.11 (explicit typing): a signature for one purpose must not serve for another.
    """
    return facts.credential_fault == Fault.TYPE_WRONG


def credential_key_unknown(facts: GateFacts) -> bool:
    """The credential is signed by a key that is not known here.

    RFC 9052: a signature says nothing unless the key is trusted. The credential may be another port's.
    """
    return facts.credential_fault == Fault.KEY_UNKNOWN


def credential_key_retired(facts: GateFacts) -> bool:
    """The credential is signed outside the time of its key.

    NIST SP 800-57, as practice: a key that has been replaced signs nothing more.
    """
    return facts.credential_fault == Fault.KEY_RETIRED


def credential_signature_wrong(facts: GateFacts) -> bool:
    """The signature of the credential does not fit.

    RFC 9052: the bytes were altered or made up.
    """
    return facts.credential_fault == Fault.SIGNATURE_WRONG


def credential_subject_wrong(facts: GateFacts) -> bool:
    """The credential is signed here, and nobody has it on file.

    House rule: either the key has leaked or the files are older than the card; both want looking into.
    """
    return facts.credential_fault == Fault.SUBJECT_WRONG


def credential_replaced(facts: GateFacts) -> bool:
    """Another card has taken the place of this one.

    49 CFR 1542.211 (US airports, as practice): a badge is on one card; the card before is a second key.
    """
    return facts.credential_fault == REPLACED


CREDENTIAL_CHECKS = (
    credential_malformed,
    credential_type_wrong,
    credential_key_unknown,
    credential_key_retired,
    credential_signature_wrong,
    credential_subject_wrong,
    credential_replaced,
)
