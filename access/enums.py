"""The words of access: badges, gates, logistics data, flags and person-cases."""

from __future__ import annotations

from portsec.kernel.words import Word


class BadgeState(Word):
    ACTIVE = "active", "Active", "good"
    SUSPENDED = "suspended", "Suspended", "bad"
    REVOKED = "revoked", "Revoked", "bad"
    EXPIRED = "expired", "Expired", "mute"
    LOST = "lost", "Lost", "bad"
    STOLEN = "stolen", "Stolen", "bad"
    SUPERSEDED = "superseded", "Replaced", "mute"
    RETURNED = "returned", "Returned", "mute"


class BadgeStanding(Word):
    """What the register of badges can be narrowed to: a state, or what is to be done about the badge."""

    ACTIVE = "active", "Active", "good"
    EXPIRING = "expiring", "Expires within 30 days", "wait"
    TO_RETRIEVE = "to_retrieve", "To retrieve", "bad"
    SUSPENDED = "suspended", "Suspended", "bad"
    MISSING = "missing", "Lost or stolen", "bad"
    REVOKED = "revoked", "Revoked", "bad"
    EXPIRED = "expired", "Expired", "mute"
    SUPERSEDED = "superseded", "Replaced", "mute"
    RETURNED = "returned", "Returned", "mute"


class Direction(Word):
    """Seen from the area that the reader leads to."""

    IN = "in", "In"
    OUT = "out", "Out"


class GateResult(Word):
    GRANTED = "granted", "Granted", "good"
    REFUSED = "refused", "Refused", "bad"


class DataResult(Word):
    OK = "ok", "Shown", "good"
    DENIED = "denied", "Refused", "bad"
    NOT_FOUND = "not_found", "Not found", "mute"
    ERROR = "error", "Error", "mute"


class DataAction(Word):
    READ = "read", "Read"
    LIST = "list", "List"
    SEARCH = "search", "Search"
    EXPORT = "export", "Export"
    PRINT = "print", "Print"
    WRITE = "write", "Change"
    RELEASE = "release", "Release"
    NOMINATE = "nominate", "Nominate"
    OVERRIDE = "override", "Override"


class FieldClass(Word):
    """How sensitive a field of a cargo visit is; `rank` orders them."""

    S0 = "S0", "Public"
    S1 = "S1", "Operational"
    S2 = "S2", "Sensitive"
    S3 = "S3", "Critical"

    @property
    def rank(self) -> int:
        return int(self.value[1])


class RosterKind(Word):
    SHIFT = "shift", "Shift"
    ON_CALL = "on_call", "On call"
    LEAVE = "leave", "Leave"
    SICK = "sick", "Sick"


class IncidentKind(Word):
    PICKUP_OUTSIDE_CHAIN = "pickup_outside_chain", "Pick-up outside the release chain"
    UNORDERED_MOVE = "unordered_move", "Move without an order"
    SEAL_BROKEN = "seal_broken", "Seal broken"
    INTRUDER = "intruder", "Intruder"
    SEIZURE = "seizure", "Seizure"


class Severity(Word):
    CRITICAL = "C", "Critical", "bad"
    HIGH = "H", "High", "bad"
    MEDIUM = "M", "Medium", "wait"
    INFORMATIONAL = "I", "Informational", "info"


class PersonCaseState(Word):
    OPEN = "open", "To look at", "wait"
    ESCALATED = "escalated", "Reassessment opened", "bad"
    EXPLAINED = "explained", "Explained", "good"
    DISMISSED = "dismissed", "Dismissed", "mute"


class BadgeEvent(Word):
    """What may happen to a badge; which one may follow which state stands in `transitions.py`."""

    SUSPEND = "suspend", "Suspend"
    RESUME = "resume", "Resume"
    REVOKE = "revoke", "Revoke"
    EXPIRE = "expire", "Expire"
    REPORT_LOST = "report_lost", "Report lost"
    REPORT_STOLEN = "report_stolen", "Report stolen"
    REPLACE = "replace", "Replace"
    HAND_IN = "hand_in", "Hand in"


class PersonCaseEvent(Word):
    """What an officer may do with a person-case."""

    ESCALATE = "escalate", "Open a reassessment"
    EXPLAIN = "explain", "Mark as explained"
    DISMISS = "dismiss", "Dismiss"
    REOPEN = "reopen", "Reopen"
