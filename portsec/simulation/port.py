"""Runs the made-up port day by day and writes its directory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from portsec.kernel.errors import InvalidInput
from portsec.simulation import staff
from portsec.simulation.companies import Companies
from portsec.simulation.dispatch import Dispatch
from portsec.simulation.journal import DAY, Journal
from portsec.simulation.look_ups import Desk
from portsec.simulation.passages import Doors
from portsec.simulation.plots import Cast
from portsec.simulation.rota import Duties
from portsec.simulation.shipping import KNOWN_BEFORE, Shipping
from portsec.simulation.site import Site
from portsec.simulation.slips import Slips
from portsec.simulation.trucks import Trucks

START = datetime(2026, 6, 1, tzinfo=UTC)  # a Monday; fixed, so that a seed says everything
RUN_UP = 6  # days before the first one, so that the port is full when the log begins
FEWEST_PEOPLE, FEWEST_DAYS = 100, 3

Progress = Callable[[int, int], None]
"""Told the days done and the days that there are."""


@dataclass(frozen=True, slots=True)
class Order:
    """What port is asked for. `without` names files that it does not deliver."""

    people: int
    days: int
    seed: int
    insiders: int
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: rows by file, and how many insiders left traces."""

    rows: Mapping[str, int]
    planted: int


def simulate(directory: Path, order: Order, progress: Progress | None = None) -> Made:
    """Write the port directory and `truth.json`. The same order gives the same bytes.

    What honest people do does not depend on how many insiders there are, nor on what is left out. Raises
    InvalidInput when the port is too small or a file that may not be left out is named.
    """
    if order.people < FEWEST_PEOPLE or order.days < FEWEST_DAYS:
        raise InvalidInput(f"A port has at least {FEWEST_PEOPLE} people and {FEWEST_DAYS} days.")
    if not 0 <= order.insiders <= order.people // 4:
        raise InvalidInput("There may be from no insiders up to a quarter of all people.")
    with Journal(directory, START, order.without) as journal:
        Simulation(order, journal).run(progress)
        if journal.planted:
            journal.write_truth()
        else:
            (directory / "truth.json").write_text("[]\n", encoding="utf-8")
        return Made(dict(journal.rows), len(journal.truth()))


class Simulation:
    """One port and its days."""

    def __init__(self, order: Order, journal: Journal) -> None:
        seed = order.seed
        self._order = order
        self._journal = journal
        site = Site(order.people)
        companies = Companies(order.people, site)
        people = staff.hire(seed, order.people, order.days, site, companies)
        self._shipping = Shipping(seed, order.people, site, companies)
        self._dispatch = Dispatch(seed, companies, self._shipping, journal)
        self._duties = Duties(seed, order.days, people)
        self._desk = Desk(seed, self._dispatch, journal)
        self._doors = Doors(seed, site, journal)
        self._trucks = Trucks(seed, people, site, self._dispatch, journal)
        self._slips = Slips(seed, people, site, journal)
        self._cast = Cast(order.seed, order.insiders, order.days, people, site, companies, journal)
        site.write(journal)
        companies.write(journal)
        staff.write(people, site, journal, seed)

    def run(self, progress: Progress | None) -> None:
        """All days, beginning a little before the log does."""
        for day in range(-RUN_UP - KNOWN_BEFORE, KNOWN_BEFORE - RUN_UP):
            self._shipping.announce(day, self._journal)
        for day in range(-RUN_UP, self._order.days):
            self._shipping.announce(day + KNOWN_BEFORE, self._journal)
            self._day(day)
            self._journal.flush(max(0, day + 1) * DAY)
            if progress is not None and day >= 0:
                progress(day + 1, self._order.days)
        end = self._order.days * DAY
        for box in self._shipping.boxes:
            if box.gate_out >= end:
                self._shipping.write_box(box, self._journal, end)

    def _day(self, number: int) -> None:
        day = self._dispatch.day(number, self._duties.on(number, self._journal))
        if number >= 0:
            self._cast.act(day, self._slips)
        self._slips.happen(day)
        for duty in day.duties:
            self._doors.pass_through(day, duty)
            self._desk.work(day, duty)
        for box in self._trucks.collect(day):
            self._shipping.write_box(box, self._journal, (number + 1) * DAY)
        self._doors.troubles(day)
        self._shipping.forget(number)


def files_of(names: Iterable[str]) -> frozenset[str]:
    """File names as people write them: with or without the ending."""
    return frozenset(name.strip().removesuffix(".csv") for name in names if name.strip())
