"""What the badges of people rest on, and until when: clearance, need, contract, employment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from access.badging.facts import Bounds
from screening.enums import ApplicationKind, ApplicationState
from screening.models import Application, Person
from screening.selectors.clearance import current_clearances


def bounds_of(people: Collection[Person], *, at: datetime) -> dict[int, Bounds]:
    """By primary key of the person what a badge of theirs may not outlive; two queries for any number.

    Need and contract are those of the newest case that ended in a clearance; what a later case says counts
    once it is granted. A reassessment has no terms of its own.
    """
    ids = [person.pk for person in people]
    clearances = current_clearances(ids, at=at)
    cases = {
        case.person_id: case
        for case in Application.objects.filter(person_id__in=ids, state=ApplicationState.GRANTED.value)
        .exclude(kind=ApplicationKind.REASSESSMENT.value)
        .order_by("person_id", "-submitted_at", "-pk")
        .distinct("person_id")
        .select_related("need", "contract", "assignment")
    }
    return {
        person.pk: Bounds(
            clearance=_day(clearances.get(person.pk), "valid_until"),
            need=_day(_terms(cases.get(person.pk), "need"), "until"),
            contract=_day(_terms(cases.get(person.pk), "contract"), "ends_on")
            or _day(_terms(cases.get(person.pk), "assignment"), "ends_on"),
            left=person.left_on,
        )
        for person in people
    }


def _terms(case: Application | None, name: str) -> Any:
    """Need, contract or assignment of a case; None where the case has none."""
    return getattr(case, name, None) if case else None


def _day(row: Any, field: str) -> date | None:
    found: date | None = getattr(row, field, None)
    return found
