"""Reads person-cases within a scope."""

from __future__ import annotations

from django.db.models import QuerySet

from access.enums import PersonCaseState
from access.models import DataEvent, Flag, GateEvent, PersonCase
from access.selectors.event_log import is_id
from accounts.roles import Capability
from ledger.models import Entry
from ledger.selectors.entry import entries_about
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.models import Person


def visible_cases(*, scope: Scope) -> QuerySet[PersonCase]:
    """Person-cases at the ports where the caller may see them."""
    cases = PersonCase.objects.select_related("person", "person__organisation", "port", "owner")
    if scope.is_system:
        return cases
    return cases.filter(port_id__in=scope.ports(Capability.VIEW_PERSON_CASES.value))


def open_cases(*, scope: Scope) -> QuerySet[PersonCase]:
    """Those that wait for a decision, highest first."""
    return visible_cases(scope=scope).filter(state=PersonCaseState.OPEN.value)


def access_person_case(ref: str, *, scope: Scope) -> PersonCase:
    """One person-case by reference. Raises NotFound when absent or out of reach."""
    case = visible_cases(scope=scope).filter(ref=ref).first()
    if case is None:
        raise NotFound("person-case")
    return case


def person_in_log(port_id: int, reference: str) -> Person | None:
    """Whom a port's log means: by employee number, else by our own reference. None for somebody unknown."""
    people = Person.objects.filter(port_id=port_id)
    return people.filter(external_ref=reference).first() or people.filter(ref=reference).first()


def person_of(case: PersonCase) -> Person | None:
    """Whom the case is about, also when they were registered only after it was opened."""
    return case.person or person_in_log(case.port_id, case.subject)


def events_of(flag: Flag) -> tuple[list[GateEvent], list[DataEvent]]:
    """The events that a flag names, by imported number or by id."""
    uuids = [name for name in flag.events if is_id(name)]
    gate = GateEvent.objects.filter(port_id=flag.port_id)
    data = DataEvent.objects.filter(port_id=flag.port_id)
    imported = {"source": "import", "code__in": flag.events}
    return (
        list(gate.filter(id__in=uuids) | gate.filter(**imported)),
        list(data.filter(id__in=uuids) | data.filter(**imported)),
    )


def timeline(case: PersonCase) -> QuerySet[Entry]:
    """What the record says of a person-case, newest first."""
    return entries_about([case.reference])
