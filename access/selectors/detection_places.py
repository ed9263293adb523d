"""Places, ways and who is expected there, as detection reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from access.detection import facts, physical_facts
from access.detection.physical_facts import AlarmKind
from access.enums import DoorEventKind
from access.models import (
    Area,
    AreaUse,
    DoorEvent,
    DutyConfirmation,
    HoneyContainer,
    Incident,
    LearnedTravelTime,
    Measurement,
    PeerLimit,
    Reader,
    TravelTime,
    TruckAppointment,
    Visit,
)
from access.scanning.extent import Extent
from access.scanning.words import MeasurementKind
from access.selectors.detection_work import AT_ONCE, known
from accounts.models import Port
from screening.models import Person

AREA_USES_BACK = timedelta(days=92)
"""Rule P05 asks who used an area in the 90 days before."""
PLANTER = "system:honey"  # the program that plants honey containers and looks after them


def areas(port: Port) -> tuple[facts.AreaFact, ...] | None:
    rows = Area.objects.filter(port=port).values_list("code", "parent__code", "level")
    return tuple(facts.AreaFact(code, parent or "", level) for code, parent, level in rows) or None


def readers(port: Port) -> tuple[physical_facts.ReaderFact, ...] | None:
    rows = Reader.objects.filter(port=port)
    columns = rows.values_list("code", "area_from__code", "area_to__code", "terminal")
    return (
        tuple(
            physical_facts.ReaderFact(code, start or facts.OUTSIDE, end or "", terminal)
            for code, start, end, terminal in columns
        )
        or None
    )


def travel_times(port: Port) -> tuple[physical_facts.TravelTime, ...] | None:
    """What the port has measured itself, and beside it what was learned from everybody's ways."""
    return (*measured_travel_times(port), *_learned(port)) or None


def measured_travel_times(port: Port) -> tuple[physical_facts.TravelTime, ...]:
    """What the port has measured itself."""
    rows = TravelTime.objects.filter(reader_from__port=port)
    columns = rows.values_list("reader_from__code", "reader_to__code", "minimum_seconds")
    return tuple(physical_facts.TravelTime(start, end, float(seconds)) for start, end, seconds in columns)


def _learned(port: Port) -> Iterator[physical_facts.TravelTime]:
    told = {frozenset((one.reader_from, one.reader_to)) for one in measured_travel_times(port)}
    rows = LearnedTravelTime.objects.filter(measurement=newest(port, MeasurementKind.TRAVEL))
    for start, end, seconds in rows.values_list("reader_from", "reader_to", "minimum_seconds"):
        if frozenset((start, end)) not in told:
            yield physical_facts.TravelTime(start, end, seconds)


def peer_limits(port: Port) -> tuple[facts.PeerLimit, ...] | None:
    """The limits of the newest measurement. None: nothing has been measured yet."""
    measurement = newest(port, MeasurementKind.LIMITS)
    if measurement is None:
        return None
    rows = PeerLimit.objects.filter(measurement=measurement)
    columns = rows.values_list("rule", "peer_group", "limit", "people")
    return tuple(facts.PeerLimit(*row, since=measurement.until) for row in columns)


def newest(port: Port, kind: MeasurementKind) -> Measurement | None:
    """The measurement of a kind that is in force."""
    return Measurement.objects.filter(port=port, kind=kind.value).order_by("-number").first()


def area_uses(port: Port, extent: Extent) -> tuple[physical_facts.AreaUse, ...] | None:
    """One for each person, area and day before. A share of the people has its peers' uses, too."""
    rows = AreaUse.objects.filter(port=port, day__gte=(extent.since - AREA_USES_BACK).date())
    rows = rows.filter(last_at__lt=extent.loaded_since)  # from there on the log itself tells
    found = rows.values_list("person_ref", "area", "last_at").iterator(chunk_size=AT_ONCE)
    uses = tuple(physical_facts.AreaUse(*row) for row in found)
    return uses or (() if newest(port, MeasurementKind.AREAS) else None)


def incidents(port: Port, extent: Extent) -> tuple[facts.Incident, ...] | None:
    whole = Incident.objects.filter(port=port)
    return known(whole, whole.filter(at__range=(extent.context_since, extent.until)), _incidents)


def _incidents(rows: QuerySet[Incident]) -> Iterator[facts.Incident]:
    for row in rows.values_list("code", "at", "kind", "container", "area"):
        yield facts.Incident(*row)


