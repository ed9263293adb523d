"""Reads a port's data as rows of the port directory, in an order that depends on their content alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import tzinfo
from typing import Any

from django.db.models import Case, CharField, F, Model, QuerySet, When
from django.db.models.functions import Cast, Collate
from django.utils import timezone

from access.models import (
    Area,
    Badge,
    CargoVisit,
    DataEvent,
    Gate,
    GateEvent,
    Grant,
    Incident,
    Reader,
    ReleaseHop,
    RosterSpan,
    TrainingCertificate,
    TravelTime,
    TruckAppointment,
    VesselCall,
    WorkOrder,
)
from access.port_directory import days, records
from access.port_directory.clearance_history import Spell
from access.port_directory.table import Table
from access.port_directory.tables import OUTSIDE, TABLES
from accounts.models import Organisation, Port
from accounts.permissions import may
from accounts.roles import Capability
from portsec.kernel.errors import require
from portsec.kernel.scope import Scope
from screening.models import Clearance, Person, Post

CHUNK = 5_000  # rows fetched at a time


def rows(table: Table[Any], port: Port, *, scope: Scope) -> Iterator[Any]:
    """The rows of one file. Refuses when: the caller may not export lists at this port (Refused)."""
    require(may(Capability.EXPORT_LISTS, scope=scope, port_id=port.pk))
    return _READERS[table.name](port)


def spells_of(port: Port, people: Iterable[Person], *, zone: tzinfo) -> dict[int, list[Spell]]:
    """What is known of the clearances of these people: by person, in the order of time.

    A clearance begins with its first day, unless it was decided on that very day: then at that moment.
    """
    kept: dict[int, list[Spell]] = {}
    clearances = Clearance.objects.filter(port=port, person__in=[person.pk for person in people])
    for clearance in clearances.prefetch_related("changes").order_by("pk").iterator(chunk_size=CHUNK):
        kept.setdefault(clearance.person_id, []).extend(_spells(clearance, zone))
    for spells in kept.values():
        spells.sort(key=lambda spell: spell.since)
    return kept


def _spells(clearance: Clearance, zone: tzinfo) -> Iterator[Spell]:
    for place, change in enumerate(clearance.changes.all()):
        since = change.at
        if place == 0 and days.first_day(since, zone) != clearance.valid_from:
            since = days.midnight(clearance.valid_from, zone)
        last_day = clearance.valid_until
        if change.state != "granted":
            last_day = max(last_day, days.first_day(since, zone))
        yield Spell(
            since=since,
            state=change.state,
            level=clearance.level_word.rank,
            last_day=last_day,
            key=clearance.pk,
            fixed=clearance.decision_id is not None,
        )


def _sorted(found: QuerySet[Any], *order: str) -> QuerySet[Any]:
    """In this order, text by code points, so that no database's own alphabet changes it."""
    return found.order_by(*(Collate(name, "C") if _is_text(found, name) else name for name in order))


def _is_text(found: QuerySet[Any], path: str) -> bool:
    model: type[Model] = found.model
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    return "Char" in model._meta.get_field(last).get_internal_type()


def _organisations(port: Port) -> Iterator[records.OrganisationRow]:
    """All that are registered: they belong to no port."""
    for one in _sorted(Organisation.objects.all(), "code"):
        yield records.OrganisationRow(one.code, one.name, one.kind, one.country)


def _people(port: Port) -> Iterator[records.PersonRow]:
    people = Person.objects.filter(port=port).select_related("organisation")
    for one in sorted(people, key=lambda one: one.log_ref):
        yield records.PersonRow(
            person=one.log_ref,
            family_name=one.family_name,
            given_names=one.given_names,
            birth_date=one.birth_date,
            nationality=one.nationality,
            organisation=one.organisation.code if one.organisation else "",
            role=one.job_title,
            employment=one.employment,
            peer_group=one.peer_group,
        )


