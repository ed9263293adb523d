"""A small port directory: seven people over two weeks, one of whom misuses everything there is."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

from access.containers import check_digit

Rows = dict[str, list[dict[str, object]]]

FIRST_DAY = datetime(2026, 3, 2, tzinfo=UTC)
DAYS = 14
STAFF = [f"P{number}" for number in range(1, 7)]
INSIDER = "P7"
REVOKED_AT = FIRST_DAY + timedelta(days=10, hours=9)
SUSPENDED_AT = FIRST_DAY + timedelta(days=11)


def box(number: int) -> str:
    """A container number with the right check digit."""
    ten = f"EXAU{number:06d}"
    return f"{ten}{check_digit(ten)}"


def write(directory: Path, files: Rows) -> Path:
    """Write rows as CSV files; a file has the columns of all its rows."""
    directory.mkdir(exist_ok=True)
    for name, rows in files.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (directory / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns)
            writer.writeheader()
            writer.writerows(rows)
    return directory


def small_port() -> Rows:
    """Ordinary work of six people, and the insider's five kinds of misuse."""
    files = _fixed()
    for place, person in enumerate([*STAFF, INSIDER]):
        for day in range(DAYS):
            if person != INSIDER or day < 9:
                _day(files, person, FIRST_DAY + timedelta(days=day, hours=5 + place), place * 100 + day)
    _misuse(files)
    return files


def _fixed() -> Rows:
    people = [*STAFF, INSIDER]
    return {
        "organisations": [
            {"organisation": "QUAY", "name": 'Quay, Sons & "Co"', "kind": "terminal", "country": "BE"},
            {"organisation": "LINE", "name": "Line", "kind": "carrier", "country": "Denmark"},
        ],
        "people": [
            {
                "person": person,
                "family_name": f"Example {person}",
                "given_names": "Kim",
                "birth_date": "1980-05-17",
                "nationality": "BEL",
                "organisation": "QUAY",
                "role": "Planner",
                "employment": "contractor" if person == "P2" else "employee",
                "peer_group": "planning",
            }
            for person in people
        ],
        "posts": [
            {
                "post": "planner",
                "organisation": "QUAY",
                "name": "Yard planner",
                "areas": "YARD GATEHOUSE",
                "field_classes": "S2 S3",
                "risk": 3,
            }
        ],
        "clearances": [
            {"person": person, "level": "enhanced", "valid_from": "2025-01-01", "valid_until": "2029-12-31"}
            for person in people
        ]
        + [{"person": INSIDER, "valid_from": SUSPENDED_AT.isoformat(), "state": "suspended"}],
        "areas": [
            {"area": "GATEHOUSE", "name": "Gatehouse", "parent": "YARD", "level": "none"},
            {"area": "YARD", "name": "Yard\nnorth", "level": 2},
        ],
        "readers": [{"reader": "G1", "area_from": "OUT", "area_to": "YARD", "terminal": "North"}],
        "gates": [{"gate": "NORTH", "name": "North gate", "kind": "vehicle", "readers": "G1"}],
        "travel_times": [{"reader_from": "G1", "reader_to": "G2", "minimum_seconds": 240}],
        "badges": [
            {
                "badge": f"B-{person}",
                "person": person,
                "areas": "YARD GATEHOUSE",
                "valid_from": "2025-01-01",
                "valid_until": "2029-12-31",
                "state": "active",
            }
            for person in people
        ]
        + [
            {
                "badge": f"B-{INSIDER}",
                "person": INSIDER,
                "areas": "YARD GATEHOUSE",
                "valid_from": REVOKED_AT.isoformat(),
                "valid_until": "2029-12-31",
                "state": "revoked",
            }
        ],
        "trainings": [
            {"person": "P1", "training": "forklift", "first_day": "2025-02-01", "last_day": "2027-01-31"},
            {"person": "P1", "training": "safety", "first_day": "2025-02-01"},
        ],
        "roster": [],
        "vessel_calls": [
            {
                "vessel_call": "VC1",
                "vessel": "Example Star",
                "imo": "9321483",
                "berth": "N1",
                "eta": FIRST_DAY,
            }
        ],
        "cargo": [
            {
                "container": box(1000 + 10 * number),
                "owner": "LINE",
                "origin": "ECGYE",
                "bill_of_lading": f"BL{number}",
                "vessel_call": "VC1",
                "terminal": "North",
                "block": "A1",
                "discharged_at": (FIRST_DAY + timedelta(hours=number)).isoformat(),
                "risk": 3,
            }
            for number in range(40)
        ],
        "work_orders": [],
        "release_chain": [
            {
                "container": box(1000),
                "from_organisation": "QUAY",  # the firm of who records it
                "to_organisation": "FORWARD",
                "at": "2026-03-03T08:00:00+01:00",
                "person": "P1",
            }
        ],
        "truck_appointments": [
            {
                "appointment": "TA-1",
                "plate": "1-abc 234",
                "container": box(1000),
                "opens_at": "2026-03-03T09:00:00+01:00",
                "closes_at": "2026-03-03T10:00:00+01:00",
            }
        ],
        "incidents": [
            {"incident": "I1", "at": "2026-03-09T10:00:00Z", "kind": "seal_broken", "container": box(1010)}
        ],
        "grants": [
            {
                "account": "tos-p1",
                "object_type": "container",
                "object": box(1020),
                "field_class": "S3",
                "purpose": "claim 7",
                "valid_from": "2026-03-01T00:00:00Z",
                "valid_until": "2026-04-01T00:00:00Z",
                "granted_by": "chief",
            }
        ],
        "gate_events": [],
        "data_events": [],
    }