def honey_containers(port: Port) -> tuple[facts.HoneyContainer, ...] | None:
    rows = HoneyContainer.objects.filter(port=port).values_list("container", "since", "until")
    found = tuple(facts.HoneyContainer(*row, touched_by=frozenset({PLANTER})) for row in rows)
    return found or None


def truck_appointments(port: Port, extent: Extent) -> tuple[physical_facts.TruckAppointment, ...] | None:
    whole = TruckAppointment.objects.filter(port=port)
    around = (extent.loaded_since - timedelta(days=1), extent.until + timedelta(days=1))
    part = whole.filter(closes_at__gte=around[0], opens_at__lte=around[1])
    return known(whole, part, _truck_appointments)


def _truck_appointments(
    rows: QuerySet[TruckAppointment],
) -> Iterator[physical_facts.TruckAppointment]:
    columns = ("ref", "plate", "container", "opens_at", "closes_at")
    for row in rows.order_by().values_list(*columns).iterator(chunk_size=AT_ONCE):
        yield physical_facts.TruckAppointment(*row)


def alarms(port: Port, extent: Extent) -> tuple[physical_facts.Alarm, ...] | None:
    """Doors that were forced, with the readers at the same gate or at the areas on either side."""
    whole = DoorEvent.objects.filter(port=port)
    forced = whole.filter(kind=DoorEventKind.FORCED.value, at__range=(extent.loaded_since, extent.until))
    near = _near(port)

    def build(rows: QuerySet[DoorEvent]) -> Iterator[physical_facts.Alarm]:
        columns = ("id", "at", "reader__code", "reader__area_to__code")
        for pk, at, reader, area in rows.values_list(*columns):
            beside = near.get(reader, frozenset({reader}))
            yield physical_facts.Alarm(str(pk), at, AlarmKind.DOOR_FORCED, area or "", beside)

    return known(whole, forced, build)


def _near(port: Port) -> dict[str, frozenset[str]]:
    """By reader those at the same gate or on the same areas; how far apart they stand is not on record."""
    rows = list(Reader.objects.filter(port=port).values_list("code", "gate", "area_from", "area_to"))
    places: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for code, gate, start, end in rows:
        for place in _sides(gate, start, end):
            places[place].add(code)
    return {
        code: frozenset().union(*(places[place] for place in _sides(gate, start, end))) | {code}
        for code, gate, start, end in rows
    }


def _sides(gate: int | None, start: int | None, end: int | None) -> list[tuple[str, int]]:
    found = [("gate", gate)] if gate else []
    return found + [("area", area) for area in (start, end) if area]


def hosted_visits(port: Port, extent: Extent) -> tuple[physical_facts.HostedVisit, ...] | None:
    """Visitors who came, from their arrival to the end of the last day that was booked."""
    whole = Visit.objects.filter(port=port)
    came = whole.filter(arrived_at__range=(extent.loaded_since, extent.until)).select_related(
        "visitor", "host"
    )
    hosts = people_behind(port, came.values_list("host__person_ref", flat=True))

    def build(rows: QuerySet[Visit]) -> Iterator[physical_facts.HostedVisit]:
        for row in rows:
            midnight = datetime.combine(row.last_day, time.min) + timedelta(days=1)
            host = hosts.get(row.host.person_ref, row.host.username)
            if row.arrived_at is not None:
                ends_at = timezone.make_aware(midnight)
                yield physical_facts.HostedVisit(row.visitor.log_ref, host, row.arrived_at, ends_at)

    return known(whole, came, build)


def shift_changes(port: Port, extent: Extent) -> tuple[physical_facts.ShiftChange, ...] | None:
    """Work outside the roster that a supervisor confirmed: the person asked for it or was asked."""
    whole = DutyConfirmation.objects.filter(person__port=port, remote=False)
    part = whole.filter(at__range=(extent.loaded_since, extent.until)).select_related("person", "area")

    def build(rows: QuerySet[DutyConfirmation]) -> Iterator[physical_facts.ShiftChange]:
        for row in rows:
            area = row.area.code if row.area else ""
            yield physical_facts.ShiftChange(row.person.log_ref, row.at, row.starts_at, row.ends_at, area)

    return known(whole, part, build)


def people_behind(port: Port, refs: Collection[str]) -> dict[str, str]:
    """How the log names the people whom accounts name by reference."""
    wanted = {ref for ref in refs if ref}
    rows = Person.objects.filter(Q(ref__in=wanted) | Q(external_ref__in=wanted), port=port)
    names: dict[str, str] = {}
    for ref, external in rows.values_list("ref", "external_ref"):
        names[ref] = external or ref
        if external:
            names[external] = external
    return names
