"""Comparing birth dates that are known with different precision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from screening.matching.evidence import Agreement
from screening.watchlists.birth_date import BirthDate

# Years either way within which another year still speaks for the same person: registers of people who never
# had a birth certificate are often off by one or two. A choice of this house, not yet measured.
TOLERANCE_YEARS = 2
# How much of a full agreement each finding is worth, from 0 to 1.
SAME_DAY = 1.0
SAME_PERIOD = 0.6  # the same year or month, which is all that one side states
SWAPPED = 0.6  # 3 September for 9 March
ONE_PART_OFF = 0.5  # two of day, month and year are equal: a slip of the pen
NEAR = 0.3  # within the tolerance


@dataclass(frozen=True, slots=True)
class BirthComparison:
    """`strength` from 0 to 1 says how much of a full agreement this is worth."""

    verdict: Agreement
    strength: float
    sentence: str


def compare(subject: BirthDate | None, listed: Sequence[BirthDate]) -> BirthComparison:
    """The best that any of the listed dates says about this one."""
    if subject is None:
        return BirthComparison(Agreement.MISSING, 0.0, "The person's birth date is not known here.")
    if not listed:
        return BirthComparison(Agreement.MISSING, 0.0, "The list gives no birth date.")
    return max(
        (_compared(subject, stated) for stated in listed),
        key=lambda comparison: (comparison.strength, comparison.sentence),
    )


def _compared(subject: BirthDate, listed: BirthDate) -> BirthComparison:
    said = f"Born {subject.text}; the list says {listed.text}"
    mine, theirs = subject.day, listed.day
    if mine is not None and theirs is not None and not (subject.circa or listed.circa):
        found = _days(mine, theirs, said)
        if found is not None:
            return found
    if _apart(_widened(subject), _widened(listed)) == 0:
        return BirthComparison(Agreement.PARTIAL, SAME_PERIOD, f"{said}, which fits.")
    years = _years_apart(subject, listed)
    if years <= TOLERANCE_YEARS:
        return BirthComparison(
            Agreement.PARTIAL, NEAR, f"{said}: {_counted(years)} apart, which may be a slip."
        )
    return BirthComparison(Agreement.DIFFER, 0.0, f"{said}: {_counted(years)} apart.")


def _days(mine: date, theirs: date, said: str) -> BirthComparison | None:
    """What two exact days say, or None if they must be compared more coarsely."""
    if mine == theirs:
        return BirthComparison(Agreement.AGREE, SAME_DAY, f"Born {BirthDate.on(mine).text}, as on the list.")
    if (mine.year, mine.month, mine.day) == (theirs.year, theirs.day, theirs.month):
        return BirthComparison(Agreement.PARTIAL, SWAPPED, f"{said}: day and month may be swapped.")
    same = (mine.year == theirs.year) + (mine.month == theirs.month) + (mine.day == theirs.day)
    if same == 2 and abs(mine.year - theirs.year) <= 10 * TOLERANCE_YEARS:
        return BirthComparison(Agreement.PARTIAL, ONE_PART_OFF, f"{said}: only one part of the date differs.")
    return None


def _widened(stated: BirthDate) -> BirthDate:
    """1 January stands for "some time in that year" in many registers."""
    day = stated.day
    return BirthDate.in_year(day.year) if day is not None and (day.month, day.day) == (1, 1) else stated


def _apart(one: BirthDate, other: BirthDate) -> int:
    """Days between the two intervals; 0 if they share a day."""
    return max((one.earliest - other.latest).days, (other.earliest - one.latest).days, 0)


def _years_apart(one: BirthDate, other: BirthDate) -> int:
    return max(one.earliest.year - other.latest.year, other.earliest.year - one.latest.year, 0)


def _counted(years: int) -> str:
    if years == 0:
        return "less than a year"
    return "1 year" if years == 1 else f"{years} years"
