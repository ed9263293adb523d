"""The words of sponsors, permits and port bans, and of what an employer learns."""

from __future__ import annotations

from portsec.kernel.words import Word


class SponsorRole(Word):
    """Who vouches for a contractor: the firm that pays, and the operator on whose ground the work is done."""

    HIRING_FIRM = "hiring_firm", "Hiring firm"
    HOST = "host", "Host operator"


class SponsorState(Word):
    WAITING = "waiting", "To sign", "wait"
    SIGNED = "signed", "Signed", "good"
    DECLINED = "declined", "Declined", "bad"


class CertificateKind(Word):
    """What a foreign expert brings from home."""

    GOOD_CONDUCT = "good_conduct", "Criminal record certificate of the home State"
    ASSIGNMENT = "assignment", "Assignment letter of the employer"
    QUALIFICATION = "qualification", "Professional qualification"
    VISA = "visa", "Visa or residence permit"
    INSURANCE = "insurance", "Insurance"
    CONFIDENTIALITY = "confidentiality", "Undertaking of confidentiality"


class PermitKind(Word):
    """What lets somebody in without a clearance, always within narrow bounds and never to data."""

    SHIP_CALL = "ship_call", "Walk path, for a ship's call"
    ESCORTED_SHORT = "escorted_short", "Escorted, short"
    ESCORTED_TEMPORARY = "escorted_temporary", "Escorted, temporary"


class PermitState(Word):
    ISSUED = "issued", "Issued", "good"
    REVOKED = "revoked", "Revoked", "bad"


class PermitEvent(Word):
    REVOKE = "revoke", "Revoke"


class BanScope(Word):
    """What a court forbids: to be in the port, or to work in its trades."""

    PLACE = "place", "The place: being in the port"
    PROFESSION = "profession", "The profession: working in port trades"


class BanState(Word):
    ENTERED = "entered", "Waits for the second officer", "wait"
    CONFIRMED = "confirmed", "Confirmed", "bad"
    LIFTING = "lifting", "Confirmed, lifting proposed", "wait"
    LIFTED = "lifted", "Lifted", "mute"
    DISCARDED = "discarded", "Not confirmed", "mute"


class BanEvent(Word):
    CONFIRM = "confirm", "Confirm"
    DISCARD = "discard", "Do not confirm"
    PROPOSE_LIFT = "propose_lift", "Propose to lift"
    KEEP = "keep", "Keep the ban"
    LIFT = "lift", "Lift"


class Light(Word):
    """All that an employer learns of a person: may they work behind the gate, or not, or not yet."""

    GREEN = "green", "Green: cleared", "good"
    AMBER = "amber", "Amber: being checked", "wait"
    RED = "red", "Red: not cleared", "bad"
