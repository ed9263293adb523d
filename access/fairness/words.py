"""By what people are grouped on the fairness page."""

from __future__ import annotations

from portsec.kernel.words import Word


class Dimension(Word):
    EMPLOYMENT = "employment", "Employment"
    ORGANISATION = "organisation", "Organisation"
    SHIFT = "shift", "Usual shift"
    NATIONALITY = "nationality", "Nationality group"


class Standing(Word):
    """How a group's rate stands to that of all others."""

    LIKE_OTHERS = "like_others", "Like the others", "good"
    HIGHER = "higher", "Higher than the others", "wait"
    STOP = "stop", "Above the stop limit", "bad"
    TOO_FEW = "too_few", "Too few to show", "mute"
