"""Reads clearances. `current_clearance` is what gates and data decisions stand on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from screening.models import Clearance, Person


def current_clearance(person_id: int, *, at: datetime) -> Clearance | None:
    """The clearance that counts at this moment, in whatever state: the newest one that has begun.

    The caller judges state, level and end. Clearances run by the port's calendar day. None when the
    person never had one.
    """
    return (
        Clearance.objects.filter(person_id=person_id, valid_from__lte=timezone.localdate(at))
        .order_by("-valid_from", "-id")
        .first()
    )


def current_clearances(person_ids: Iterable[int], *, at: datetime) -> dict[int, Clearance]:
    """The same for many people, in one query; people without one are absent."""
    rows = (
        Clearance.objects.filter(person_id__in=list(person_ids), valid_from__lte=timezone.localdate(at))
        .order_by("person_id", "-valid_from", "-id")
        .distinct("person_id")
    )
    return {row.person_id: row for row in rows}


def clearance_history(person: Person) -> list[Clearance]:
    """All clearances of a person, newest first, with their changes."""
    return list(person.clearances.prefetch_related("changes").order_by("-valid_from", "-id"))
