"""Trucks that come for boxes: bookings, drivers, lanes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from random import Random

from portsec.simulation.chance import chance, pick
from portsec.simulation.dispatch import Day, Dispatch
from portsec.simulation.journal import Journal
from portsec.simulation.roles import Rota
from portsec.simulation.rota import HOUR
from portsec.simulation.shipping import Box
from portsec.simulation.site import Site
from portsec.simulation.staff import Person

BETWEEN_TRIPS = int(1.6 * HOUR)


class Trucks:
    """Books and drives the boxes that leave on a day."""

    def __init__(
        self, seed: int, people: Sequence[Person], site: Site, dispatch: Dispatch, journal: Journal
    ) -> None:
        self._seed = seed
        self._site = site
        self._dispatch = dispatch
        self._journal = journal
        self.drivers: dict[str, list[Person]] = defaultdict(list)
        for person in people:
            if person.role.rota is Rota.ROAD:
                self.drivers[person.organisation].append(person)
        self._bookings = 0

    def collect(self, day: Day) -> list[Box]:
        """Bring the booked boxes out; returns those that have left."""
        draw = chance(self._seed, "trucks", day.number)
        busy: dict[int, list[int]] = defaultdict(list)
        left = []
        for terminal in sorted(day.booked):
            for box in day.booked[terminal]:
                driver = self._driver(draw, day, box, busy)
                self._book(draw, day, box, driver)
                left.append(box)
        return left

    def _driver(self, draw: Random, day: Day, box: Box, busy: dict[int, list[int]]) -> Person | None:
        own = self.drivers.get(box.parties[-1], ())
        for _ in range(8):
            if not own:
                break
            driver = pick(draw, own)
            free = all(abs(other - box.gate_out) > BETWEEN_TRIPS for other in busy[driver.number])
            if free and driver.is_here(day.number) and day.number not in driver.away:
                busy[driver.number].append(box.gate_out)
                return driver
        return None

    def _book(self, draw: Random, day: Day, box: Box, driver: Person | None) -> None:
        """The appointment, which the gate clerks know, and the trip; without a driver it goes by barge."""
        opened = box.gate_out - int((6 + 20 * draw.random()) * HOUR)
        kind = "appointment" if driver else "barge"
        self._dispatch.order(
            kind, box.number, opened, box.gate_out, person=driver.ref if driver else "",
            team=f"gate-clerk-{box.terminal}", by=box.parties[-1],
        )  # fmt: skip
        if driver is None:
            return
        self._bookings += 1
        begin = self._journal.moment(box.gate_out - HOUR)
        self._journal.row(
            "truck_appointments", f"TA{self._bookings:07d}", driver.plate, box.number, begin,
            self._journal.moment(box.gate_out + HOUR),
        )  # fmt: skip
        arrived = box.gate_out - int((0.35 + 0.5 * draw.random()) * HOUR)
        lanes = self._site.gates[box.terminal]
        self._drive(draw, driver, pick(draw, lanes).code, "in", arrived)
        self._drive(draw, driver, pick(draw, lanes).code, "out", box.gate_out)

    def _drive(self, draw: Random, driver: Person, lane: str, direction: str, at: int) -> None:
        if draw.random() >= driver.unread:
            self._journal.gate(at, driver.read(lane, direction, vehicle=driver.plate))
