"""Reads what was said before about a person and a listed entity, and what changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from django.db.models import Q

from ledger.selectors.entry import entries_about
from screening.enums import HitState
from screening.models import CrewHit, Hit, Person
from screening.services.person import SCREENED_FIELDS

CHANGED = "screening.person.changed"


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A hit that was cleared for other versions, and which details of the person changed since."""

    hit: Hit | CrewHit
    is_entry_changed: bool
    person_fields: tuple[str, ...]


def cleared_before(found: Hit | CrewHit) -> Dismissal | None:
    """The latest dismissal of an open hit's entity for the same person, if a version changed since."""
    earlier = _latest(found)
    since = earlier.decided_at if earlier is not None else None
    if earlier is None or since is None:
        return None
    is_entry_changed = earlier.entry_id != found.entry_id
    is_person_changed = earlier.person_version != found.person_version
    if not (is_entry_changed or is_person_changed):
        return None
    fields = _changed_fields(found.whose, since=since) if is_person_changed else ()
    return Dismissal(earlier, is_entry_changed, fields)


def _latest(found: Hit | CrewHit) -> Hit | CrewHit | None:
    person = found.whose
    of_entity = {
        "entry__source": found.entry.source,
        "entry__uid": found.entry.uid,
        "state": HitState.DIFFERENT.value,
    }
    of_person = Q(person=person) | Q(check_answered__application__person=person)
    ashore = Hit.objects.filter(of_person, **of_entity).select_related("entry", "decided_by")
    aboard = CrewHit.objects.filter(member__person=person, **of_entity).select_related("entry", "decided_by")
    latest = (rows.order_by("decided_at", "pk").last() for rows in (ashore, aboard))
    made = [(row.decided_at, row) for row in latest if row is not None and row.decided_at is not None]
    return max(made, key=itemgetter(0))[1] if made else None


def _changed_fields(person: Person, *, since: datetime) -> tuple[str, ...]:
    """The names of the details that the record says were changed, of those that are compared with lists."""
    entries = entries_about([person.reference]).filter(kind=CHANGED, at__gte=since)
    changed = {name for entry in entries for name in entry.body["fields"]}
    return tuple(sorted(changed & {name.replace("_", " ") for name in SCREENED_FIELDS}))
