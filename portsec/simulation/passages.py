"""The reads at gates and doors of a duty: way in, rounds and breaks one after the other, way out."""

from __future__ import annotations

from random import Random

from portsec.simulation.chance import chance, pick
from portsec.simulation.dispatch import Day, Errand
from portsec.simulation.journal import Journal, Planted
from portsec.simulation.rota import HOUR, Duty
from portsec.simulation.site import CUSTOMS, TOWER, WALK, Site
from portsec.simulation.staff import Person

BREAK = 0.45  # share of duties with a break outside the place of work
LUNCH_OUT = 0.15  # share of breaks for which somebody leaves the terminal
WRONG_DOOR = 0.006  # share of duties in which somebody tries a door that is not theirs
REREAD = 0.004  # share of passages in which the badge is held up twice
STRONG = frozenset({CUSTOMS, TOWER})
"""Areas whose readers ask for finger or face."""
DEAD_READERS = 1 / 25  # a day: one reader fails for some hours
DRILLS = 1 / 40  # a day: an evacuation drill at one terminal
AT_THE_END = 15 * 60  # seconds before the end of a duty in which nobody sets out any more


class Doors:
    """Makes the gate events of a duty, and notes when people were away from their place."""

    def __init__(self, seed: int, site: Site, journal: Journal) -> None:
        self._seed = seed
        self._site = site
        self._journal = journal

    def troubles(self, day: Day) -> None:
        """A reader that fails for some hours, an evacuation drill after which all come back in."""
        draw = chance(self._seed, "doors", day.number)
        readers = sorted(reader.code for reader in self._site.readers())
        if draw.random() < DEAD_READERS:
            since = day.midnight + int(draw.random() * 20 * HOUR)
            self._journal.silence(since, since + 3 * HOUR, pick(draw, readers) + ",")
        if draw.random() < DRILLS:
            terminal = pick(draw, self._site.terminals)
            at = day.midnight + 10 * HOUR + int(draw.random() * 5 * HOUR)
            for duty in day.duties:
                if duty.person.terminal == terminal and duty.start < at < duty.end - HOUR:
                    back = at + int(draw.random() * 240)
                    self._journal.gate(back, duty.person.read(self._site.doors[terminal].code, "in"))

    def pass_through(self, day: Day, duty: Duty) -> None:
        """All reads of one duty; `day.absent` then holds the stretches away from the place of work."""
        person = duty.person
        if not person.workplace:
            return
        draw = chance(self._seed, "way", day.number, person.number)
        home = self._site.way_to(person.workplace)
        at = duty.start - int((2 + 18 * draw.random()) * 60)
        if person.is_suspended(at):
            refused = {"result": "refused", "reason": "clearance_suspended"}
            self._journal.gate(at, person.read(self._site.doors[home[0]].code, "in", **refused))
            return
        for area in home:
            self._read(draw, person, area, "in", at)
            at += WALK + int(120 * draw.random())
        latest = duty.end - AT_THE_END
        errands = [*self._errands(draw, person, duty), *day.errands.get(person.number, ())]
        for errand in sorted(errands, key=lambda each: each.at):
            begin = max(errand.at, at + 3 * 60)
            if begin > latest:
                continue
            at = self._excursion(draw, person, home, errand, begin)
            day.absent.setdefault(person.number, []).append((begin, at))
        at = max(at + 2 * WALK, duty.end + int(14 * draw.random() * 60))
        for area in reversed(home):
            self._read(draw, person, area, "out", at)
            at += WALK + int(120 * draw.random())

    def _errands(self, draw: Random, person: Person, duty: Duty) -> list[Errand]:
        """Break, rounds of the role, and now and then a wrong door."""
        home = self._site.way_to(person.workplace)
        errands = []
        hours = (duty.end - duty.start) / HOUR
        if draw.random() < BREAK:
            at = duty.start + int((3 + 2 * draw.random()) * HOUR)
            to = "" if draw.random() < LUNCH_OUT or len(home) == 1 else home[-2]
            errands.append(Errand(at, to, int((0.4 + 0.3 * draw.random()) * HOUR)))
        for _ in range(int(person.role.rounds + draw.random()) if person.role.rounds else 0):
            at = duty.start + int((0.5 + (hours - 1.5) * draw.random()) * HOUR)
            errands.append(Errand(at, self._visited(draw, person), int((4 + 12 * draw.random()) * 60)))
        if draw.random() < WRONG_DOOR:
            door = pick(draw, [area for area in self._site.parents if area not in home])
            at = duty.start + int((0.5 + 4 * draw.random()) * HOUR)
            refused = person.read(
                self._site.doors[door].code, "in", result="refused", reason="area_not_granted"
            )
            # Only doors that stand where the person is anyway.
            if self._site.parents[door] in home:
                self._journal.gate(at, refused)
        return errands

    def _excursion(self, draw: Random, person: Person, home: tuple[str, ...], errand: Errand, at: int) -> int:
        """Out of what lies between, into the other area, and back. Returns the time of the return."""
        there = self._site.way_to(errand.area) if errand.area else ()
        shared = sum(1 for one, other in zip(home, there, strict=False) if one == other)
        left, entered = home[shared:], there[shared:]
        drive = self._site.drive(home[0], there[0]) * 5 // 4 if there and not shared else 0
        planted, more = errand.planted, errand.more
        for area in reversed(left):
            self._read(draw, person, area, "out", at, planted)
            at += WALK + int(60 * draw.random())
        if errand.guests_leave:
            self._bring(draw, person, errand, home[0], "out", at - WALK)
        at += drive
        for area in entered:
            self._read(draw, person, area, "in", at, planted, more)
            at += WALK + int(60 * draw.random())
        at += errand.stay
        for area in reversed(entered):
            self._read(draw, person, area, "out", at, planted)
            at += WALK + int(60 * draw.random())
        at += drive
        for area in left:
            self._read(draw, person, area, "in", at, planted)
            if area == home[0] and not errand.guests_leave:
                self._bring(draw, person, errand, area, "in", at + 5)
            at += WALK + int(60 * draw.random())
        return at

    def _bring(
        self, draw: Random, person: Person, errand: Errand, area: str, direction: str, at: int
    ) -> None:
        """Guests one after the other, with their host's badge as escort."""
        for guest in errand.guests:
            cells = f"{self._site.doors[area].code},{direction},{guest},granted,,card,,{person.badge}"
            self._journal.gate(at, cells, errand.planted)
            at += 4 + int(8 * draw.random())

    def _visited(self, draw: Random, person: Person) -> str:
        terminal = person.terminal or pick(draw, self._site.terminals)
        if person.role.name == "cleaner":
            return f"{terminal}-GATEHOUSE"
        if person.role.name == "supervisor":
            return pick(draw, (person.berth, f"{terminal}-YARD", f"{terminal}-GATEHOUSE"))
        return pick(draw, self._site.blocks(terminal))

    def _read(
        self,
        draw: Random,
        person: Person,
        area: str,
        direction: str,
        at: int,
        planted: Planted | None = None,
        more: dict[str, str] | None = None,
    ) -> None:
        chosen = draw.random()
        if chosen < person.unread:
            return
        auth = "card"
        if area in STRONG and direction == "in":
            auth = "pin" if draw.random() < person.fallback else "card+bio"
        cells = person.read(self._site.doors[area].code, direction, **({"auth": auth} | (more or {})))
        self._journal.gate(at, cells, planted)
        if chosen > 1 - REREAD:
            self._journal.gate(at + 2, cells, planted)
