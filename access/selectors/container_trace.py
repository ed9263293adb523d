"""Everything that happened to one container, and who looked at it, on one line of time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

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
from access.selectors.event_log import cases_of_events, log_name
from access.selectors.visible_between import CLASSES, visible_between
from access.tracing.lookers import Look, Looker, ranked
from access.tracing.words import TraceKind
from accounts.models import Port
from portsec.kernel.scope import Scope
from screening.models import Person

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


@dataclass(frozen=True, slots=True)
class Trace:
    """The line of a container between two times, oldest first, and who looked at it."""

    port: Port
    container: str
    since: datetime
    until: datetime
    stays: Sequence[CargoVisit]
    moments: Sequence[Moment]
    lookers: Sequence[Looker]
    people: Mapping[str, Person]
    is_complete: bool

    @property
    def counts(self) -> list[tuple[TraceKind, int]]:
        """How many moments of each kind there are."""
        return [(kind, sum(one.kind is kind for one in self.moments)) for kind in TraceKind]


def trace_of(
    port: Port,
    container: str,
    since: datetime,
    until: datetime,
    *,
    scope: Scope,
    viewer: int,
    at: datetime,
) -> Trace:
    """The whole line. What explains a look-up of an imported log is what is on record now.

    Cases are named only where the viewer, by number, has unmasked their person.
    """
    stays = list(
        CargoVisit.objects.select_related("vessel_call")
        .filter(port=port, container=container)
        .exclude(gate_out_at__lt=since)
        .exclude(discharged_at__gt=until)
        .order_by("discharged_at", "pk")
    )
    events = list(_log(port, container, stays, since, until)[: MOST + 1])
    looks = looks_at(port, container, since, until)
    reads = list(_reads_of_lookers(port, stays, looks)[: MOST + 1])
    cases = cases_of_events(events, scope=scope, viewer=viewer, at=at)
    read_cases = cases_of_events(reads, scope=scope, viewer=viewer, at=at)
    moments = [
        *(_of_log(event, cases) for event in events[:MOST]),
        *(_of_gate(event, read_cases) for event in reads[:MOST]),
        *_of_stays(stays),
        *_of_chain(port, container, since, until),
        *_of_work(port, container, since, until),
        *_of_trucks(port, container, since, until),
        *_of_alarms(port, container, stays, since, until),
    ]
    inside = sorted((one for one in moments if since <= one.at <= until), key=lambda one: (one.at, one.title))
    refs = {look.person for look in looks} | {one.person for one in inside}
    return Trace(
        port,
        container,
        since,
        until,
        stays,
        inside,
        ranked(looks, own_look_ups(port, refs, since, until), all_look_ups(port, since, until)),
        people_named(port, refs),
        len(events) <= MOST and len(reads) <= MOST,
    )


def looks_at(port: Port, container: str, since: datetime, until: datetime) -> list[Look]:
    """The answered look-ups of one container by known people, each with whether anything explains it.

    What the live decision recorded counts; for an imported log what explains it by the rows of now.
    """
    found = []
    for did in visible_between(port, container, since, until).did:
        event = did.event
        if event.result != DataResult.OK.value or not event.person_ref or not _is_look(event):
            continue
        needs = event.field_class in {one.value for one in CLASSES}
        explained = bool(event.explanation) or did.ground is not None or not needs
        found.append(Look(event.person_ref, event.at, explained))
    return found


def own_look_ups(port: Port, refs: Iterable[str], since: datetime, until: datetime) -> dict[str, int]:
    """How many look-ups each of these people made in all."""
    rows = (
        _answered(port, since, until)
        .filter(person_ref__in=list(refs))
        .order_by()
        .values_list("person_ref")
        .annotate(count=Count("number"))
    )
    return dict(rows)


def all_look_ups(port: Port, since: datetime, until: datetime) -> int:
    return _answered(port, since, until).count()


def people_who_look(port: Port, since: datetime, until: datetime) -> int:
    """How many people made look-ups at all."""
    return _answered(port, since, until).order_by().values("person_ref").distinct().count()


def people_named(port: Port, refs: Iterable[str]) -> dict[str, Person]:
    """The registered people behind references of the log."""
    names = set(refs) - {""}
    people = Person.objects.select_related("organisation").filter(
        Q(ref__in=names) | Q(external_ref__in=names), port=port
    )
    return {name: person for person in people for name in (person.ref, person.external_ref) if name in names}


def _answered(port: Port, since: datetime, until: datetime) -> QuerySet[DataEvent]:
    rows = DataEvent.objects.filter(port=port, at__range=(since, until), result=DataResult.OK.value)
    return rows.exclude(person_ref="")


def _is_look(event: DataEvent) -> bool:
    return event.action_word in {
        DataAction.READ,
        DataAction.LIST,
        DataAction.SEARCH,
        DataAction.EXPORT,
        DataAction.PRINT,
    }


def _log(
    port: Port, container: str, stays: Sequence[CargoVisit], since: datetime, until: datetime
) -> QuerySet[DataEvent]:
    """Whatever the log says of the container or of the bill of lading that it travels on."""
    names = {container, *(stay.bill_of_lading for stay in stays)} - {""}
    events = DataEvent.objects.filter(port=port, object_ref__in=names, at__range=(since, until))
    return events.order_by("-at", "-number")


def _of_log(event: DataEvent, cases: Mapping[int, str]) -> Moment:
    kind = ACTS.get(event.action_word, TraceKind.LOOK_UP if _is_look(event) else TraceKind.MOVE)
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


def _reads_of_lookers(port: Port, stays: Sequence[CargoVisit], looks: Sequence[Look]) -> QuerySet[GateEvent]:
    """Reads at the gates of the box's terminal or block, by people who looked at it shortly around it."""
    readers = _readers_near(port, stays)
    if not looks or not readers:
        return GateEvent.objects.none()
    near = Q()
    for person, times in _times(looks).items():
        for at in times[:20]:  # a person who looks a hundred times is seen in the log of entries
            near |= Q(person_ref=person, at__range=(at - AROUND, at + AROUND))
    events = GateEvent.objects.filter(near, port=port, reader_code__in=readers)
    return events.order_by("-at", "-number")


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


