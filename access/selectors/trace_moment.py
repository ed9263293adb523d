"""The moments on a container's line, each from the table that tells of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from access.detection.facts import LOOKS
from access.enums import DataAction, DataResult, DoorEventKind, GateResult, IncidentKind
from access.models import (
    CargoVisit,
    DataEvent,
    DoorEvent,
    GateEvent,
    Incident,
    Reader,
    ReleaseHop,
    TruckAppointment,
    WorkOrder,
)
from access.need_to_know.work_order import INSPECTION_KINDS
from access.selectors.event_log import log_name
from access.tracing.lookers import Look
from access.tracing.words import TraceKind
from accounts.models import Port

MOST = 500  # moments of one kind; the log pages hold the rest
AROUND = timedelta(hours=12)
"""A gate read of somebody who looked is shown this long before and after the look-up (rule X01)."""

ACTS = {DataAction.NOMINATE: TraceKind.NOMINATION, DataAction.RELEASE: TraceKind.NOMINATION}
ICONS = {
    TraceKind.LOOK_UP: "eye",
    TraceKind.NOMINATION: "key-round",
    TraceKind.MOVE: "forklift",
    TraceKind.WORK: "clipboard-list",
    TraceKind.GATE: "door-open",
    TraceKind.SCAN: "scan-line",
    TraceKind.ALARM: "siren",
}
ALARMS = (DoorEventKind.FORCED.value, DoorEventKind.HELD_OPEN.value, DoorEventKind.TAMPERED.value)


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing on the line. `person` is the reference in the log; `case` a person-case that names it."""

    at: datetime
    kind: TraceKind
    title: str
    text: str = ""
    tone: str = "mute"
    person: str = ""
    event: str = ""
    case: str = ""

    @property
    def icon(self) -> str:
        return ICONS[self.kind]


def log_of(
    port: Port, container: str, stays: Sequence[CargoVisit], since: datetime, until: datetime
) -> QuerySet[DataEvent]:
    """Whatever the log says of the container or of the bill of lading that it travels on."""
    names = {container, *(stay.bill_of_lading for stay in stays)} - {""}
    events = DataEvent.objects.filter(port=port, object_ref__in=names, at__range=(since, until))
    return events.order_by("-at", "-number")


def of_log(event: DataEvent, cases: Mapping[int, str]) -> Moment:
    kind = ACTS.get(event.action_word, TraceKind.LOOK_UP if event.action_word in LOOKS else TraceKind.MOVE)
    said = [event.field_class, event.result_word.label.lower()]
    said += [f"named {event.work_ref}"] if event.work_ref else []
    said += [f"purpose: {event.purpose}"] if event.purpose else []
    return Moment(
        at=event.at,
        kind=kind,
        title=f"{event.action_word.label} by {event.account}",
        text=", ".join(said),
        tone=event.result_word.tone if event.result != DataResult.OK.value else kind.tone,
        person=event.person_ref,
        event=log_name(event),
        case=cases.get(event.number, ""),
    )


def reads_of_lookers(port: Port, stays: Sequence[CargoVisit], looks: Sequence[Look]) -> Iterator[GateEvent]:
    """Reads at the gates of the box's terminal or block, by people who looked at it shortly around it."""
    readers = _readers_near(port, stays)
    if not looks or not readers:
        return
    times = _times(looks)
    events = GateEvent.objects.filter(
        port=port,
        person_ref__in=list(times),
        reader_code__in=readers,
        at__range=(min(look.at for look in looks) - AROUND, max(look.at for look in looks) + AROUND),
    )
    for event in events.order_by("-at", "-number").iterator(chunk_size=MOST):
        if any(abs(event.at - at) <= AROUND for at in times[event.person_ref]):
            yield event


def _times(looks: Sequence[Look]) -> dict[str, list[datetime]]:
    times: dict[str, list[datetime]] = {}
    for look in looks:
        times.setdefault(look.person, []).append(look.at)
    return times


def _readers_near(port: Port, stays: Sequence[CargoVisit]) -> set[str]:
    """The readers of the box's terminal, and those that lead to its block."""
    places = {place.casefold() for stay in stays for place in (stay.terminal, stay.block) if place}
    rows = Reader.objects.filter(port=port).values_list("code", "terminal", "area_to__code", "area_to__name")
    return {
        code
        for code, terminal, area, name in rows
        if {str(part or "").casefold() for part in (terminal, area, name)} & places
    }


