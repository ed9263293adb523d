"""When whose access is reviewed: critical data monthly, sensitive quarterly, the rest yearly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar
from zlib import crc32

from access.enums import FieldClass

EVERY_MONTHS: Mapping[FieldClass, int] = {FieldClass.S3: 1, FieldClass.S2: 3, FieldClass.S1: 12}
"""Risk tiers after the domain notes, section 3 (lesson c)."""

ANSWERED_WITHIN: Mapping[FieldClass, timedelta] = {
    FieldClass.S3: timedelta(days=7),
    FieldClass.S2: timedelta(days=14),
    FieldClass.S1: timedelta(days=21),
}
"""House proposal of November 2026."""

TRIGGERED_WITHIN = timedelta(days=7)
"""A holder who moved to another post may still hold the keys of the old one; a week is what HR feeds need to
settle. House proposal of November 2026."""

MOST_LINES = 12
"""Lines of one campaign: minutes of attention. Reviewers of 800 lines stop reading (domain notes, section 3:
participation fell from 95 % to under 70 % by the third cycle). House proposal of November 2026."""

POSTPONED_BY = timedelta(days=7)
"""The one postponement that a campaign may have."""

T = TypeVar("T")


def slot_of(day: date) -> str:
    """The month in which a scheduled review stands; together with port and class it is opened once."""
    return f"{day.year}-{day.month:02d}"


def is_due(account: str, field_class: FieldClass, day: date) -> bool:
    """Whether this holder's turn is in this month.

    Holders are spread over the months of their tier by their name, so that no month brings all of them and
    the same holder always comes at the same distance.
    """
    every = EVERY_MONTHS[field_class]
    months = day.year * 12 + day.month - 1
    return crc32(account.encode()) % every == months % every


def parts_of(lines: Sequence[T]) -> list[Sequence[T]]:
    """The lines of one month in campaigns that can be answered at one sitting, of about the same size."""
    count = -(-len(lines) // MOST_LINES)
    return [lines[len(lines) * n // count : len(lines) * (n + 1) // count] for n in range(count)]
