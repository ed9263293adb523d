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
    DESTROYED = "destroyed", "Destroyed", "mute"


class BadgeStanding(Word):
    """What the register of badges can be narrowed to: a state, or what is to be done about the badge."""

    ACTIVE = "active", "Active", "good"
    EXPIRING = "expiring", "Expires within 30 days", "wait"
    TO_RETRIEVE = "to_retrieve", "To retrieve", "bad"
    SUSPENDED = "suspended", "Suspended", "bad"
    MISSING = "missing", "Lost or stolen", "bad"
    UNACCOUNTED = "unaccounted", "Unaccounted for", "bad"
    NOT_SEEN = "not_seen", "To confirm", "wait"
    REVOKED = "revoked", "Revoked", "bad"
    EXPIRED = "expired", "Expired", "mute"
    SUPERSEDED = "superseded", "Replaced", "mute"
    RETURNED = "returned", "Returned", "mute"
    DESTROYED = "destroyed", "Destroyed", "mute"


class Direction(Word):
    """Seen from the area that the reader leads to."""

    IN = "in", "In"
    OUT = "out", "Out"


class GateResult(Word):
    GRANTED = "granted", "Granted", "good"
    REFUSED = "refused", "Refused", "bad"


class GuardWord(Word):
    """The one word on the screen of a guard who checks a badge."""

    LET_IN = "let_in", "Let in", "good"
    LET_OUT = "let_out", "Let out", "good"
    ASK = "ask", "Ask", "wait"
    STOP = "stop", "Stop", "bad"


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


class CargoRight(Word):
    """A permission on a cargo visit; which action and field class it means stands in `granting.rights`."""

    READ_OPERATIONAL = "read_operational", "See operational fields"
    READ_SENSITIVE = "read_sensitive", "See sensitive fields"
    READ_RELEASE = "read_release", "See release right, customs and scan"
    EXPORT = "export", "Export sensitive fields"
    RELEASE = "release", "Release"
    NOMINATE = "nominate", "Nominate who collects"
    OVERRIDE = "override", "Override a risk or a block"


class GrantStanding(Word):
    """How a grant stands at a moment."""

    IN_FORCE = "in_force", "In force", "good"
    PLANNED = "planned", "Not begun", "wait"
    REVOKED = "revoked", "Taken back", "bad"
    ENDED = "ended", "Ended", "mute"


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
    TO_CONFIRM = "to_confirm", "Dismissal to confirm", "wait"
    ESCALATED = "escalated", "Reassessment opened", "bad"
    HANDED_OVER = "handed", "With the police liaison", "bad"
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
    DESTROY = "destroy", "Destroy"


class BadgeProcess(Word):
    """Why a badge is asked for. Four processes that airports keep apart (49 CFR 1542.211, as practice).

    A renewal follows an end in sight, a replacement a loss or damage; a revalidation lets the same badge go
    on after the holder was seen; a re-issue gives every holder of a type a new, visibly different badge.
    """

    FIRST = "first", "First badge"
    RENEWAL = "renewal", "Renewal"
    REPLACEMENT = "replacement", "Replacement"
    REVALIDATION = "revalidation", "Revalidation"
    REISSUE = "reissue", "Re-issue"


class BadgeRequestState(Word):
    OPEN = "open", "To decide", "wait"
    ISSUED = "issued", "Issued", "good"
    REFUSED = "refused", "Refused", "bad"
    WITHDRAWN = "withdrawn", "Withdrawn", "mute"


class BadgeRequestEvent(Word):
    ISSUE = "issue", "Issue"
    REFUSE = "refuse", "Refuse"
    WITHDRAW = "withdraw", "Withdraw"


class StockMoveKind(Word):
    """What happened to blank cards. Each move names who gave, who received and who saw it."""

    RECEIVED = "received", "Received from the supplier", "info"
    HANDED_OVER = "handed_over", "Handed over", "info"
    USED = "used", "Made into a badge", "good"
    SPOILT = "spoilt", "Spoilt in printing", "mute"
    DESTROYED = "destroyed", "Destroyed", "mute"
    COUNTED = "counted", "Counted", "info"


class GateKind(Word):
    PEDESTRIAN = "pedestrian", "Pedestrian gate"
    VEHICLE = "vehicle", "Vehicle gate"
    RAIL = "rail", "Rail gate"
    QUAY = "quay", "Quay side"


class BarrierKind(Word):
    FENCE = "fence", "Fence"
    WALL = "wall", "Wall"
    GATE_LEAF = "gate_leaf", "Gate leaf"
    BOOM = "boom", "Boom barrier"
    TURNSTILE = "turnstile", "Turnstile"
    DOOR = "door", "Door"
    BOLLARD = "bollard", "Bollard"
    CAMERA = "camera", "Camera"
    LIGHT = "light", "Lighting"


class BarrierCondition(Word):
    GOOD = "good", "Good", "good"
    WORN = "worn", "Worn", "wait"
    DEFECT = "defect", "Defect", "bad"


