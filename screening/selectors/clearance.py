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


def hold_clearances(person: Person) -> None:
    """Keep a person's clearances as they stand until the caller's transaction ends.

    Whoever acts on a clearance calls this before reading it: a suspension, a grant or a second act like one's
    own then waits, or was there first and is seen.
    """
    Person.objects.select_for_update().get(
        pk=person.pk
    )  # a new clearance refers to this row, and waits for it
    list(Clearance.objects.select_for_update().filter(person=person).order_by("pk").values_list("pk"))


def clearance_history(person: Person) -> list[Clearance]:
    """All clearances of a person, newest first, with their changes."""
    return list(person.clearances.prefetch_related("changes").order_by("-valid_from", "-id"))