def _day(files: Rows, person: str, start: datetime, number: int) -> None:
    end = start + timedelta(hours=8)
    files["roster"].append(
        {"person": person, "starts_at": start.isoformat(), "ends_at": end.isoformat(), "area": "YARD"}
    )
    gate(files, person, start, "in")
    gate(files, person, end, "out")
    container = box(1000 + 10 * (number % 40))
    files["work_orders"].append(
        {
            "work_ref": f"W{number}",
            "kind": "job",
            "person": person,
            "team": "planning",
            "object": container,
            "opened_at": start.isoformat(),
            "opened_by": "control",
        }
    )
    look_up(files, person, start + timedelta(hours=2), container)


def gate(files: Rows, person: str, at: datetime, direction: str, **more: object) -> None:
    files["gate_events"].append(
        {
            "event": f"G{len(files['gate_events']) + 1}",
            "at": at.isoformat(),
            "reader": "G1",
            "direction": direction,
            "badge": f"B-{person}",
            "person": person,
            "result": "granted",
            **more,
        }
    )


def look_up(files: Rows, person: str, at: datetime, container: str, **more: object) -> None:
    files["data_events"].append(
        {
            "event": f"D{len(files['data_events']) + 1}",
            "at": at.isoformat(),
            "account": f"tos-{person.lower()}",
            "person": person,
            "action": "read",
            "object_type": "container",
            "object": container,
            "field_class": "S3",
            "rows": 1,
            "result": "ok",
            "system": "TOS",
            **more,
        }
    )


def _misuse(files: Rows) -> None:
    night = FIRST_DAY + timedelta(days=9, hours=1)
    gate(files, INSIDER, night, "in")  # P02: in again without having come out
    gate(files, INSIDER, night + timedelta(minutes=9), "in")
    gate(files, INSIDER, night + timedelta(hours=2), "out")
    for place in range(6):  # D01: six boxes of high risk, no work names them
        look_up(files, INSIDER, night + timedelta(minutes=20 + place), box(1000 + 10 * (30 + place)))
    for place in range(6):  # D04: numbers in a row
        at = night + timedelta(minutes=40 + place)
        look_up(files, INSIDER, at, box(540_000 + 2 * place), field_class="S1", result="not_found")
    gate(
        files, INSIDER, REVOKED_AT + timedelta(hours=3), "in", result="refused", reason="badge_revoked"
    )  # P06
    after = SUSPENDED_AT + timedelta(hours=4)
    look_up(files, INSIDER, after, box(1000), result="denied")  # D22
