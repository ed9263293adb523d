"""The words of requests for access."""

from __future__ import annotations

from portsec.kernel.words import Word


class AccessRequestState(Word):
    ASKED = "asked", "Waits for an answer", "wait"
    HALF = "half", "Waits for the second hand", "wait"
    GRANTED = "granted", "Granted", "good"
    REFUSED = "refused", "Refused", "bad"
    WITHDRAWN = "withdrawn", "Withdrawn", "mute"
    LAPSED = "lapsed", "Not answered in time", "mute"


class AccessRequestEvent(Word):
    APPROVE_FIRST = "approve_first", "Approve as the first hand"
    APPROVE = "approve", "Approve"
    GIVE_BACK = "give_back", "Give back what a trial took"
    REFUSE = "refuse", "Refuse"
    WITHDRAW = "withdraw", "Withdraw"
    LAPSE = "lapse", "Lapse"


class Desk(Word):
    """Who answers. A person may sit at both desks, and still fills one place only."""

    DATA_OWNER = "data_owner", "Data owner"
    SECURITY = "security", "Port facility security officer"
