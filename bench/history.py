"""A long history in Parquet, and how it is read back as facts.

It is made of units of some hundred people, each a simulated port that goes on for several stretches: box
numbers come back with each of them, ships, bills of lading and events are new. One unit is judged at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from access.detection import facts
from access.detection.physical_facts import ReaderFact, TravelTime, TruckAppointment
from access.detection.window import Context
from access.need_to_know.facts import VesselCallFact

AT_ONCE = 20_000  # rows taken out of DuckDB together
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TIMES: Mapping[str, tuple[str, ...]] = {
    "roster": ("starts_at", "ends_at"),
    "cargo": ("discharged_at", "gate_out_at"),
    "vessel_calls": ("eta", "ata", "etd"),
    "work_orders": ("opened_at", "closed_at"),
    "release_chain": ("at",),
    "truck_appointments": ("opens_at", "closes_at"),
    "gate_events": ("at",),
    "data_events": ("at",),
}
"""Tables that go on in every stretch, and their moments; the others stand once."""
ONCE: Mapping[str, tuple[str, ...]] = {
    "people": (),
    "badges": ("valid_from", "valid_until"),
    "clearances": ("valid_from", "valid_until"),
    "areas": (),
    "readers": (),
    "travel_times": (),
}
SHIPS = ("vessel_call", "bill_of_lading", "object")  # columns that may name a ship or a bill of lading


@dataclass(frozen=True, slots=True)
class Shape:
    """How often the simulated port is repeated: so many units of people, so many stretches of `days`."""

    units: int
    stretches: int
    days: int


def write(duckdb: Any, directory: Path, target: Path, shape: Shape) -> int:
    """Write the history; returns how many events it has."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    for unit in range(shape.units):
        place = target / f"unit{unit:03}"
        place.mkdir(parents=True)
        for table in (*TIMES, *ONCE):
            connection.execute(_copy(connection, directory, place, table, unit, shape))
    found = connection.execute(f"SELECT count(*) FROM '{target}/*/*_events.parquet'")  # noqa: S608
    events: int = found.fetchone()[0]
    connection.close()
    return events


def _copy(connection: Any, directory: Path, place: Path, table: str, unit: int, shape: Shape) -> str:
    source = f"read_csv('{directory}/{table}.csv', all_varchar = true, header = true, nullstr = '-')"
    names = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]  # noqa: S608
    new = [f'{_in_its_stretch(name)} AS "{name}"' for name in names if name in SHIPS]
    times = TIMES.get(table) or ONCE[table]
    new += [f'{_moment(name, shape.days)} AS "{name}"' for name in times]
    new += [f"event || '-{unit}-' || stretch AS event"] if "event" in names else []
    replaced = f"* REPLACE ({', '.join(new)})" if new else "*"
    stretches = shape.stretches if table in TIMES else 1
    rows = f"{source}, range({stretches}) AS r(stretch)"
    order = ' ORDER BY "at"' if table.endswith("_events") else ""
    return f"COPY (SELECT {replaced} FROM {rows}{order}) TO '{place}/{table}.parquet'"  # noqa: S608


def _in_its_stretch(name: str) -> str:
    return f"CASE WHEN {name} LIKE 'VC%' THEN {name} || '-' || stretch ELSE {name} END"


def _moment(name: str, days: int) -> str:
    """Microseconds since 1970, so that no time zone is guessed on the way; NULL where it is not known."""
    moment = f"TRY_CAST(nullif(\"{name}\", '') AS TIMESTAMPTZ)"
    return f"epoch_us({moment} + to_days(CAST({days} * stretch AS INTEGER)))"


