"""A port directory for the benches of the log: people, badges, readers, and events of thirty days."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from access import containers

SEED = 20261123
READERS = 60
CONTAINERS = 20_000
DAYS = 30
GATE = ("event", "at", "reader", "direction", "badge", "person", "result", "reason", "auth_mode")
DATA = (
    *("event", "at", "account", "person", "action", "object_type", "object", "field_class", "rows", "result"),
    *("workstation_area", "ip", "system", "purpose", "work_ref"),
)


def write(directory: Path, *, people: int, events: int, until: datetime) -> None:
    """Half of the events are reads at gates, half look-ups; each half is in the order of time."""
    chance = random.Random(SEED)  # noqa: S311  the same port in every run
    named = [f"P{number:06}" for number in range(people)]
    _table(directory, "people", ("person", "family_name"), ((name, f"Family {name}") for name in named))
    start = (until - timedelta(days=400)).isoformat()
    badges = ((f"B{name}", name, start, "active") for name in named)
    _table(directory, "badges", ("badge", "person", "valid_from", "state"), badges)
    _table(directory, "gate_events", GATE, gate_rows(chance, named, events // 2, until))
    _table(directory, "data_events", DATA, data_rows(chance, named, events - events // 2, until))


def gate_rows(
    chance: random.Random, people: Sequence[str], count: int, until: datetime
) -> Iterator[tuple[str, ...]]:
    for number, at in _moments(count, until):
        person = people[chance.randrange(len(people))]
        refused = chance.random() < 0.02
        yield (
            f"G{number}",
            at,
            f"R{chance.randrange(READERS):02}",
            "in" if chance.random() < 0.5 else "out",
            f"B{person}",
            person,
            "refused" if refused else "granted",
            "area_not_on_badge" if refused else "",
            "card",
        )


def data_rows(
    chance: random.Random, people: Sequence[str], count: int, until: datetime
) -> Iterator[tuple[str, ...]]:
    boxes = [_container(number) for number in range(CONTAINERS)]
    for number, at in _moments(count, until):
        person = people[chance.randrange(len(people))]
        yield (
            f"D{number}",
            at,
            f"{person.lower()}@port.example",
            person,
            "read",
            "container",
            boxes[chance.randrange(CONTAINERS)],
            f"S{chance.randrange(1, 4)}",
            "1",
            "ok",
            "OFFICE",
            "10.0.0.1",
            "TOS",
            "",
            f"W{chance.randrange(9_999)}",
        )


def _moments(count: int, until: datetime) -> Iterator[tuple[int, str]]:
    step = timedelta(days=DAYS) / max(count, 1)
    first = (until - timedelta(days=DAYS)).astimezone(UTC)
    for number in range(count):
        yield number, (first + number * step).isoformat(timespec="seconds").replace("+00:00", "Z")


def _container(number: int) -> str:
    ten = f"CSQU{number:06}"
    return f"{ten}{containers.check_digit(ten)}"


def _table(directory: Path, name: str, header: Sequence[str], rows: Iterator[Sequence[str]]) -> None:
    with (directory / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows(rows)
