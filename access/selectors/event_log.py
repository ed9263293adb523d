"""The log of gate attempts and look-ups, narrowed as an auditor asks; built for millions of rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from access.enums import FieldClass
from access.models import DataEvent, Flag, GateEvent, Reader, Unmasking
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from screening.models import Person
from screening.person_name import plain_name

COUNTED_UP_TO = 10_000  # rows; a million took 43 ms to count, its estimate 0.1 ms
MOST_PEOPLE = 500  # people that one name may stand for; a name that fits more narrows nothing

Event = TypeVar("Event", GateEvent, DataEvent)


def gate_log(
    *,
    scope: Scope,
    person: str = "",
    reader: str = "",
    result: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[GateEvent]:
    """Gate attempts at ports where the caller sees events; each argument narrows."""
    events = _within(GateEvent.objects.select_related("person", "reader", "port"), scope)
    events = _between(events, since, until)
    if person.strip():
        named = _people(person.strip(), scope)
        events = events.filter(named | Q(badge_serial__in=_spellings(person)))
    if reader:
        events = events.filter(reader_code=reader)
    return events.filter(result=result) if result else events


def look_up_log(
    *,
    scope: Scope,
    container: str = "",
    person: str = "",
    result: str = "",
    field_class: str = "",
    unexplained: bool = False,
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[DataEvent]:
    """Look-ups at ports where the caller sees events.

    `unexplained` keeps those that no work carried. Imported ones were not decided here, so of them it keeps
    those that name no work at all.
    """
    events = _within(DataEvent.objects.select_related("person", "port"), scope)
    events = _between(events, since, until)
    if container.strip():
        events = events.filter(object_ref__in=_spellings("".join(container.split())))
    if person.strip():
        named = _people(person.strip(), scope)
        events = events.filter(named | Q(account__in=_spellings(person)))
    if result:
        events = events.filter(result=result)
    if field_class:
        events = events.filter(field_class=field_class)
    if unexplained:
        protected = [FieldClass.S2.value, FieldClass.S3.value]  # the classes that need an explanation
        events = events.filter(explanation="", field_class__in=protected)
        events = events.exclude(Q(source="import") & ~Q(work_ref=""))
    return events


def log_readers(*, scope: Scope) -> list[tuple[str, str]]:
    """(code, label) of the readers at ports where the caller sees events."""
    readers = Reader.objects.all()
    if not scope.is_system:
        readers = readers.filter(port_id__in=scope.ports(Capability.VIEW_EVENTS.value))
    rows = readers.order_by("code").values_list("code", "terminal").distinct()
    return [(code, f"{code} {terminal}".strip()) for code, terminal in rows]


def log_size(events: QuerySet[Any]) -> tuple[int, bool]:
    """How many rows, and whether that is counted; above the limit it is the planner's estimate.

    The planner scales pg_class.reltuples to the ports in reach, so the figure tells nothing of others.
    """
    plain = events.order_by().select_related(None)
    counted = plain[: COUNTED_UP_TO + 1].count()
    if counted <= COUNTED_UP_TO:
        return counted, True
    plan = json.loads(plain.explain(format="json"))
    return max(int(plan[0]["Plan"]["Plan Rows"]), counted), False


def cases_of_events(events: Iterable[Event], *, scope: Scope, viewer: int, at: datetime) -> dict[int, str]:
    """By event number the reference of a person-case that names the event.

    Only of cases whose person the viewer, by number, has unmasked: beside a name the log would unmask any.
    """
    rows = list(events)
    ports = scope.ports(Capability.VIEW_PERSON_CASES.value)
    visible = [row for row in rows if scope.is_system or row.port_id in ports]
    if not visible:
        return {}
    names = {(row.port_id, log_name(row)): row.number for row in visible}
    unmasked = Unmasking.objects.filter(by=viewer, until__gt=at).values("case")
    flags = Flag.objects.filter(
        case__in=unmasked,
        port_id__in={row.port_id for row in visible},
        last_at__gte=min(row.at for row in visible),
        first_at__lte=max(row.at for row in visible),
    ).values_list("port_id", "case__ref", "events")
    return {
        names[port_id, name]: ref
        for port_id, ref, named in flags
        for name in named
        if (port_id, name) in names
    }


def log_name(event: GateEvent | DataEvent) -> str:
    """How flags name an event: an imported one by its number in the log, one of ours by its id."""
    return event.code if event.source == "import" else str(event.id)


def is_id(name: str) -> bool:
    """Whether that is one of our ids, and not a number of an imported log."""
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False


def _within(events: QuerySet[Event], scope: Scope) -> QuerySet[Event]:
    if scope.is_system:
        return events
    return events.filter(port_id__in=scope.ports(Capability.VIEW_EVENTS.value))


def _between(events: QuerySet[Event], since: datetime | None, until: datetime | None) -> QuerySet[Event]:
    if since is not None:
        events = events.filter(at__gte=since)
    return events.filter(at__lte=until) if until is not None else events


def _people(text: str, scope: Scope) -> Q:
    """Events of the people whom the text names. Resolved first, so that the event indexes carry the query."""
    people = Person.objects.all()
    if not scope.is_system:
        people = people.filter(port_id__in=scope.ports(Capability.VIEW_EVENTS.value))
    words = plain_name(text).split()
    match = Q(ref__iexact=text) | Q(external_ref__iexact=text)
    if words:
        match |= Q(*(Q(search_name__contains=word) for word in words))
    found = list(people.filter(match).order_by().values_list("pk", flat=True)[:MOST_PEOPLE])
    return Q(person_id__in=found) | Q(person_ref__in=_spellings(text))


def _spellings(text: str) -> list[str]:
    """A code as typed and in capitals; a comparison without case would pass the index by."""
    typed = text.strip()
    return list(dict.fromkeys((typed, typed.upper())))
