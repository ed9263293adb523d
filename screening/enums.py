"""The words of screening: levels, states, check kinds, outcomes."""

from __future__ import annotations

from portsec.kernel.words import Word


class PersonCategory(Word):
    EMPLOYEE = "employee", "Employee"
    CONTRACTOR = "contractor", "Contractor"
    SEAFARER = "seafarer", "Seafarer"
    FOREIGN_EXPERT = "foreign_expert", "Foreign expert"


class ClearanceLevel(Word):
    """How deep a person was checked; `rank` orders them.

    Standard and enhanced as in Regulation (EU) 2015/1998, point 11.1.
    """

    STANDARD = "standard", "Standard"
    ENHANCED = "enhanced", "Enhanced"
    AUTHORITY = "authority", "Authority"

    @property
    def rank(self) -> int:
        return list(type(self)).index(self) + 1


class ClearanceState(Word):
    GRANTED = "granted", "Granted", "good"
    SUSPENDED = "suspended", "Suspended", "bad"
    WITHDRAWN = "withdrawn", "Withdrawn", "bad"


class ApplicationKind(Word):
    INITIAL = "initial", "First application"
    RENEWAL = "renewal", "Renewal"
    REASSESSMENT = "reassessment", "Reassessment"


class ApplicationState(Word):
    RECEIVED = "received", "Received", "info"
    CHECKING = "checking", "Checks running", "info"
    IN_REVIEW = "in_review", "In review", "wait"
    PROPOSED = "proposed", "Second approval", "wait"
    GRANTED = "granted", "Cleared", "good"
    REFUSED = "refused", "Refused", "bad"
    WITHDRAWN = "withdrawn", "Withdrawn", "mute"


class CheckKind(Word):
    IDENTITY = "identity", "Identity document"
    CRIMINAL_RECORD = "criminal_record", "Criminal record"
    WATCHLIST = "watchlist", "Watchlists"


class CheckState(Word):
    REQUESTED = "requested", "Requested", "info"
    ANSWERED = "answered", "Answered", "good"


class CheckResult(Word):
    CLEAR = "clear", "Nothing found", "good"
    FINDINGS = "findings", "Something found", "wait"
    UNOBTAINABLE = "unobtainable", "Not obtainable", "wait"


class IdentityResult(Word):
    """The results of an identity check in its own words; the values are those of `CheckResult`."""

    CLEAR = "clear", "Confirmed", "good"
    FINDINGS = "findings", "Not confirmed", "bad"
    UNOBTAINABLE = "unobtainable", "Not checked", "wait"


class HitState(Word):
    OPEN = "open", "To decide", "wait"
    SAME = "same", "Same person", "bad"
    DIFFERENT = "different", "Different person", "good"
    UNSURE = "unsure", "Unsure", "wait"


class Effect(Word):
    """What a finding does to the recommendation, strongest first."""

    BAR = "bar", "Bars a clearance", "bad"
    PRESUME_UNSUITABLE = "presume_unsuitable", "Speaks against, unless rebutted", "bad"
    REFER = "refer", "A person must weigh this", "wait"
    NOTE = "note", "For information", "info"


class Recommendation(Word):
    """What the rules suggest; an officer decides."""

    SUITABLE = "suitable", "Suitable", "good"
    UNSUITABLE = "unsuitable", "Unsuitable", "bad"
    WEIGH = "weigh", "To be weighed by an officer", "wait"
    INCOMPLETE = "incomplete", "Not complete", "info"


class Outcome(Word):
    GRANT = "grant", "Grant clearance", "good"
    REFUSE = "refuse", "Refuse clearance", "bad"


class DecisionState(Word):
    PROPOSED = "proposed", "Waits for the second officer", "wait"
    COUNTERSIGNED = "countersigned", "Countersigned", "good"
    RETURNED = "returned", "Returned", "mute"


class ListSource(Word):
    OFAC = "ofac", "OFAC SDN list"
    UN = "un", "UN Security Council list"
    OWN = "own", "Own list"


class EntityKind(Word):
    PERSON = "person", "Person"
    ORGANISATION = "organisation", "Organisation"
    VESSEL = "vessel", "Vessel"
    AIRCRAFT = "aircraft", "Aircraft"


class PersonStanding(Word):
    """How a person stands today, in the one word that lists show and an employer learns."""

    CLEARED = "cleared", "Cleared", "good"
    SUSPENDED = "suspended", "Suspended", "bad"
    BEING_CHECKED = "being_checked", "Being checked", "info"
    NOT_CLEARED = "not_cleared", "Not cleared", "bad"
    ENDED = "ended", "Ended", "mute"
    NONE = "none", "No clearance", "mute"