def _posts(port: Port) -> Iterator[records.PostRow]:
    for one in _sorted(Post.objects.filter(port=port).select_related("organisation"), "code"):
        yield records.PostRow(
            post=one.code,
            organisation=one.organisation.code if one.organisation else "",
            name=one.name,
            areas=tuple(sorted(one.areas)),
            field_classes=tuple(sorted(one.field_classes)),
            risk=one.risk,
        )


def _clearances(port: Port) -> Iterator[records.ClearanceRow]:
    zone = timezone.get_default_timezone()
    people = {one.pk: one for one in Person.objects.filter(port=port).only("external_ref", "ref")}
    spells = spells_of(port, people.values(), zone=zone)
    for pk in sorted(spells, key=lambda pk: people[pk].log_ref):
        for spell in spells[pk]:
            yield records.ClearanceRow(
                person=people[pk].log_ref,
                level=spell.level,
                valid_from=days.day_if_whole(spell.since, zone),
                valid_until=spell.last_day,
                state=spell.state,
            )


def _areas(port: Port) -> Iterator[records.AreaRow]:
    for one in _sorted(Area.objects.filter(port=port).select_related("parent"), "code"):
        yield records.AreaRow(one.code, one.name, one.parent.code if one.parent else "", one.level)


def _readers(port: Port) -> Iterator[records.ReaderRow]:
    """A reader without any area was only seen in a log; beside a known area, none means outside."""
    for one in _sorted(Reader.objects.filter(port=port).select_related("area_from", "area_to"), "code"):
        nowhere = OUTSIDE if one.area_from or one.area_to else ""
        yield records.ReaderRow(
            reader=one.code,
            area_from=one.area_from.code if one.area_from else nowhere,
            area_to=one.area_to.code if one.area_to else nowhere,
            terminal=one.terminal,
        )


def _gates(port: Port) -> Iterator[records.GateRow]:
    """A reader whose code has a space cannot stand in a list, and is left out of it."""
    for one in _sorted(Gate.objects.filter(port=port).prefetch_related("readers"), "code"):
        codes = sorted(reader.code for reader in one.readers.all())
        yield records.GateRow(one.code, one.name, one.kind, tuple(code for code in codes if " " not in code))


def _trainings(port: Port) -> Iterator[records.TrainingRow]:
    """What is in force or has run out; certificates that were taken back are not."""
    certificates = TrainingCertificate.objects.filter(training__port=port, revoked_at=None)
    found = certificates.select_related("person", "training").order_by("first_day")
    for one in sorted(found, key=lambda one: (one.person.log_ref, one.training.code)):
        yield records.TrainingRow(one.person.log_ref, one.training.code, one.first_day, one.last_day)


def _travel_times(port: Port) -> Iterator[records.TravelTimeRow]:
    times = TravelTime.objects.filter(reader_from__port=port)
    found = _sorted(times, "reader_from__code", "reader_to__code")
    for row in found.values_list("reader_from__code", "reader_to__code", "minimum_seconds"):
        yield records.TravelTimeRow(*row)


def _badges(port: Port) -> Iterator[records.BadgeRow]:
    """A row for each state that a badge was in."""
    badges = _sorted(Badge.objects.filter(port=port).prefetch_related("changes"), "serial")
    for badge in badges.iterator(chunk_size=CHUNK):
        for change in badge.changes.all():
            yield records.BadgeRow(
                badge=badge.serial,
                person=badge.person_ref,
                areas=tuple(sorted(badge.areas)),
                valid_from=change.at,
                valid_until=badge.valid_until if badge.valid_until != days.NO_END else None,
                state=change.state,
            )


def _gate_events(port: Port) -> Iterator[records.GateEventRow]:
    for one in _log(GateEvent.objects.filter(port=port)):
        yield records.GateEventRow(
            event=one.event_name,
            at=one.at,
            reader=one.reader_code,
            direction=one.direction,
            badge=one.badge_serial,
            person=one.person_ref,
            result=one.result,
            reason=tuple(one.reasons),
            auth_mode=one.auth_mode,
            vehicle=one.vehicle,
            escort=one.escort,
        )