class Biometric(Word):
    """What a reader says of the comparison of finger or face. `READY`: it can compare, if asked to."""

    NONE = "", "No comparison"
    READY = "ready", "Can compare"
    MATCH = "match", "Match", "good"
    MISMATCH = "mismatch", "No match", "bad"

    @property
    def kept(self) -> str:
        """What stands in the log: the outcome, where there was one."""
        return self.value if self in (Biometric.MATCH, Biometric.MISMATCH) else ""


class DoorEventKind(Word):
    """What a door tells of itself, beside the attempts at its reader."""

    ENTERED = "entered", "Entered", "good"
    NOT_ENTERED = "not_entered", "Granted, but nobody entered", "wait"
    FORCED = "forced", "Forced open", "bad"
    HELD_OPEN = "held_open", "Held open", "bad"
    CLOSED = "closed", "Closed again", "info"
    TAMPERED = "tampered", "Reader tampered with", "bad"


class DeviceStanding(Word):
    """How a reader stands that can decide alone. A list is fresh within its time to live."""

    FRESH = "fresh", "List up to date", "good"
    TOO_OLD = "too_old", "List too old", "bad"
    NO_LIST = "no_list", "No list fetched yet", "wait"
    NO_DEVICE = "no_device", "No device", "mute"


class KeyStanding(Word):
    """What a key that signs badges is good for."""

    SIGNS = "signs", "Signs", "good"
    VERIFIES = "verifies", "Still verifies", "info"
    ENDED = "ended", "Ended", "mute"
    WITHDRAWN = "withdrawn", "Withdrawn", "bad"


class VisitState(Word):
    ANNOUNCED = "announced", "Announced", "wait"
    ARRIVED = "arrived", "On site", "good"
    LEFT = "left", "Left", "mute"
    TURNED_AWAY = "turned_away", "Turned away", "bad"
    CANCELLED = "cancelled", "Cancelled", "mute"
    NO_SHOW = "no_show", "Did not come", "mute"


class VisitEvent(Word):
    ARRIVE = "arrive", "Let in"
    LEAVE = "leave", "Sign out"
    TURN_AWAY = "turn_away", "Turn away"
    CANCEL = "cancel", "Cancel"
    LAPSE = "lapse", "Mark as not come"


class CertificateStanding(Word):
    """How a certificate of a training stands on a day."""

    HOLDS = "holds", "Holds", "good"
    ENDS_SOON = "ends_soon", "Ends soon", "wait"
    ENDED = "ended", "Ended", "bad"
    NOT_YET = "not_yet", "Not yet", "info"
    REVOKED = "revoked", "Taken back", "bad"


class EmergencyFunction(Word):
    """What a person is for others in an emergency, and as which a lockdown lets them pass.

    `CRITICAL_DATA` passes none: it is the list of those who see critical cargo data at security level 3.
    """

    FIRE = "fire", "Fire brigade"
    FIRST_AID = "first_aid", "First aid"
    SECURITY = "security", "Security"
    AUTHORITY = "authority", "Authorities"
    CRITICAL_DATA = "critical_data", "Critical data at level 3"

    @property
    def passes_lockdown(self) -> bool:
        return self is not EmergencyFunction.CRITICAL_DATA


class LevelChangeState(Word):
    PROPOSED = "proposed", "Waits for a second person", "wait"
    IN_FORCE = "in_force", "In force", "good"
    ENDED = "ended", "Ended", "mute"
    REFUSED = "refused", "Refused", "mute"


class LevelChangeEvent(Word):
    CONFIRM = "confirm", "Confirm"
    REFUSE = "refuse", "Refuse"
    END = "end", "End"


class ReleaseState(Word):
    """How one party stands to the right to collect a container."""

    OFFERED = "offered", "Offered", "wait"
    ACCEPTED = "accepted", "Holds the right", "good"
    PASSED_ON = "passed_on", "Passed on", "info"
    DECLINED = "declined", "Declined", "mute"
    WITHDRAWN = "withdrawn", "Taken back", "mute"
    USED = "used", "Collected", "good"
    ENDED = "ended", "Ended at gate-out", "mute"


class ReleaseEvent(Word):
    ACCEPT = "accept", "Accept"
    DECLINE = "decline", "Decline"
    WITHDRAW = "withdraw", "Take back"
    PASS_ON = "pass_on", "Pass on"
    RETURN = "return", "Return"
    USE = "use", "Collect"
    END = "end", "End"


class PersonCaseEvent(Word):
    """What an officer may do with a person-case."""

    ESCALATE = "escalate", "Open a reassessment"
    HAND_OVER = "hand_over", "Hand to the police liaison"
    EXPLAIN = "explain", "Mark as explained"
    DISMISS = "dismiss", "Dismiss"
    PROPOSE_DISMISSAL = "propose_dismissal", "Propose to dismiss"
    CONFIRM_DISMISSAL = "confirm_dismissal", "Confirm the dismissal"
    REOPEN = "reopen", "Reopen"
