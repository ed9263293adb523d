"""What one insider can do on one day: the person, the time, the means; all that it leaves is noted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from portsec.simulation.chance import pick
from portsec.simulation.companies import Companies
from portsec.simulation.dispatch import Day, Errand
from portsec.simulation.journal import DAY, Journal, Planted
from portsec.simulation.rota import HOUR, Duty
from portsec.simulation.shipping import Box
from portsec.simulation.site import WALK, Site
from portsec.simulation.slips import Slips
from portsec.simulation.staff import Person

HIGH_RISK = 3


@dataclass
class Scene:
    """One day of one insider. `strength` from 0 to 1 says how much is done; `memory` outlasts the day."""

    day: Day
    person: Person
    strength: float
    draw: Random
    planted: Planted
    site: Site
    companies: Companies
    journal: Journal
    slips: Slips
    people: list[Person]
    memory: dict[str, object] = field(default_factory=dict)

    @property
    def duty(self) -> Duty | None:
        return self.day.duty_of.get(self.person.number)

    def within(self, duty: Duty) -> int:
        """A time in the duty, not at its very ends."""
        return duty.start + int((0.08 + 0.8 * self.draw.random()) * (duty.end - duty.start))

    def at_night(self) -> int:
        """A time between one and four o'clock of this day, or another one off duty after a night shift."""
        if self._near(self.duty, 2) or self._near(self.day.before.get(self.person.number), 2):
            return self.off_duty()
        return self.day.midnight + int((1 + 3 * self.draw.random()) * HOUR)

    def off_duty(self) -> int:
        """A time of this day outside the person's duty: in the night or the evening."""
        duty = self.duty
        before = self.day.before.get(self.person.number)
        hours = [
            hour
            for hour in (1, 2, 3, 4, 11, 19, 20, 21)
            if not self._near(duty, hour) and not self._near(before, hour)
        ]
        return self.day.midnight + int((pick(self.draw, hours or [12]) + self.draw.random()) * HOUR)

    def _near(self, duty: Duty | None, hour: int) -> bool:
        at = self.day.midnight + hour * HOUR
        return duty is not None and duty.start - 4 * HOUR <= at <= duty.end + 3 * HOUR

    def count(self, least: int, most: int) -> int:
        """How often: from least to most, by strength."""
        return least + round((most - least) * self.strength * (0.6 + 0.4 * self.draw.random()))

    def happens(self, share: float) -> bool:
        return self.draw.random() < share

    def load(self, at: int, *, own: bool | None = None) -> Box | None:
        """A box of high risk in the port or about to be; mostly that of the day before, while it lies there.

        `own`: whether the person's company must be a party of its release chain, or must not be.
        """
        last = self.memory.get("load")
        if isinstance(last, Box) and last.gate_out > at + 2 * HOUR and self.happens(0.6):
            return last
        boxes = [
            box
            for box in self.day.alive
            if box.risk == HIGH_RISK
            and box.gate_out > at + 6 * HOUR
            and box.discharged < at + DAY
            and (own is None or (self.person.organisation in box.parties) == own)
        ]
        if not boxes:
            return None
        box = pick(self.draw, boxes)
        self.memory["load"] = box
        return box

    def loads(self, at: int, count: int, *, own: bool | None = None) -> list[Box]:
        """Several such boxes."""
        found = (self.load(at, own=own) for _ in range(count))
        return list(dict.fromkeys(box for box in found if box is not None))

    def look(
        self,
        at: int,
        name: str,
        field_class: str,
        action: str = "read",
        kind: str = "container",
        **more: object,
    ) -> None:
        """One data event of the insider's account."""
        self.journal.data(at, self.person.cells(action, kind, name, field_class, **more), self.planted)

    def read(self, at: int, reader: str, direction: str, **more: object) -> None:
        """One gate event of the insider's badge."""
        if self.person.badge:
            self.journal.gate(at, self.person.read(reader, direction, **more), self.planted)

    def go(self, at: int, area: str, stay: int, **more: object) -> None:
        """In to an area from outside the port, and out again after `stay` seconds."""
        way = self.site.way_to(area)
        for step, each in enumerate(way):
            self.read(at + 2 * WALK * step, self.site.doors[each].code, "in", **more)
        for step, each in enumerate(reversed(way)):
            self.read(at + 2 * WALK * len(way) + stay + 2 * WALK * step, self.site.doors[each].code, "out")

    def step_aside(self, at: int, area: str, stay: int, **more: str) -> None:
        """During a duty from the place of work into an area and back, as far as the time allows."""
        errands = self.day.errands.setdefault(self.person.number, [])
        errands.append(Errand(at, area, stay, self.planted, more))

    def discovered(self, at: int, kind: str, box: Box, share: float) -> None:
        """The port finds out that something happened to the box, though not who was behind it."""
        if self.happens(share):
            self.slips.incident(at, kind, box.number, box.block)

    def another_terminal(self) -> str:
        others = [terminal for terminal in self.site.terminals if terminal != self.person.terminal]
        return pick(self.draw, others)


Act = Callable[[Scene], bool]
"""Does one episode. False: it was not possible on this day and is put off."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One modus operandi: its number, the roles that can do it, and what one episode leaves behind."""

    code: str
    roles: tuple[str, ...]
    act: Act