def of_gate(event: GateEvent, cases: Mapping[int, str]) -> Moment:
    granted = event.result == GateResult.GRANTED.value
    return Moment(
        at=event.at,
        kind=TraceKind.GATE,
        title=f"{event.reader_code}, {event.direction_word.label.lower()}, badge {event.badge_serial}",
        text=event.result_word.label if granted else f"{event.result_word.label}: {', '.join(event.reasons)}",
        tone=TraceKind.GATE.tone if granted else event.result_word.tone,
        person=event.person_ref,
        event=log_name(event),
        case=cases.get(event.number, ""),
    )


def of_stays(stays: Sequence[CargoVisit]) -> Iterator[Moment]:
    for stay in stays:
        call = stay.vessel_call
        if call is not None and call.ata is not None:
            yield Moment(call.ata, TraceKind.MOVE, "Ship arrived", f"{call.vessel} {call.code}", "info")
        if stay.discharged_at is not None:
            where = f"{stay.terminal} {stay.block}".strip()
            yield Moment(stay.discharged_at, TraceKind.MOVE, "Discharged", where, "info")
        if stay.gate_out_at is not None:
            yield Moment(stay.gate_out_at, TraceKind.MOVE, "Left by the gate", "", "good")


def of_chain(port: Port, container: str, since: datetime, until: datetime) -> Iterator[Moment]:
    for hop in ReleaseHop.objects.filter(port=port, container=container, at__range=(since, until))[:MOST]:
        parties = f"{hop.from_organisation or 'nobody'} to {hop.to_organisation}"
        yield Moment(
            hop.at, TraceKind.NOMINATION, "Right to collect passed on", parties, "wait", hop.person_ref
        )
        if hop.ended_at is not None:
            yield Moment(hop.ended_at, TraceKind.NOMINATION, "Right to collect taken back", parties, "bad")


def of_work(port: Port, container: str, since: datetime, until: datetime) -> Iterator[Moment]:
    orders = WorkOrder.objects.filter(port=port, object_ref=container, opened_at__range=(since, until))
    for order in orders[:MOST]:
        kind = TraceKind.SCAN if order.kind.strip().casefold() in INSPECTION_KINDS else TraceKind.WORK
        whose = order.person_ref or order.team
        text = f"{order.ref}, for {whose or 'nobody named'}, opened by {order.opened_by or 'nobody named'}"
        yield Moment(
            order.opened_at, kind, f"{order.kind.capitalize()} opened", text, kind.tone, order.person_ref
        )
        if order.closed_at is not None:
            yield Moment(order.closed_at, kind, f"{order.kind.capitalize()} closed", order.ref, kind.tone)


def of_trucks(port: Port, container: str, since: datetime, until: datetime) -> Iterator[Moment]:
    """Appointments of trucks for the box, and the reads of their plates at that time."""
    found = TruckAppointment.objects.filter(port=port, container=container, opens_at__range=(since, until))
    for appointment in found[:MOST]:
        yield Moment(
            appointment.opens_at, TraceKind.WORK, "Truck expected", f"{appointment.plate} {appointment.ref}"
        )
        reads = GateEvent.objects.filter(
            port=port,
            vehicle=appointment.plate,
            at__range=(appointment.opens_at - AROUND, appointment.closes_at + AROUND),
        )
        for read in reads.order_by("at")[:MOST]:
            yield of_gate(read, {})


def of_alarms(
    port: Port, container: str, stays: Sequence[CargoVisit], since: datetime, until: datetime
) -> Iterator[Moment]:
    for incident in Incident.objects.filter(port=port, container=container, at__range=(since, until)):
        label = IncidentKind(incident.kind).label
        yield Moment(incident.at, TraceKind.ALARM, label, f"{incident.code} {incident.area}".strip(), "bad")
    readers = _readers_near(port, stays)
    doors = DoorEvent.objects.select_related("reader").filter(
        port=port, reader__code__in=readers, kind__in=ALARMS, at__range=(since, until)
    )
    for door in doors.order_by("-at")[:MOST]:
        yield Moment(door.at, TraceKind.ALARM, door.kind_word.label, f"at {door.reader.code}", "bad")
