"""Reads what retention needs to know: facts of closed cases and of people, holds, certificates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from accounts.models import Port
from accounts.roles import Capability
from portsec.kernel.errors import Conflict, NotFound
from portsec.kernel.scope import Scope
from screening.belongings import GUARDS
from screening.enums import ApplicationState, ClearanceState, OrderState, RightKind, RightState
from screening.models import (
    Application,
    Clearance,
    Erasure,
    ErasureOrder,
    LegalHold,
    Permit,
    Person,
    PortBan,
    RightsRequest,
)
from screening.models.rights import OPEN
from screening.retention.due import CaseFacts, Due, PersonFacts, case_dues
from screening.retention.policy import OF_A_CASE, RetentionPolicy
from screening.retention.words import DataClass
from screening.selectors.application import OPEN_STATES
from screening.selectors.remedy import final_on
from screening.suitability.windows import add_months

MONTH_ENDS = timedelta(
    days=3
)  # three months after 30 November end on 28 February: months count back unevenly

# While one of these stands, the person themselves needs the data, or it is contested (GDPR Art. 18).
STANDING = Q(state__in=OPEN) | Q(kind=RightKind.RESTRICTION.value, state=RightState.GRANTED.value)


def closed_cases(ports: Iterable[int], *, policy: RetentionPolicy, until: date) -> QuerySet[Application]:
    """Closed cases that still hold something of which some may be due by a day, oldest first.

    A case closed within the shortest period holds nothing that is due.
    """
    shortest = min(row.months for row in policy.rows if row.data_class in OF_A_CASE)
    latest = add_months(until, -shortest) + MONTH_ENDS
    return (
        Application.objects.filter(port__in=list(ports), closed_at__date__lte=latest, erased_at__isnull=True)
        .exclude(state__in=OPEN_STATES)
        .order_by("closed_at", "pk")
    )


def case_facts(cases: Sequence[Application]) -> dict[int, CaseFacts]:
    """Facts of closed cases by primary key; a refused case costs queries of its own, for its remedies."""
    keys = [case.pk for case in cases]
    validity, erased = _validity_ends(keys), _erased_classes(keys)
    found = {}
    for case in cases:
        if case.closed_at is None:
            raise Conflict("An open case has no retention period yet.")
        found[case.pk] = CaseFacts(
            outcome=ApplicationState(case.state),
            closed_on=timezone.localdate(case.closed_at),
            final_on=final_on(case),
            valid_until=validity.get(case.pk),
            erased=erased[case.pk],
        )
    return found


def _validity_ends(keys: list[int]) -> dict[int, date]:
    """The last day of the clearance that a case led to: earlier than planned where it was withdrawn."""
    ends: dict[int, date] = {}
    clearances = Clearance.objects.filter(decision__application__in=keys)
    for key, state, until, since in clearances.values_list(
        "decision__application", "state", "valid_until", "state_since"
    ):
        end = min(until, timezone.localdate(since)) if state == ClearanceState.WITHDRAWN.value else until
        ends[key] = max(ends.get(key, date.min), end)
    return ends


def _erased_classes(keys: list[int]) -> defaultdict[int, frozenset[DataClass]]:
    found: defaultdict[int, frozenset[DataClass]] = defaultdict(frozenset)
    for key, rows in Erasure.objects.filter(application__in=keys).values_list("application", "rows"):
        found[key] |= {DataClass(row["data_class"]) for row in rows}
    return found


def standing_obstacle(application: Application) -> str | None:
    """The sentence why nothing of a case may be erased now; None when nothing stands against it."""
    if LegalHold.objects.filter(application=application, lifted_at__isnull=True).exists():
        return "A legal hold stands; it is lifted first, by two officers."
    about = Q(application=application) | Q(application__isnull=True)
    request = RightsRequest.objects.filter(STANDING, about, person_id=application.person_id).exclude(
        kind=RightKind.ERASURE.value
    )
    if request.exists():
        return "A request of the person stands; it is answered first."
    return None


def obstructed(cases: Iterable[Application]) -> set[int]:
    """Primary keys of the cases for which `standing_obstacle` has a sentence."""
    wanted = {case.pk: case.person_id for case in cases}
    held = set(
        LegalHold.objects.filter(application__in=wanted, lifted_at__isnull=True).values_list(
            "application", flat=True
        )
    )
    asked = RightsRequest.objects.filter(STANDING, person__in=set(wanted.values())).exclude(
        kind=RightKind.ERASURE.value
    )
    about: set[tuple[int, int | None]] = set(asked.values_list("person", "application"))
    return held | {key for key, person in wanted.items() if (person, None) in about or (person, key) in about}


def people_without_cases(port: Port) -> QuerySet[Person]:
    """People at a port who are not nameless yet and of whom no case is open or kept."""
    kept = Application.objects.filter(erased_at__isnull=True).values("person")
    return Person.objects.filter(port=port, erased_at__isnull=True).exclude(pk__in=kept).order_by("pk")


def person_facts(people: Sequence[Person], *, at: datetime) -> dict[int, PersonFacts]:
    """Facts of people by primary key."""
    keys = [person.pk for person in people]
    cases = dict(
        Application.objects.filter(person__in=keys).values_list("person").annotate(at=Max("erased_at"))
    )
    open_cases = set(
        Application.objects.filter(person__in=keys, erased_at__isnull=True).values_list("person", flat=True)
    )
    asked = set(RightsRequest.objects.filter(STANDING, person__in=keys).values_list("person", flat=True))
    needed = set().union(asked, *(still_needed(keys, at) for still_needed in GUARDS))
    ends = _ends(keys)
    return {
        key: PersonFacts(
            open_cases=key in open_cases,
            last_case_erased_on=timezone.localdate(cases[key]) if cases.get(key) else None,
            ends=tuple(ends[key]),
            in_use=key in needed,
        )
        for key in keys
    }


def _ends(keys: list[int]) -> defaultdict[int, list[date]]:
    """Last days of clearances, permits and bans of people."""
    ends: defaultdict[int, list[date]] = defaultdict(list)
    for key, day in Clearance.objects.filter(person__in=keys).values_list("person", "valid_until"):
        ends[key].append(day)
    for key, day in PortBan.objects.filter(person__in=keys, lifted_at__isnull=True).values_list(
        "person", "ends_on"
    ):
        ends[key].append(day)
    for key, at in Permit.objects.filter(person__in=keys).values_list("person", "valid_until"):
        ends[key].append(timezone.localdate(at))
    return ends


@dataclass(frozen=True, slots=True)
class DueRow:
    """One line of the calendar: what of which case goes on which day, and whether something holds it."""

    case: Application
    due: Due
    is_held: bool


def calendar(port_ids: Iterable[int], *, policy: RetentionPolicy, until: date) -> list[DueRow]:
    """What is due until a day, earliest first. Cases at the given ports."""
    cases = list(closed_cases(port_ids, policy=policy, until=until).select_related("post", "port"))
    facts, held = case_facts(cases), obstructed(cases)
    rows = [
        DueRow(case, due, case.pk in held)
        for case in cases
        for due in case_dues(policy, facts[case.pk])
        if due.on is not None and due.on <= until
    ]
    return sorted(rows, key=lambda row: (row.due.on or until, row.case.ref, row.due.data_class.value))


def next_due(application: Application, *, policy: RetentionPolicy) -> Due | None:
    """What of a closed case goes next; None while it is open, erased or not final."""
    if application.state in OPEN_STATES or application.closed_at is None or application.erased_at is not None:
        return None
    facts = case_facts([application])[application.pk]
    dated = [due for due in case_dues(policy, facts) if due.on is not None]
    return min(dated, key=lambda due: due.on or date.max, default=None)


def visible_erasures(*, scope: Scope) -> QuerySet[Erasure]:
    """Certificates at the ports where the caller may see cases."""
    erasures = Erasure.objects.select_related("port", "person", "application", "order")
    return erasures if scope.is_system else erasures.filter(port_id__in=_ports(scope))


def access_erasure(ref: str, *, scope: Scope) -> Erasure:
    """One certificate. Raises NotFound when absent or out of reach."""
    erasure = visible_erasures(scope=scope).filter(ref=ref).first()
    if erasure is None:
        raise NotFound("certificate")
    return erasure


def standing_holds(*, scope: Scope) -> QuerySet[LegalHold]:
    """Holds that stand, those to review first at the top."""
    return LegalHold.objects.filter(
        lifted_at__isnull=True, application__port_id__in=_ports(scope)
    ).select_related("application__post", "entered_by", "lift_proposed_by")


def waiting_orders(*, scope: Scope) -> QuerySet[ErasureOrder]:
    """Orders of early erasure that wait for a second officer."""
    return ErasureOrder.objects.filter(
        state=OrderState.PROPOSED.value, application__port_id__in=_ports(scope)
    ).select_related("application__person", "proposed_by")


def access_order(ref: str, *, scope: Scope) -> ErasureOrder:
    """The waiting order about a case. Raises NotFound when absent or out of reach."""
    order = waiting_orders(scope=scope).filter(application__ref=ref).first()
    if order is None:
        raise NotFound("order")
    return order


def access_hold(ref: str, *, scope: Scope) -> LegalHold:
    """The standing hold on a case. Raises NotFound when absent or out of reach."""
    hold = standing_holds(scope=scope).filter(application__ref=ref).first()
    if hold is None:
        raise NotFound("hold")
    return hold


def _ports(scope: Scope) -> Iterable[int]:
    return scope.ports(Capability.VIEW_CASES.value)
