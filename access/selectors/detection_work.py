"""The work that explains look-ups and entries, as detection reads it: orders, duties, cargo, rights to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.utils import timezone

from access.detection import facts
from access.models import (
    BadgeChange,
    CargoVisit,
    Grant,
    ReleaseHop,
    RosterSpan,
    VesselCall,
    WorkOrder,
)
from access.need_to_know.facts import GrantFact, VesselCallFact
from access.scanning.extent import Extent
from access.selectors.look_up_facts import grant_fact, vessel_call_fact
from accounts.models import Port
from screening.models import ClearanceChange

Row = TypeVar("Row", bound=Model)
Fact = TypeVar("Fact")
AT_ONCE = 5_000  # rows fetched together


@dataclass(frozen=True, slots=True)
class About:
    """What the loaded events are about: who, by which accounts and badges, which teams and which objects."""

    people: frozenset[str]
    accounts: frozenset[str]
    badges: frozenset[str]
    teams: frozenset[str]
    objects: frozenset[str]


def delivered(rows: QuerySet[Row], build: Callable[[QuerySet[Row]], Iterator[Fact]]) -> tuple[Fact, ...]:
    """The facts of these rows."""
    return tuple(build(rows))


def known(
    whole: QuerySet[Row], part: QuerySet[Row], build: Callable[[QuerySet[Row]], Iterator[Fact]]
) -> tuple[Fact, ...] | None:
    """The facts of a part of a table. None: the table is empty, so the port never delivered this feed."""
    return tuple(build(part)) or (() if whole.exists() else None)


def badge_spans(port: Port, about: About | None) -> tuple[facts.BadgeSpan, ...] | None:
    whole = BadgeChange.objects.filter(badge__port=port)
    part = whole
    if about is not None:
        part = whole.filter(Q(badge__serial__in=about.badges) | Q(badge__person_ref__in=about.people))
    return known(whole, part, _badge_spans)


def _badge_spans(rows: QuerySet[BadgeChange]) -> Iterator[facts.BadgeSpan]:
    columns = ("badge__serial", "badge__person_ref", "state", "at", "badge__valid_until")
    for row in rows.order_by("at", "pk").values_list(*columns).iterator(chunk_size=AT_ONCE):
        yield facts.BadgeSpan(*row)


def clearance_spans(port: Port, about: About | None) -> tuple[facts.ClearanceSpan, ...] | None:
    whole = ClearanceChange.objects.filter(clearance__port=port)
    part = whole
    if about is not None:
        refs = Q(clearance__person__ref__in=about.people)
        part = whole.filter(refs | Q(clearance__person__external_ref__in=about.people))
    return known(whole, part, _clearance_spans)


def _clearance_spans(rows: QuerySet[ClearanceChange]) -> Iterator[facts.ClearanceSpan]:
    ordered = rows.select_related("clearance__person").order_by("at", "pk")
    for row in ordered.iterator(chunk_size=AT_ONCE):
        clearance = row.clearance
        yield facts.ClearanceSpan(
            person=clearance.person.log_ref,
            state=row.state,
            level=clearance.level,
            since=row.at,
            until=_end_of(clearance.valid_until),
        )


def _end_of(day: date) -> datetime:
    """Clearances run by the port's calendar day, the last one included."""
    midnight = datetime.combine(day, time.min) + timedelta(days=1)
    return timezone.make_aware(midnight)


def work_orders(port: Port, extent: Extent, about: About | None) -> tuple[facts.WorkOrder, ...] | None:
    """Orders that were open in the time, and those closed shortly before."""
    whole = WorkOrder.objects.filter(port=port)
    open_then = Q(closed_at__isnull=True) | Q(closed_at__gte=extent.context_since)
    part = whole.filter(open_then, opened_at__lte=extent.until)
    if about is not None:
        part = part.filter(
            Q(object_ref__in=about.objects) | Q(person_ref__in=about.people) | Q(team__in=about.teams)
        )
    return known(whole, part, _work_orders)