def _of_gate(event: GateEvent, cases: Mapping[int, str]) -> Moment:
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


def _of_stays(stays: Sequence[CargoVisit]) -> Iterator[Moment]:
    for stay in stays:
        call = stay.vessel_call
        if call is not None and call.ata is not None:
            yield Moment(call.ata, TraceKind.MOVE, "Ship arrived", f"{call.vessel} {call.code}", "info")
        if stay.discharged_at is not None:
            where = f"{stay.terminal} {stay.block}".strip()
            yield Moment(stay.discharged_at, TraceKind.MOVE, "Discharged", where, "info")
        if stay.gate_out_at is not None:
            yield Moment(stay.gate_out_at, TraceKind.MOVE, "Left by the gate", "", "good")


def _of_chain(port: Port, container: str, since: datetime, until: datetime) -> Iterator[Moment]:
    for hop in ReleaseHop.objects.filter(port=port, container=container, at__range=(since, until))[:MOST]:
        parties = f"{hop.from_organisation or 'nobody'} to {hop.to_organisation}"
        yield Moment(
            hop.at, TraceKind.NOMINATION, "Right to collect passed on", parties, "wait", hop.person_ref
        )
        if hop.ended_at is not None:
            yield Moment(hop.ended_at, TraceKind.NOMINATION, "Right to collect taken back", parties, "bad")


def _of_work(port: Port, container: str, since: datetime, until: datetime) -> Iterator[Moment]:
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


def _of_trucks(port: Port, container: str, since: datetime, until: datetime) -> Iterator[Moment]:
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
            yield _of_gate(read, {})


def _of_alarms(
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