def _data_events(port: Port) -> Iterator[records.DataEventRow]:
    for one in _log(DataEvent.objects.filter(port=port)):
        yield records.DataEventRow(
            event=one.event_name,
            at=one.at,
            account=one.account,
            person=one.person_ref,
            action=one.action,
            object_type=one.object_type,
            object=one.object_ref,
            field_class=one.field_class,
            rows=one.rows,
            result=one.result,
            workstation_area=one.workstation_area,
            ip=one.ip,
            system=one.system,
            purpose=one.purpose,
            work_ref=one.work_ref,
        )


def _log(events: QuerySet[Any]) -> Iterator[Any]:
    """Events in the order of time, named as flags name them: by the port's number, else by ours."""
    name = Case(When(source="import", then=F("code")), default=Cast("id", CharField()))
    named = events.annotate(event_name=Collate(name, "C"))
    yield from named.order_by("at", "event_name").iterator(chunk_size=CHUNK)


def _plainly(
    model: type[Model], row: type[Any], columns: tuple[str, ...], *order: str, **which: Any
) -> Callable[[Port], Iterator[Any]]:
    """The reader of a table whose fields are its cells; `which` narrows its rows."""

    def read(port: Port) -> Iterator[Any]:
        found = _sorted(model._default_manager.filter(port=port, **which), *order)
        for values in found.values_list(*columns).iterator(chunk_size=CHUNK):
            yield row(
                *(
                    "" if value is None and name == "vessel_call__code" else value
                    for name, value in zip(columns, values, strict=True)
                )
            )

    return read


_READERS: dict[str, Callable[[Port], Iterator[Any]]] = {
    "organisations": _organisations,
    "people": _people,
    "posts": _posts,
    "clearances": _clearances,
    "areas": _areas,
    "readers": _readers,
    "gates": _gates,
    "travel_times": _travel_times,
    "badges": _badges,
    "trainings": _trainings,
    "roster": _plainly(
        RosterSpan,
        records.RosterRow,
        ("person_ref", "starts_at", "ends_at", "area", "kind"),
        "person_ref", "starts_at", "kind",
    ),
    "vessel_calls": _plainly(
        VesselCall,
        records.VesselCallRow,
        ("code", "vessel", "imo", "berth", "eta", "ata", "etd"),
        "code",
    ),
    "cargo": _plainly(
        CargoVisit,
        records.CargoRow,
        (
            "container", "owner", "origin", "bill_of_lading", "vessel_call__code", "terminal", "block",
            "discharged_at", "gate_out_at", "risk",
        ),
        "container", "discharged_at",
        honey__isnull=True,  # planted records go into no file
    ),
    "work_orders": _plainly(
        WorkOrder,
        records.WorkOrderRow,
        ("ref", "kind", "person_ref", "team", "object_ref", "opened_at", "closed_at", "opened_by"),
        "ref", "object_ref",
    ),
    "release_chain": _plainly(
        ReleaseHop,
        records.ReleaseHopRow,
        ("container", "from_organisation", "to_organisation", "at", "person_ref"),
        "container", "at", "from_organisation", "to_organisation",
        ended_at__isnull=True,  # a file cannot say that a step was taken back
    ),
    "truck_appointments": _plainly(
        TruckAppointment,
        records.TruckAppointmentRow,
        ("ref", "plate", "container", "opens_at", "closes_at"),
        "ref",
    ),
    "incidents": _plainly(
        Incident, records.IncidentRow, ("code", "at", "kind", "container", "area"), "code"
    ),
    "grants": _plainly(
        Grant,
        records.GrantRow,
        (
            "account", "object_type", "object_ref", "field_class", "purpose", "valid_from", "valid_until",
            "granted_by",
        ),
        "account", "object_type", "object_ref", "field_class", "valid_from",
    ),
    "gate_events": _gate_events,
    "data_events": _data_events,
}  # fmt: skip
assert _READERS.keys() == {table.name for table in TABLES}  # noqa: S101  no file is forgotten