class Unit:
    """One unit of the history, read table by table."""

    def __init__(self, connection: Any, place: Path) -> None:
        self._connection = connection
        self._place = place

    def gate(self) -> list[facts.GateFact]:
        sides = {one.reader: (one.area_from, one.area_to) for one in self._readers()}
        columns = 'event, "at", reader, direction, badge, person, result, reason, auth_mode, vehicle, escort'
        found = []
        for row in self._rows("gate_events", columns):
            event, at, reader, direction, badge, person, result, reason, auth_mode, vehicle, escort = row
            start, end = sides.get(reader, (facts.OUTSIDE, ""))
            reasons = tuple(reason.split())
            found.append(
                facts.GateFact(
                    *(event, _at(at), reader, direction, badge, person, result, reasons, start, end),
                    *(auth_mode, vehicle, escort),
                )
            )
        return found

    def data(self) -> list[facts.DataFact]:
        columns = (
            'event, "at", account, person, action, object_type, object, field_class, '
            "coalesce(TRY_CAST(rows AS INTEGER), 1), result, workstation_area, system, purpose, work_ref"
        )
        shared: dict[str, str] = {}
        share = shared.setdefault
        found = []
        for row in self._rows("data_events", columns):
            event, at, account, person, action, kind, about, field_class, rows = row[:9]
            result, area, system, purpose, work_ref = row[9:]
            found.append(
                facts.DataFact(
                    id=event,
                    at=_at(at),
                    account=share(account, account),
                    person=share(person, person),
                    action=action,
                    object_type=kind,
                    object=share(about, about),
                    field_class=field_class,
                    rows=rows,
                    result=result,
                    workstation_area=area,
                    system=system,
                    purpose=purpose,
                    work_ref=work_ref,
                )
            )
        return found

    def context(self) -> Context:
        """Everything that is no event, but for what the simulated port has once only."""
        return Context(
            badges=[
                facts.BadgeSpan(badge, person, state, _at(since), _at_or_none(until))
                for badge, person, state, since, until in self._rows(
                    "badges", "badge, person, state, valid_from, valid_until"
                )
            ],
            clearances=[
                facts.ClearanceSpan(person, state, level, _at(since), _at_or_none(until))
                for person, state, level, since, until in self._rows(
                    "clearances", "person, state, level, valid_from, valid_until"
                )
            ],
            work_orders=[
                facts.WorkOrder(ref, kind, about, _at(opened), _at_or_none(closed), person, team, by)
                for ref, kind, about, opened, closed, person, team, by in self._rows(
                    "work_orders", "work_ref, kind, object, opened_at, closed_at, person, team, opened_by"
                )
            ],
            release_chain=[
                facts.ReleaseHop(container, giver, taker, _at(at), person)
                for container, giver, taker, at, person in self._rows(
                    "release_chain", 'container, from_organisation, to_organisation, "at", person'
                )
            ],
            roster=[
                facts.RosterSpan(person, _at(start), _at(end), area, kind)
                for person, start, end, area, kind in self._rows(
                    "roster", "person, starts_at, ends_at, area, kind"
                )
            ],
            cargo=list(self._cargo()),
            vessel_calls=[
                VesselCallFact(ref, frozenset({berth} - {""}), _at_or_none(begun), _at_or_none(ends))
                for ref, berth, begun, ends in self._rows(
                    "vessel_calls", "vessel_call, berth, coalesce(ata, eta), etd"
                )
            ],
            people=[
                facts.PersonContext(person, organisation, role, frozenset({group} - {""}), group, employment)
                for person, organisation, role, group, employment in self._rows(
                    "people", "person, organisation, role, peer_group, employment"
                )
            ],
            areas=[
                facts.AreaFact(area, parent, int(level or 0))
                for area, parent, level in self._rows("areas", "area, parent, level")
            ],
            readers=list(self._readers()),
            travel_times=[
                TravelTime(start, end, float(seconds))
                for start, end, seconds in self._rows(
                    "travel_times", "reader_from, reader_to, minimum_seconds"
                )
            ],
            truck_appointments=[
                TruckAppointment(ref, plate, container, _at(opens), _at(closes))
                for ref, plate, container, opens, closes in self._rows(
                    "truck_appointments", "appointment, plate, container, opens_at, closes_at"
                )
            ],
        )

    def _cargo(self) -> Iterator[facts.CargoVisit]:
        columns = (
            "container, owner, origin, bill_of_lading, vessel_call, terminal, block, "
            "discharged_at, gate_out_at, coalesce(TRY_CAST(risk AS INTEGER), 1)"
        )
        for row in self._rows("cargo", columns):
            container, owner, origin, bill, call, terminal, block, landed, left, risk = row
            times = _at_or_none(landed), _at_or_none(left)
            yield facts.CargoVisit(container, owner, origin, bill, call, terminal, block, *times, risk)

    def _readers(self) -> Iterator[ReaderFact]:
        return (ReaderFact(*row) for row in self._rows("readers", "reader, area_from, area_to, terminal"))

    def _rows(self, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
        rows = self._connection.execute(f"SELECT {columns} FROM '{self._place}/{table}.parquet'")  # noqa: S608
        while found := rows.fetchmany(AT_ONCE):
            yield from found


def _at(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)


def _at_or_none(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else _at(microseconds)
