"""Gathers who was flagged and how it ended, by group. Nothing here is kept or shown by person."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from access.enums import PersonCaseState, RosterKind
from access.fairness.groups import NOT_KNOWN, nationality_group, usual_shift
from access.fairness.rates import Cell, Member, cells
from access.fairness.words import Dimension
from access.models import PersonCase, RosterSpan
from accounts.models import Port
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from screening.models import Person

STILL_OPEN = frozenset({PersonCaseState.OPEN.value, PersonCaseState.TO_CONFIRM.value})
HARMLESS = frozenset({PersonCaseState.EXPLAINED.value, PersonCaseState.DISMISSED.value})


@dataclass(frozen=True, slots=True)
class Told:
    """One dimension with its groups."""

    dimension: Dimension
    cells: list[Cell]


def fairness_ports(*, scope: Scope) -> list[Port]:
    ports = Port.objects.filter(pk__in=scope.ports(Capability.VIEW_PERSON_CASES.value))
    return list(ports.order_by("locode"))


def rates_of(port: Port, since: datetime, until: datetime) -> list[Told]:
    """Alert and closure rates of everybody whom the port knows, by each dimension."""
    people = list(
        Person.objects.select_related("organisation").filter(port=port, erased_at=None, created_at__lt=until)
    )
    cases = _cases(port, since, until)
    shifts = _shifts(port, since, until)
    told = []
    for dimension in Dimension:
        members = [
            _member(_group(person, dimension, port, shifts), cases.get(person.pk, [])) for person in people
        ]
        told.append(Told(dimension, cells(members)))
    return told


def _cases(port: Port, since: datetime, until: datetime) -> dict[int, list[str]]:
    """By person the states of the cases that were opened in this time."""
    rows = PersonCase.objects.filter(port=port, opened_at__range=(since, until), person__isnull=False)
    found: defaultdict[int, list[str]] = defaultdict(list)
    for person, state in rows.values_list("person_id", "state"):
        found[person or 0].append(state)
    return found


def _shifts(port: Port, since: datetime, until: datetime) -> dict[str, list[datetime]]:
    rows = RosterSpan.objects.filter(port=port, kind=RosterKind.SHIFT.value, starts_at__range=(since, until))
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    for person, start in rows.values_list("person_ref", "starts_at"):
        found[person].append(start.astimezone(settings.ZONE))
    return found


def _group(person: Person, dimension: Dimension, port: Port, shifts: dict[str, list[datetime]]) -> str:
    if dimension is Dimension.EMPLOYMENT:
        return person.employment.replace("_", " ").capitalize() or NOT_KNOWN
    if dimension is Dimension.ORGANISATION:
        return person.organisation.name if person.organisation else NOT_KNOWN
    if dimension is Dimension.NATIONALITY:
        return nationality_group(person.nationality, port.country)
    return usual_shift(shifts.get(person.log_ref, ()))


def _member(group: str, states: list[str]) -> Member:
    closed = [state for state in states if state not in STILL_OPEN]
    return Member(
        group,
        flagged=bool(states),
        closed=bool(closed),
        harmless=bool(closed) and all(state in HARMLESS for state in closed),
    )