def _work_orders(rows: QuerySet[WorkOrder]) -> Iterator[facts.WorkOrder]:
    columns = ("ref", "kind", "object_ref", "opened_at", "closed_at", "person_ref", "team", "opened_by")
    for row in rows.order_by().values_list(*columns).iterator(chunk_size=AT_ONCE):
        yield facts.WorkOrder(*row)


def release_hops(port: Port, extent: Extent, about: About | None) -> tuple[facts.ReleaseHop, ...] | None:
    """What was passed on before the end; a box may wait for its haulier for months."""
    whole = ReleaseHop.objects.filter(port=port)
    part = whole.filter(at__lte=extent.until)
    if about is not None:
        part = part.filter(container__in=about.objects)
    return known(whole, part, _release_hops)


def _release_hops(rows: QuerySet[ReleaseHop]) -> Iterator[facts.ReleaseHop]:
    columns = ("container", "from_organisation", "to_organisation", "at", "person_ref", "ended_at")
    for row in rows.order_by().values_list(*columns).iterator(chunk_size=AT_ONCE):
        yield facts.ReleaseHop(*row)


def roster(port: Port, extent: Extent, about: About | None) -> tuple[facts.RosterSpan, ...] | None:
    """Duties and leave around the time. The next ones count, too: people come before their shift."""
    whole = RosterSpan.objects.filter(port=port)
    part = whole.filter(ends_at__gte=extent.context_since, starts_at__lte=extent.until + timedelta(days=2))
    if about is not None:
        part = part.filter(person_ref__in=about.people)
    return known(whole, part, _roster)


def _roster(rows: QuerySet[RosterSpan]) -> Iterator[facts.RosterSpan]:
    columns = ("person_ref", "starts_at", "ends_at", "area", "kind")
    for row in rows.order_by().values_list(*columns).iterator(chunk_size=AT_ONCE):
        yield facts.RosterSpan(*row)


def cargo(port: Port, extent: Extent, about: About | None) -> tuple[facts.CargoVisit, ...] | None:
    """Stays of boxes that were not over long before; of some objects every stay, as numbers come back."""
    whole = CargoVisit.objects.filter(port=port)
    if about is None:
        part = whole.filter(Q(gate_out_at__isnull=True) | Q(gate_out_at__gte=extent.context_since))
    else:
        part = whole.filter(Q(container__in=about.objects) | Q(bill_of_lading__in=about.objects))
    return known(whole, part, _cargo)


def _cargo(rows: QuerySet[CargoVisit]) -> Iterator[facts.CargoVisit]:
    columns = (
        *("container", "owner", "origin", "bill_of_lading", "vessel_call__code", "terminal", "block"),
        *("discharged_at", "gate_out_at", "risk"),
    )
    for row in rows.order_by().values_list(*columns).iterator(chunk_size=AT_ONCE):
        container, owner, origin, bill, call, terminal, block, landed, left, risk = row
        yield facts.CargoVisit(
            container, owner, origin, bill, call or "", terminal, block, landed, left, risk
        )


def vessel_calls(port: Port, extent: Extent) -> tuple[VesselCallFact, ...] | None:
    whole = VesselCall.objects.filter(port=port)
    part = whole.filter(Q(etd__isnull=True) | Q(etd__gte=extent.context_since))
    return known(whole, part, lambda rows: (vessel_call_fact(row) for row in rows.iterator(AT_ONCE)))


def grants(port: Port, about: About | None) -> dict[str, list[GrantFact]] | None:
    """Grants by account; None when the port has none at all."""
    whole = Grant.objects.filter(port=port)
    part = whole if about is None else whole.filter(account__in=about.accounts | about.people)
    found: defaultdict[str, list[GrantFact]] = defaultdict(list)
    for row in part.filter(valid_until__gt=F("valid_from")).iterator(chunk_size=AT_ONCE):
        found[row.account].append(grant_fact(row))
    return dict(found) or ({} if whole.exists() else None)


def names_of(container_rows: Collection[facts.CargoVisit]) -> frozenset[str]:
    """Under which names work may mean these boxes: number, bill of lading, ship, block."""
    return frozenset(
        name
        for visit in container_rows
        for name in (visit.container, visit.bill_of_lading, visit.vessel_call, visit.block)
        if name
    )
