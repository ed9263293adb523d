"""Reads clearances. `current_clearance` is what gates and data decisions stand on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Case, F, Value, When
from django.utils import timezone

from screening import standing
from screening.enums import ClearanceState
from screening.models import Clearance, Person


def current_clearance(person_id: int, *, at: datetime) -> Clearance | None:
    """The clearance that counts at this moment, in whatever state: the newest one that has begun.

    The caller judges state, level and end. Its `state` is the one that counts: a suspension that has lapsed
    reads as granted. Clearances run by the port's calendar day. None when the person never had one.
    """
    day = timezone.localdate(at)
    held = (
        Clearance.objects.filter(person_id=person_id, valid_from__lte=day)
        .order_by("-valid_from", "-id")
        .first()
    )
    return as_it_counts(held, day) if held else None


def as_it_counts(clearance: Clearance, day: date) -> Clearance:
    """The same row with the state that counts on a day; gates, data decisions and pages all read it here."""
    clearance.state = standing.state_on(day, clearance.state_word, clearance.suspended_until).value
    return clearance


def state_on(day: date) -> Case:
    """The same as an expression over rows of `Clearance`, for annotations."""
    lapsed = When(
        state=ClearanceState.SUSPENDED.value,
        suspended_until__lt=day,
        then=Value(ClearanceState.GRANTED.value),
    )
    return Case(lapsed, default=F("state"))


def lapsed_suspensions(*, at: datetime) -> list[Clearance]:
    """Suspensions whose last day has passed, and that nobody has put on record as lapsed yet."""
    rows = Clearance.objects.filter(
        state=ClearanceState.SUSPENDED.value, suspended_until__lt=timezone.localdate(at)
    )
    return list(rows.select_related("person", "port").order_by("pk"))


def current_clearances(person_ids: Iterable[int], *, at: datetime) -> dict[int, Clearance]:
    """The same for many people, in one query; people without one are absent."""
    day = timezone.localdate(at)
    rows = (
        Clearance.objects.filter(person_id__in=list(person_ids), valid_from__lte=day)
        .order_by("person_id", "-valid_from", "-id")
        .distinct("person_id")
    )
    return {row.person_id: as_it_counts(row, day) for row in rows}


def hold_clearances(person: Person) -> None:
    """Keep a person's clearances as they stand until the caller's transaction ends.

    Whoever acts on a clearance calls this before reading it: a suspension, a grant or a second act like one's
    own then waits, or was there first and is seen.
    """
    Person.objects.select_for_update().get(
        pk=person.pk
    )  # a new clearance refers to this row, and waits for it
    list(Clearance.objects.select_for_update().filter(person=person).order_by("pk").values_list("pk"))


def clearance_history(person: Person, *, at: datetime | None = None) -> list[Clearance]:
    """All clearances of a person, newest first, with their changes; given a moment, as they count then."""
    rows = list(person.clearances.prefetch_related("changes").order_by("-valid_from", "-id"))
    return [as_it_counts(row, timezone.localdate(at)) for row in rows] if at else rows
