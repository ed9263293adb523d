"""Reads person-cases within a scope."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from access.enums import PersonCaseState
from access.models import DataEvent, Flag, GateEvent, PersonCase
from access.selectors.event_log import is_id
from access.selectors.known_event import IMPORTED, named
from accounts.roles import Capability
from ledger.models import Entry
from ledger.selectors.entry import entries_about
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.models import Person

UNDECIDED = (PersonCaseState.OPEN.value, PersonCaseState.TO_CONFIRM.value)


def visible_cases(*, scope: Scope) -> QuerySet[PersonCase]:
    """Person-cases at the ports where the caller may see them, but for one's own.

    Whoever a case is about must not learn that there is one, whatever their role.
    """
    cases = PersonCase.objects.select_related("person", "person__organisation", "port", "owner")
    if scope.is_system:
        return cases
    own = Q(subject__in=scope.own) | Q(person__ref__in=scope.own) | Q(person__external_ref__in=scope.own)
    seen = cases.filter(port_id__in=scope.ports(Capability.VIEW_PERSON_CASES.value))
    return seen.exclude(own) if scope.own else seen


def open_cases(*, scope: Scope) -> QuerySet[PersonCase]:
    """Those that wait for a decision, highest first."""
    return visible_cases(scope=scope).filter(state__in=UNDECIDED)


def todays_cases(*, scope: Scope) -> QuerySet[PersonCase]:
    """Those that wait and stand on the desk of the day."""
    return open_cases(scope=scope).filter(on_desk=True)


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
    ours = Q(id__in=uuids, port_id=flag.port_id)
    return (
        list(GateEvent.objects.filter(ours | named("gate", flag.port_id, [IMPORTED], flag.events))),
        list(DataEvent.objects.filter(ours | named("data", flag.port_id, [IMPORTED], flag.events))),
    )


def timeline(case: PersonCase) -> QuerySet[Entry]:
    """What the record says of a person-case, newest first."""
    return entries_about([case.reference])
