"""The files of a port directory, in the order in which they are read, and their columns.

Lengths are those of the database columns that keep the values; a test compares them.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from access import containers
from access.enums import (
    BadgeState,
    DataAction,
    DataResult,
    Direction,
    FieldClass,
    GateKind,
    GateResult,
    IncidentKind,
    RosterKind,
)
from access.port_directory import cells, records
from access.port_directory.cells import (
    CONTAINER,
    DAY,
    DAY_OR_MOMENT,
    LOCODE,
    MOMENT,
    PLATE,
    SMALL_CODE,
    Cell,
)
from access.port_directory.table import Column, Table

CLEARANCE_STATES = ("granted", "suspended", "withdrawn")
OUTSIDE = "OUT"

_FIELD_CLASSES = frozenset(member.value for member in FieldClass)


def _needed(name: str, cell: Cell) -> Column:
    return Column(name, cell, needed=True)


def _span(start: str, end: str, *, strictly: bool = True) -> Callable[[Any], str]:
    def problem(row: Any) -> str:
        since, until = getattr(row, start), getattr(row, end)
        if until is None:
            return ""
        if strictly:
            return f"{end} does not lie after {start}" if until <= since else ""
        return f"{end} lies before {start}" if until < since else ""

    return problem


def _check_digit(row: Any) -> str:
    number = row.container
    wrong = number and not containers.is_valid(number)
    return "the check digit of the container number does not fit (ISO 6346)" if wrong else ""


def _who(row: records.DataEventRow) -> str:
    return "" if row.account or row.person else "neither an account nor a person is named"


ORGANISATIONS = Table(
    "organisations",
    records.OrganisationRow,
    (
        _needed("organisation", cells.text(60)),
        Column("name", cells.text(200)),
        Column("kind", cells.text(60)),
        Column("country", cells.text(60)),
    ),
    key=attrgetter("organisation"),
)
PEOPLE = Table(
    "people",
    records.PersonRow,
    (
        _needed("person", cells.text(60)),
        Column("family_name", cells.text(120)),
        Column("given_names", cells.text(120)),
        Column("birth_date", DAY, soft=True),
        Column("nationality", cells.text(60)),
        Column("organisation", cells.text(60)),
        Column("role", cells.text(120)),
        Column("employment", cells.text(40)),
        Column("peer_group", cells.text(60)),
    ),
    key=attrgetter("person"),
)
POSTS = Table(
    "posts",
    records.PostRow,
    (
        _needed("post", cells.text(60)),
        Column("organisation", cells.text(60)),
        Column("name", cells.text(120)),
        Column("areas", cells.codes(40)),
        Column("field_classes", cells.codes(2, known=_FIELD_CLASSES)),
        Column("risk", cells.whole(1, 3)),
    ),
    key=attrgetter("post"),
)
CLEARANCES = Table(
    "clearances",
    records.ClearanceRow,
    (
        _needed("person", cells.text(60)),
        Column("level", cells.level(1)),
        _needed("valid_from", DAY_OR_MOMENT),
        Column("valid_until", DAY_OR_MOMENT),
        Column("state", cells.choice(*CLEARANCE_STATES, empty="granted")),
    ),
)
AREAS = Table(
    "areas",
    records.AreaRow,
    (
        _needed("area", cells.code(40)),
        Column("name", cells.text(120)),
        Column("parent", cells.code(40)),
        Column("level", cells.level(0)),
    ),
    key=attrgetter("area"),
    problem=lambda row: f"{OUTSIDE} is outside all areas and cannot be one" if row.area == OUTSIDE else "",
)
READERS = Table(
    "readers",
    records.ReaderRow,
    (
        _needed("reader", cells.text(40)),
        Column("area_from", cells.code(40)),
        Column("area_to", cells.code(40)),
        Column("terminal", cells.text(60)),
    ),
    key=attrgetter("reader"),
)
GATES = Table(
    "gates",
    records.GateRow,
    (
        _needed("gate", cells.code(40)),
        Column("name", cells.text(120)),
        Column("kind", cells.word(GateKind)),
        Column("readers", cells.codes(40)),
    ),
    key=attrgetter("gate"),
)
TRAVEL_TIMES = Table(
    "travel_times",
    records.TravelTimeRow,
    (
        _needed("reader_from", cells.text(40)),
        _needed("reader_to", cells.text(40)),
        _needed("minimum_seconds", cells.whole()),
    ),
    key=attrgetter("reader_from", "reader_to"),
)
BADGES = Table(
    "badges",
    records.BadgeRow,
    (
        _needed("badge", cells.text(40)),
        Column("person", cells.text(60)),
        Column("areas", cells.codes(40)),
        _needed("valid_from", DAY_OR_MOMENT),
        Column("valid_until", DAY_OR_MOMENT),
        Column("state", cells.word(BadgeState, empty=BadgeState.ACTIVE)),
    ),
)
TRAININGS = Table(
    "trainings",
    records.TrainingRow,
    (
        _needed("person", cells.text(60)),
        _needed("training", SMALL_CODE),
        _needed("first_day", DAY),
        Column("last_day", DAY),
    ),
    key=attrgetter("person", "training", "first_day"),
    problem=_span("first_day", "last_day", strictly=False),
)
ROSTER = Table(
    "roster",
    records.RosterRow,
    (
        _needed("person", cells.text(60)),
        _needed("starts_at", MOMENT),
        _needed("ends_at", MOMENT),
        Column("area", cells.text(40)),
        Column("kind", cells.word(RosterKind, empty=RosterKind.SHIFT)),
    ),
    key=attrgetter("person", "kind", "starts_at"),
    problem=_span("starts_at", "ends_at"),
)
VESSEL_CALLS = Table(
    "vessel_calls",
    records.VesselCallRow,
    (
        _needed("vessel_call", cells.text(60)),
        Column("vessel", cells.text(120)),
        Column("imo", cells.text(7)),
        Column("berth", cells.text(60)),
        Column("eta", MOMENT),
        Column("ata", MOMENT),
        Column("etd", MOMENT),
    ),
    key=attrgetter("vessel_call"),
)
CARGO = Table(
    "cargo",
    records.CargoRow,
    (
        _needed("container", CONTAINER),
        Column("owner", cells.text(120)),
        Column("origin", LOCODE, soft=True),
        Column("bill_of_lading", cells.text(60)),
        Column("vessel_call", cells.text(60)),
        Column("terminal", cells.text(60)),
        Column("block", cells.text(40)),
        Column("discharged_at", MOMENT),
        Column("gate_out_at", MOMENT),
        Column("risk", cells.whole(1, 3)),
    ),
    key=attrgetter("container", "discharged_at"),
    remark=_check_digit,
)
WORK_ORDERS = Table(
    "work_orders",
    records.WorkOrderRow,
    (
        _needed("work_ref", cells.text(60)),
        Column("kind", cells.text(40)),
        Column("person", cells.text(60)),
        Column("team", cells.text(60)),
        _needed("object", cells.object_name(60)),
        _needed("opened_at", MOMENT),
        Column("closed_at", MOMENT),
        Column("opened_by", cells.text(60)),
    ),
    key=attrgetter("work_ref", "object"),
    problem=_span("opened_at", "closed_at", strictly=False),
)
RELEASE_CHAIN = Table(
    "release_chain",
    records.ReleaseHopRow,
    (
        _needed("container", CONTAINER),
        Column("from_organisation", cells.text(60)),
        _needed("to_organisation", cells.text(60)),
        _needed("at", MOMENT),
        Column("person", cells.text(60)),
    ),
    key=attrgetter("container", "from_organisation", "to_organisation", "at"),
    remark=_check_digit,
)
TRUCK_APPOINTMENTS = Table(
    "truck_appointments",
    records.TruckAppointmentRow,
    (
        _needed("appointment", cells.text(60)),
        _needed("plate", PLATE),
        Column("container", CONTAINER),
        _needed("opens_at", MOMENT),
        _needed("closes_at", MOMENT),
    ),
    key=attrgetter("appointment"),
    problem=_span("opens_at", "closes_at"),
    remark=_check_digit,
)
INCIDENTS = Table(
    "incidents",
    records.IncidentRow,
    (
        _needed("incident", cells.text(60)),
        _needed("at", MOMENT),
        _needed("kind", cells.word(IncidentKind)),
        Column("container", CONTAINER),
        Column("area", cells.text(40)),
    ),
    key=attrgetter("incident"),
    remark=_check_digit,
)
GRANTS = Table(
    "grants",
    records.GrantRow,
    (
        _needed("account", cells.text(120)),
        _needed("object_type", cells.text(30)),
        _needed("object", cells.object_name(60)),
        _needed("field_class", cells.word(FieldClass)),
        Column("purpose", cells.note(200)),
        _needed("valid_from", MOMENT),
        _needed("valid_until", MOMENT),
        Column("granted_by", cells.text(120)),
    ),
    key=attrgetter("account", "object_type", "object", "field_class", "valid_from"),
    problem=_span("valid_from", "valid_until"),
)
GATE_EVENTS = Table(
    "gate_events",
    records.GateEventRow,
    (
        _needed("event", cells.text(100)),
        _needed("at", MOMENT),
        _needed("reader", cells.text(40)),
        _needed("direction", cells.word(Direction)),
        Column("badge", cells.text(40)),
        Column("person", cells.text(60)),
        _needed("result", cells.word(GateResult)),
        Column("reason", cells.codes(60, in_order=True)),
        Column("auth_mode", cells.text(30)),
        Column("vehicle", cells.text(30)),
        Column("escort", cells.text(60)),
    ),
)
DATA_EVENTS = Table(
    "data_events",
    records.DataEventRow,
    (
        _needed("event", cells.text(100)),
        _needed("at", MOMENT),
        Column("account", cells.text(120)),
        Column("person", cells.text(60)),
        _needed("action", cells.word(DataAction)),
        Column("object_type", cells.text(30)),
        Column("object", cells.object_name(60)),
        Column("field_class", cells.word(FieldClass)),
        Column("rows", cells.whole(empty=1)),
        _needed("result", cells.word(DataResult)),
        Column("workstation_area", cells.text(40)),
        Column("ip", cells.text(45)),
        Column("system", cells.text(40)),
        Column("purpose", cells.note(200)),
        Column("work_ref", cells.text(60)),
    ),
    problem=_who,
)

TABLES: tuple[Table[Any], ...] = (
    ORGANISATIONS,
    PEOPLE,
    POSTS,
    CLEARANCES,
    AREAS,
    READERS,
    GATES,
    TRAVEL_TIMES,
    BADGES,
    TRAININGS,
    ROSTER,
    VESSEL_CALLS,
    CARGO,
    WORK_ORDERS,
    RELEASE_CHAIN,
    TRUCK_APPOINTMENTS,
    INCIDENTS,
    GRANTS,
    GATE_EVENTS,
    DATA_EVENTS,
)
