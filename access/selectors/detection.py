"""Gathers what detection judges: events of a stretch of time and their context, as frozen facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

from access.detection import facts
from access.detection.window import Context, Window
from access.models import (
    Area,
    BadgeChange,
    CargoVisit,
    DataEvent,
    GateEvent,
    Grant,
    ReleaseHop,
    RosterSpan,
    VesselCall,
    WorkOrder,
)
from access.need_to_know.facts import GrantFact, VesselCallFact
from access.selectors.look_up_facts import grant_fact, teams_of, vessel_call_fact
from accounts.models import Port
from screening.models import ClearanceChange, Person

Row = TypeVar("Row", bound=Model)
Fact = TypeVar("Fact")


def window(port: Port, *, since: datetime, until: datetime, loaded_since: datetime) -> Window:
    """Everything that rules need to judge what falls due between `since` and `until`."""
    return Window(
        since=since,
        until=until,
        loaded_since=loaded_since,
        gate=tuple(_gate_facts(port, loaded_since, until)),
        data=tuple(_data_facts(port, loaded_since, until)),
        context=_context(port),
    )


def _gate_facts(port: Port, since: datetime, until: datetime) -> Iterator[facts.GateFact]:
    events = GateEvent.objects.filter(port=port, at__range=(since, until)).select_related(
        "reader__area_from", "reader__area_to"
    )
    for event in events.iterator(chunk_size=5000):
        reader = event.reader
        yield facts.GateFact(
            id=event.code if event.source == "import" else str(event.id),
            at=event.at,
            reader=event.reader_code,
            direction=event.direction,
            badge=event.badge_serial,
            person=event.person_ref,
            result=event.result,
            reasons=tuple(event.reasons),
            area_from=reader.area_from.code if reader and reader.area_from else facts.OUTSIDE,
            area_to=reader.area_to.code if reader and reader.area_to else "",
            auth_mode=event.auth_mode,
            vehicle=event.vehicle,
            escort=event.escort,
        )


def _data_facts(port: Port, since: datetime, until: datetime) -> Iterator[facts.DataFact]:
    events = DataEvent.objects.filter(port=port, at__range=(since, until))
    for event in events.iterator(chunk_size=5000):
        yield facts.DataFact(
            id=event.code if event.source == "import" else str(event.id),
            at=event.at,
            account=event.account,
            person=event.person_ref,
            action=event.action,
            object_type=event.object_type,
            object=event.object_ref,
            field_class=event.field_class,
            rows=event.rows,
            result=event.result,
            workstation_area=event.workstation_area,
            system=event.system,
            purpose=event.purpose,
            work_ref=event.work_ref,
            explanation=event.explanation,
        )


def _context(port: Port) -> Context:
    """Only feeds that the port has delivered; an empty table means that it never did."""
    return Context(
        badges=_delivered(BadgeChange.objects.filter(badge__port=port), _badge_spans),
        clearances=_delivered(ClearanceChange.objects.filter(clearance__port=port), _clearance_spans),
        work_orders=_delivered(WorkOrder.objects.filter(port=port), _work_orders),
        release_chain=_delivered(ReleaseHop.objects.filter(port=port), _release_hops),
        roster=_delivered(RosterSpan.objects.filter(port=port), _roster),
        cargo=_delivered(CargoVisit.objects.filter(port=port), _cargo),
        vessel_calls=_delivered(VesselCall.objects.filter(port=port), _vessel_calls),
        grants=_grants(port),
        people=_delivered(Person.objects.filter(port=port), _people),
        areas=_delivered(Area.objects.filter(port=port), _areas),
    )


def _delivered(
    rows: QuerySet[Row], build: Callable[[QuerySet[Row]], Iterator[Fact]]
) -> tuple[Fact, ...] | None:
    return tuple(build(rows)) or None


def _badge_spans(rows: QuerySet[BadgeChange]) -> Iterator[facts.BadgeSpan]:
    for row in rows.select_related("badge").order_by("at", "pk").iterator(chunk_size=5000):
        yield facts.BadgeSpan(
            badge=row.badge.serial,
            person=row.badge.person_ref,
            state=row.state,
            since=row.at,
            until=row.badge.valid_until,
        )


def _clearance_spans(rows: QuerySet[ClearanceChange]) -> Iterator[facts.ClearanceSpan]:
    for row in rows.select_related("clearance__person").order_by("at", "pk").iterator(chunk_size=5000):
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


def _work_orders(rows: QuerySet[WorkOrder]) -> Iterator[facts.WorkOrder]:
    for row in rows.iterator(chunk_size=5000):
        yield facts.WorkOrder(
            work_ref=row.ref,
            kind=row.kind,
            object=row.object_ref,
            opened_at=row.opened_at,
            closed_at=row.closed_at,
            person=row.person_ref,
            team=row.team,
            opened_by=row.opened_by,
        )


def _release_hops(rows: QuerySet[ReleaseHop]) -> Iterator[facts.ReleaseHop]:
    for row in rows.iterator(chunk_size=5000):
        yield facts.ReleaseHop(
            container=row.container,
            from_organisation=row.from_organisation,
            to_organisation=row.to_organisation,
            at=row.at,
            person=row.person_ref,
            ended_at=row.ended_at,
        )


def _roster(rows: QuerySet[RosterSpan]) -> Iterator[facts.RosterSpan]:
    for row in rows.iterator(chunk_size=5000):
        yield facts.RosterSpan(
            person=row.person_ref,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            area=row.area,
            kind=row.kind,
        )


def _cargo(rows: QuerySet[CargoVisit]) -> Iterator[facts.CargoVisit]:
    for row in rows.select_related("vessel_call").iterator(chunk_size=5000):
        yield facts.CargoVisit(
            container=row.container,
            owner=row.owner,
            origin=row.origin,
            bill_of_lading=row.bill_of_lading,
            vessel_call=row.vessel_call.code if row.vessel_call else "",
            terminal=row.terminal,
            block=row.block,
            discharged_at=row.discharged_at,
            gate_out_at=row.gate_out_at,
            risk=row.risk,
        )


def _vessel_calls(rows: QuerySet[VesselCall]) -> Iterator[VesselCallFact]:
    return (vessel_call_fact(row) for row in rows.iterator(chunk_size=5000))


def _grants(port: Port) -> dict[str, list[GrantFact]] | None:
    """Grants by account; None when the port has none at all."""
    grants: defaultdict[str, list[GrantFact]] = defaultdict(list)
    for row in Grant.objects.filter(port=port).iterator(chunk_size=5000):
        grants[row.account].append(grant_fact(row))
    return dict(grants) or None


def _people(rows: QuerySet[Person]) -> Iterator[facts.PersonContext]:
    for row in rows.select_related("organisation").iterator(chunk_size=5000):
        yield facts.PersonContext(
            person=row.log_ref,
            organisation=row.organisation.code if row.organisation else "",
            role=row.job_title,
            teams=teams_of(row),
            peer_group=row.peer_group,
        )


def _areas(rows: QuerySet[Area]) -> Iterator[facts.AreaFact]:
    for row in rows.select_related("parent"):
        yield facts.AreaFact(area=row.code, parent=row.parent.code if row.parent else "")
