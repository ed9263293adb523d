"""The words of panels, hearings, interim clearances, remedies, and of what an employer learns."""

from __future__ import annotations

from portsec.kernel.words import Word


class PanelChoice(Word):
    """What a member of a panel votes for."""

    GRANT = "grant", "Grant clearance", "good"
    CONDITIONAL = "conditional", "Grant with conditions", "wait"
    REFUSE = "refuse", "Refuse clearance", "bad"
    RETURN = "return", "Return for more checks", "mute"


class HearingState(Word):
    OPEN = "open", "Open", "wait"
    HEARD = "heard", "Heard", "good"
    NO_REPLY = "no_reply", "No reply", "mute"


class InterimState(Word):
    PROPOSED = "proposed", "Waits for the second officer", "wait"
    AGREED = "agreed", "Agreed", "good"
    DECLINED = "declined", "Declined", "mute"


class EmployerOutcome(Word):
    """All that an employer learns of a decision."""

    SUITABLE = "suitable", "Suitable", "good"
    NOT_SUITABLE = "not_suitable", "Not suitable", "bad"


class RemedyKind(Word):
    """The two doors after a refusal."""

    APPEAL = "appeal", "Appeal: this is wrong", "info"
    WAIVER = "waiver", "Waiver: this is right, but I am no threat", "info"


class RemedyState(Word):
    LODGED = "lodged", "Lodged", "wait"
    UPHELD = "upheld", "Decision upheld", "bad"
    VARIED = "varied", "Decision varied", "wait"
    ANNULLED = "annulled", "Decision annulled", "good"
    DISMISSED = "dismissed", "Dismissed", "mute"
