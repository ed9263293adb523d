"""Reads a port directory straight into facts, without a database: for trying rules out on simulated ports.

For files that `simulate` has written: cells are taken as they stand. What people hand in goes through
`import_port`, which checks every cell.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from access.detection import facts
from access.detection.governance_facts import AccountFact, RightGiven
from access.detection.physical_facts import ReaderFact, TravelTime, TruckAppointment
from access.detection.window import Context
from access.enums import FieldClass
from access.need_to_know.facts import GrantFact, VesselCallFact

Row = dict[str, str]
Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class PortData:
    """Events in the order of time, and all context. A file that is not there is a feed that never came."""

    gate: list[facts.GateFact]
    data: list[facts.DataFact]
    context: Context
    people: int


def read_directory(directory: Path) -> PortData:
    """Everything that the rules look at. Raises OSError when there are no events."""
    readers = {row["reader"]: row for row in _rows(directory, "readers")}
    data = list(_data(directory))
    context = Context(
        badges=_or_none(_badges(directory)),
        clearances=_or_none(_clearances(directory)),
        work_orders=_or_none(_work_orders(directory)),
        release_chain=_or_none(_hops(directory)),
        roster=_or_none(_roster(directory)),
        cargo=_or_none(_cargo(directory)),
        vessel_calls=_or_none(_calls(directory)),
        grants=_grants(directory),
        people=_or_none(_people(directory)),
        areas=_or_none(_areas(directory)),
        incidents=_or_none(_incidents(directory)),
        travel_times=_or_none(_travel_times(directory)),
        readers=_or_none(_readers(directory)),
        truck_appointments=_or_none(_appointments(directory)),
        accounts=tuple(
            AccountFact(account, person)
            for account, person in sorted({(fact.account, fact.person) for fact in data})
        ),
        rights=_or_none(_rights(directory)),
    )
    gate = list(_gate(directory, readers))
    return PortData(gate, data, context, len(context.people or ()))


def _rows(directory: Path, name: str) -> Iterator[Row]:
    path = directory / f"{name}.csv"
    if path.exists():
        with path.open(encoding="utf-8", newline="") as stream:
            yield from csv.DictReader(stream)


def _or_none(found: Iterator[Fact]) -> tuple[Fact, ...] | None:
    return tuple(found) or None


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _day_or_moment(text: str, *, end: bool = False) -> datetime | None:
    """A plain date begins with its midnight; as an end, it holds until the next one."""
    if len(text) != len("2026-01-01"):
        return _moment(text)
    return _midnight(text) + timedelta(days=end)


@lru_cache(maxsize=4096)
def _midnight(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T00:00:00+00:00")


def _gate(directory: Path, readers: dict[str, Row]) -> Iterator[facts.GateFact]:
    for row in _rows(directory, "gate_events"):
        reader = readers.get(row["reader"], {})
        yield facts.GateFact(
            id=row["event"],
            at=datetime.fromisoformat(row["at"]),
            reader=row["reader"],
            direction=row["direction"],
            badge=row["badge"],
            person=row["person"],
            result=row["result"],
            reasons=tuple(row["reason"].split()),
            area_from=reader.get("area_from", facts.OUTSIDE),
            area_to=reader.get("area_to", ""),
            auth_mode=row["auth_mode"],
            vehicle=row["vehicle"],
            escort=row["escort"],
        )


def _data(directory: Path) -> Iterator[facts.DataFact]:
    for row in _rows(directory, "data_events"):
        yield facts.DataFact(
            id=row["event"],
            at=datetime.fromisoformat(row["at"]),
            account=row["account"],
            person=row["person"],
            action=row["action"],
            object_type=row["object_type"],
            object=row["object"],
            field_class=row["field_class"],
            rows=int(row["rows"] or 1),
            result=row["result"],
            workstation_area=row["workstation_area"],
            system=row["system"],
            purpose=row["purpose"],
            work_ref=row["work_ref"],
        )


def _badges(directory: Path) -> Iterator[facts.BadgeSpan]:
    """A state without an end of its own ends with the badge, as the first row gives it."""
    ends: dict[str, datetime | None] = {}
    for row in _rows(directory, "badges"):
        since = _day_or_moment(row["valid_from"])
        until = _day_or_moment(row["valid_until"], end=True) or ends.get(row["badge"])
        ends[row["badge"]] = until
        if since is not None:
            yield facts.BadgeSpan(row["badge"], row["person"], row["state"], since, until)


def _clearances(directory: Path) -> Iterator[facts.ClearanceSpan]:
    for row in _rows(directory, "clearances"):
        since = _day_or_moment(row["valid_from"])
        if since is not None:
            until = _day_or_moment(row["valid_until"], end=True)
            yield facts.ClearanceSpan(row["person"], row["state"], row["level"], since, until)


def _work_orders(directory: Path) -> Iterator[facts.WorkOrder]:
    for row in _rows(directory, "work_orders"):
        yield facts.WorkOrder(
            work_ref=row["work_ref"],
            kind=row["kind"],
            object=row["object"],
            opened_at=datetime.fromisoformat(row["opened_at"]),
            closed_at=_moment(row["closed_at"]),
            person=row["person"],
            team=row["team"],
            opened_by=row["opened_by"],
        )


def _hops(directory: Path) -> Iterator[facts.ReleaseHop]:
    for row in _rows(directory, "release_chain"):
        yield facts.ReleaseHop(
            row["container"],
            row["from_organisation"],
            row["to_organisation"],
            datetime.fromisoformat(row["at"]),
            row["person"],
        )


def _roster(directory: Path) -> Iterator[facts.RosterSpan]:
    for row in _rows(directory, "roster"):
        start, end = (datetime.fromisoformat(row[name]) for name in ("starts_at", "ends_at"))
        yield facts.RosterSpan(row["person"], start, end, row["area"], row["kind"])


def _cargo(directory: Path) -> Iterator[facts.CargoVisit]:
    for row in _rows(directory, "cargo"):
        yield facts.CargoVisit(
            container=row["container"],
            owner=row["owner"],
            origin=row["origin"],
            bill_of_lading=row["bill_of_lading"],
            vessel_call=row["vessel_call"],
            terminal=row["terminal"],
            block=row["block"],
            discharged_at=_moment(row["discharged_at"]),
            gate_out_at=_moment(row["gate_out_at"]),
            risk=int(row["risk"] or 1),
        )


def _calls(directory: Path) -> Iterator[VesselCallFact]:
    for row in _rows(directory, "vessel_calls"):
        begun = _moment(row["ata"]) or _moment(row["eta"])
        yield VesselCallFact(row["vessel_call"], frozenset({row["berth"]} - {""}), begun, _moment(row["etd"]))


def _grants(directory: Path) -> dict[str, list[GrantFact]] | None:
    grants: defaultdict[str, list[GrantFact]] = defaultdict(list)
    for row in _rows(directory, "grants"):
        grants[row["account"]].append(
            GrantFact(
                object=row["object"],
                field_class=FieldClass(row["field_class"]),
                purpose=row["purpose"],
                valid_from=datetime.fromisoformat(row["valid_from"]),
                valid_until=datetime.fromisoformat(row["valid_until"]),
                granted_by=row["granted_by"],
            )
        )
    return dict(grants) or None


def _rights(directory: Path) -> Iterator[RightGiven]:
    """The same grants as the governance rules see them."""
    for row in _rows(directory, "grants"):
        yield RightGiven(
            ref=f"{row['account']}:{row['object']}:{row['valid_from']}",
            account=row["account"],
            name=f"{row['field_class']} of {row['object']}",
            by=row["granted_by"],
            since=datetime.fromisoformat(row["valid_from"]),
            until=_moment(row["valid_until"]),
            object=row["object"],
            field_class=row["field_class"],
        )


def _people(directory: Path) -> Iterator[facts.PersonContext]:
    for row in _rows(directory, "people"):
        yield facts.PersonContext(
            person=row["person"],
            organisation=row["organisation"],
            role=row["role"],
            teams=frozenset({row["peer_group"]} - {""}),
            peer_group=row["peer_group"],
            employment=row["employment"],
        )


def _areas(directory: Path) -> Iterator[facts.AreaFact]:
    return (
        facts.AreaFact(row["area"], row["parent"], int(row["level"] or 0))
        for row in _rows(directory, "areas")
    )


def _incidents(directory: Path) -> Iterator[facts.Incident]:
    for row in _rows(directory, "incidents"):
        at = datetime.fromisoformat(row["at"])
        yield facts.Incident(row["incident"], at, row["kind"], row["container"], row["area"])


def _travel_times(directory: Path) -> Iterator[TravelTime]:
    for row in _rows(directory, "travel_times"):
        yield TravelTime(row["reader_from"], row["reader_to"], float(row["minimum_seconds"]))


def _readers(directory: Path) -> Iterator[ReaderFact]:
    return (
        ReaderFact(row["reader"], row["area_from"], row["area_to"], row["terminal"])
        for row in _rows(directory, "readers")
    )


def _appointments(directory: Path) -> Iterator[TruckAppointment]:
    for row in _rows(directory, "truck_appointments"):
        opens, closes = (datetime.fromisoformat(row[name]) for name in ("opens_at", "closes_at"))
        yield TruckAppointment(row["appointment"], row["plate"], row["container"], opens, closes)
