"""How long a break-glass opens, and by when somebody else has looked at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from access.enums import FieldClass
from access.gate.isps import IspsLevel

LONGEST: Mapping[FieldClass, timedelta] = {
    FieldClass.S1: timedelta(hours=12),
    FieldClass.S2: timedelta(hours=8),
    FieldClass.S3: timedelta(hours=2),
}
"""An emergency is over within a shift; the release right is read once. House proposal of November 2026."""

REVIEWED_WITHIN: Mapping[IspsLevel, timedelta] = {
    IspsLevel.NORMAL: timedelta(hours=24),
    IspsLevel.HEIGHTENED: timedelta(hours=4),
    IspsLevel.EXCEPTIONAL: timedelta(hours=1),
}
"""The level matrix of the domain notes, section 2 (access policy by ISPS level): 24 h, 4 h, 1 h."""


@dataclass(frozen=True, slots=True)
class Term:
    """Until when it opens, and by when it is to be reviewed."""

    ends_at: datetime
    review_due_at: datetime


def longest(field_class: FieldClass, level: IspsLevel) -> timedelta:
    """The longest time it may be asked for. Nothing stays open past its own review clock."""
    return min(LONGEST[field_class], REVIEWED_WITHIN[level])


def term_of(field_class: FieldClass, level: IspsLevel, *, hours: int, at: datetime) -> Term:
    """What begins at this moment, at the level that counts then. Raises ValueError for less than an hour."""
    if hours < 1:
        raise ValueError("a break-glass lasts an hour at least")
    wanted = min(timedelta(hours=hours), longest(field_class, level))
    return Term(at + wanted, at + REVIEWED_WITHIN[level])
