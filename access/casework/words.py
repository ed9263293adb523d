"""The words of working on person-cases."""

from __future__ import annotations

from typing import Final

from portsec.kernel.words import Word

LOT_RULE: Final = "LOT"
"""Under what a look-up stands in a person-case that a reviewer of the lot called misuse; no rule found it."""
BY_LOT_TITLE: Final = "Misuse found in the random sample"


class HappeningState(Word):
    """How one event in a case stands. Unexplained is neutral: nobody has said yet what it was for."""

    EXPLAINED = "explained", "Explained", "good"
    UNEXPLAINED = "unexplained", "Unexplained", "wait"
    SUSPICIOUS = "suspicious", "Suspicious", "bad"


class AnswerReason(Word):
    """What somebody taps who is asked what a look-up or an entry was for."""

    WORK_ORDER = "order", "A work order or job"
    ASKED = "asked", "Somebody asked me, by phone or in person"
    HAND_OVER = "hand_over", "I took over from a colleague"
    TRAINING = "training", "Training, or showing somebody"
    SLIP = "slip", "A slip: the wrong number or screen"
    OTHER = "other", "Something else"
    NOT_ME = "not_me", "That was not me"


class DrawVerdict(Word):
    """What a reviewer says of a look-up that was drawn by lot."""

    IN_ORDER = "in_order", "In order", "good"
    MISUSE = "misuse", "Looks like misuse", "bad"
    UNCLEAR = "unclear", "Cannot be told", "mute"


class MutedState(Word):
    """How a muted pattern stands. One in force ends by itself on its last day."""

    PROPOSED = "proposed", "Waits for a second person", "wait"
    IN_FORCE = "in_force", "Mutes", "info"
    REFUSED = "refused", "Refused", "mute"
    LIFTED = "lifted", "Lifted", "good"


class MutedEvent(Word):
    CONFIRM = "confirm", "Confirm"
    REFUSE = "refuse", "Refuse"
    LIFT = "lift", "Lift"


class HandOverGround(Word):
    """On what ground personal data go to the police."""

    REPORT = "report", "Report of a suspected crime"
    DEMAND = "demand", "Demand of the public prosecutor or a judge"
    DANGER = "danger", "Danger to life or limb"
