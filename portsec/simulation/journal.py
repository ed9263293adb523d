"""Writes the port directory as the simulation goes, so that memory stays flat however many days it runs."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TextIO

from access.port_directory.tables import TABLES
from portsec.kernel.errors import InvalidInput

DAY = 86400  # seconds
FILES: dict[str, tuple[str, ...]] = {table.name: tuple(table.header) for table in TABLES}
KEPT_WHOLE = frozenset({"people", "gate_events", "data_events"})
"""Without these there is nothing to detect; all other files may be left out."""


@dataclass(slots=True)
class Planted:
    """One insider and the events that the insider left behind, as `truth.json` tells it."""

    person: str
    pattern: str
    events: list[str] = field(default_factory=list)
    first_at: int | None = None
    last_at: int | None = None

    def take(self, event: str, at: int) -> None:
        self.events.append(event)
        self.first_at = at if self.first_at is None else self.first_at
        self.last_at = at


Entry = tuple[int, int, str, str, "Planted | None"]


class Journal:
    """The files of one port directory. Times are whole seconds since `start`, which is a midnight.

    Events are kept back until their day is over and then written in the order of time. Raises InvalidInput
    for a file that there is none of, or that cannot be left out.
    """

    def __init__(self, directory: Path, start: datetime, without: Iterable[str] = ()) -> None:
        left_out = frozenset(without)
        unknown = sorted(left_out - set(FILES) | left_out & KEPT_WHOLE)
        if unknown:
            raise InvalidInput(f"These files cannot be left out: {', '.join(unknown)}.")
        self._directory = directory
        self._start = start
        self._left_out = left_out
        self._days: dict[int, str] = {}
        self._clock = [f"T{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}+00:00" for s in range(DAY)]
        self._waiting: list[Entry] = []
        self._silences: list[tuple[int, int, str]] = []
        self._order = count()
        self._numbers = {"gate_events": count(1), "data_events": count(1)}
        self._files: dict[str, TextIO] = {}
        self._stack = ExitStack()
        self.rows: dict[str, int] = dict.fromkeys(FILES, 0)
        self.planted: list[Planted] = []

    def __enter__(self) -> Journal:
        self._directory.mkdir(parents=True, exist_ok=True)
        for name, columns in FILES.items():
            path = self._directory / f"{name}.csv"
            path.unlink(missing_ok=True)  # a file of an earlier run must not stand beside those of this one
            if name not in self._left_out:
                stream = self._stack.enter_context(
                    path.open("w", encoding="utf-8", newline="", buffering=1 << 20)
                )
                stream.write(",".join(columns) + "\n")
                self._files[name] = stream
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def moment(self, at: int) -> str:
        """The time as ISO 8601 in UTC."""
        day, second = divmod(at, DAY)
        return self.date(day) + self._clock[second]

    def date(self, day: int) -> str:
        if day not in self._days:
            self._days[day] = (self._start + timedelta(days=day)).astimezone(UTC).date().isoformat()
        return self._days[day]

    def row(self, name: str, *cells: object) -> None:
        """One row of a file that is not a log; trailing cells may be missing."""
        stream = self._files.get(name)
        if stream is None:
            return
        missing = len(FILES[name]) - len(cells)
        csv.writer(stream, lineterminator="\n").writerow([*cells, *[""] * missing])
        self.rows[name] += 1

    def order(
        self,
        ref: str,
        kind: str,
        name: str,
        opened_at: int,
        closed_at: int | None,
        *,
        person: str = "",
        team: str = "",
        opened_by: str = "",
    ) -> None:
        """One work order."""
        stream = self._files.get("work_orders")
        if stream is not None:
            closed = "" if closed_at is None else self.moment(closed_at)
            stream.write(
                f"{ref},{kind},{person},{team},{name},{self.moment(opened_at)},{closed},{opened_by}\n"
            )
            self.rows["work_orders"] += 1

    def gate(self, at: int, cells: str, planted: Planted | None = None) -> None:
        """One read at a gate. `cells` are those after event and time, joined by commas."""
        self._waiting.append((at, next(self._order), "gate_events", cells, planted))

    def data(self, at: int, cells: str, planted: Planted | None = None) -> None:
        """One look-up or change of data. `cells` are those after event and time, joined by commas."""
        self._waiting.append((at, next(self._order), "data_events", cells, planted))

    def silence(self, since: int, until: int, mark: str) -> None:
        """Events of that stretch whose cells hold the mark never reach the log."""
        self._silences.append((since, until, mark))

    def flush(self, until: int) -> None:
        """Write the events before `until` in the order of time; the later ones wait."""
        self._waiting.sort()
        self._silences = [silence for silence in self._silences if silence[1] > until - DAY]
        letters = {"gate_events": "G", "data_events": "D"}
        kept = 0
        for at, _, name, cells, planted in self._waiting:
            if at >= until:
                break
            kept += 1
            if at < 0 or self._is_silent(at, cells):
                continue
            number = f"{letters[name]}{next(self._numbers[name]):08d}"
            self._files[name].write(f"{number},{self.moment(at)},{cells}\n")
            self.rows[name] += 1
            if planted is not None:
                planted.take(number, at)
        del self._waiting[:kept]

    def _is_silent(self, at: int, cells: str) -> bool:
        return any(since <= at < until and mark in cells for since, until, mark in self._silences)

    def truth(self) -> Sequence[dict[str, Any]]:
        """Who was planted, by person; insiders who left nothing within the time are not in it."""
        return [
            {
                "person": one.person,
                "pattern": one.pattern,
                "first_at": self.moment(one.first_at),
                "last_at": self.moment(one.last_at),
                "events": one.events,
            }
            for one in sorted(self.planted, key=lambda one: one.person)
            if one.first_at is not None and one.last_at is not None
        ]

    def write_truth(self) -> None:
        text = json.dumps(self.truth(), indent=1)
        (self._directory / "truth.json").write_text(text + "\n", encoding="utf-8")
