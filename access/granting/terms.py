"""How long a grant may run, and what becomes of one that overlaps another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from access.enums import FieldClass

LONGEST: Mapping[FieldClass, timedelta] = {
    FieldClass.S1: timedelta(days=366),
    FieldClass.S2: timedelta(days=92),
    FieldClass.S3: timedelta(days=31),
}
"""No grant outlives the review of its class (S3 monthly, S2 quarterly, the rest yearly), so nothing is held
that nobody looked at. House proposal of November 2026."""

MOST_EXTENSIONS = 2
"""A grant that was made longer twice is no longer for a time (rule G03); it is given anew, with a reason."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The grant that somebody wants to give. It ends before `valid_until`."""

    account: str
    object_type: str
    object_ref: str
    field_class: FieldClass
    purpose: str
    valid_from: datetime
    valid_until: datetime
    case_ref: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A grant of the same account on the same object that has not ended."""

    number: int
    field_class: FieldClass
    purpose: str
    case_ref: str
    valid_from: datetime
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class Overlap:
    """A grant that the asked one overlaps. `covers`: it gives all that is asked; else it is to grow to
    `valid_from` and `valid_until`."""

    held: Held
    covers: bool
    valid_from: datetime
    valid_until: datetime


def problems(asked: Asked, *, at: datetime) -> dict[str, str]:
    """What is wrong with a grant as it is asked for, by field. Nothing wrong: empty."""
    found: dict[str, str] = {}
    longest = LONGEST.get(asked.field_class)
    if not asked.purpose.strip():
        found["purpose"] = "Say what the grant is for."
    if not asked.object_ref.strip():
        found["object_ref"] = "Name the container or bill of lading."
    if longest is None:
        found["field_class"] = "Public data need no grant."
    if asked.valid_until <= asked.valid_from:
        found["valid_until"] = "The grant ends before it starts."
    elif asked.valid_until <= at:
        found["valid_until"] = "The grant would be over already."
    elif longest is not None and asked.valid_until - max(asked.valid_from, at) > longest:
        found["valid_until"] = too_long(asked.field_class)
    return found


def too_long(field_class: FieldClass) -> str:
    days = LONGEST[field_class].days
    return f"{field_class.label} data ({field_class.value}) are granted for {days} days at most."


def overlap(asked: Asked, held: Iterable[Held]) -> Overlap | None:
    """The grant for the same purpose and case that the asked one meets in time, if there is one.

    Another purpose or case is another need, and keeps a grant of its own. A lower class gives less than is
    asked, so it may stand beside; a higher one that covers the time gives it already.
    """
    for one in sorted(held, key=lambda each: (-each.field_class.rank, each.number)):
        if _need(one.purpose, one.case_ref) != _need(asked.purpose, asked.case_ref):
            continue
        if one.valid_until < asked.valid_from or one.valid_from > asked.valid_until:
            continue
        spans = one.valid_from <= asked.valid_from and one.valid_until >= asked.valid_until
        if spans and one.field_class.rank >= asked.field_class.rank:
            return Overlap(one, True, one.valid_from, one.valid_until)
        if one.field_class is asked.field_class:
            start = min(one.valid_from, asked.valid_from)
            return Overlap(one, False, start, max(one.valid_until, asked.valid_until))
    return None


def _need(purpose: str, case_ref: str) -> tuple[str, str]:
    """Capitals and spaces do not make another need."""
    return " ".join(purpose.split()).casefold(), case_ref.strip().casefold()
