"""Who works when: crews in three shifts, office hours, leave and sickness, swaps, strikes, overtime."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from portsec.simulation.chance import chance, pick
from portsec.simulation.journal import DAY, Journal
from portsec.simulation.roles import Rota
from portsec.simulation.staff import Person

HOUR = 3600  # seconds
CREW_CYCLE = (6, 6, 14, 14, 22, 22, None, None, None, None)
"""Hours at which a crew begins on the ten days of its cycle."""
SHIFT, OFFICE_DAY = 8 * HOUR, 8 * HOUR + HOUR // 2
SWAPPED, SWAP_ON_RECORD = 0.012, 0.85
OVERTIME, DOUBLE = 0.04, 0.004
STRIKE_STAYS = 0.45  # share of a crew that stays away on a day of strike


@dataclass(slots=True)
class Duty:
    """A stretch of work of one person. Times are seconds since the start of the simulation."""

    person: Person
    start: int
    end: int


class Duties:
    """Makes the duties of each day and writes the roster."""

    def __init__(self, seed: int, days: int, people: Sequence[Person]) -> None:
        self._seed = seed
        self._people = people
        self._ends: dict[int, int] = {}
        draw = chance(seed, "strikes")
        self.strikes = frozenset(draw.sample(range(days), max(1, days // 45)) if days > 20 else ())

    def on(self, day: int, journal: Journal) -> list[Duty]:
        """Who really comes. Swaps that nobody entered stand wrong on the roster."""
        draw = chance(self._seed, "rota", day)
        planned, absent = self._planned(day)
        for person, kind in absent:
            begin = max(day * DAY, self._ends.get(person.number, 0))  # a night shift runs into the first day
            _write(journal, person, begin, (day + 1) * DAY, kind)
        free = self._free(planned)
        duties = []
        for duty in planned:
            if not duty.person.role.rostered:
                duties.append(duty)
                continue
            others = free.get(duty.person.peer_group)
            if others and draw.random() < SWAPPED:
                other = others.pop(int(draw.random() * len(others)))
                on_record = draw.random() < SWAP_ON_RECORD
                shown = other if on_record else duty.person
                _write(journal, shown, duty.start, duty.end, "shift")
                duty.person = other
            else:
                _write(journal, duty.person, duty.start, duty.end, "shift")
            if day in self.strikes and draw.random() < STRIKE_STAYS:
                continue
            self._stretch(draw, duty, journal)
            duties.append(duty)
        self._ends = {duty.person.number: duty.end for duty in duties}
        return duties

    def _stretch(self, draw: Random, duty: Duty, journal: Journal) -> None:
        """Overtime stands nowhere; a double shift mostly does."""
        chosen = draw.random()
        if chosen < DOUBLE:
            if draw.random() < 0.7:
                _write(journal, duty.person, duty.end, duty.end + SHIFT, "shift")
            duty.end += SHIFT
        elif chosen < DOUBLE + OVERTIME:
            duty.end += int((0.5 + 2.5 * draw.random()) * HOUR)

    def _planned(self, day: int) -> tuple[list[Duty], list[tuple[Person, str]]]:
        planned, absent = [], []
        for person in self._people:
            if not person.is_here(day) or person.role.rota is Rota.ROAD:
                continue
            kind = person.away.get(day)
            if kind is not None:
                if person.role.rostered:
                    absent.append((person, kind))
                continue
            start = hours_of(person, day)
            if start is not None:
                length = SHIFT if person.role.rota is Rota.CREWS else OFFICE_DAY
                planned.append(Duty(person, start, start + length))
        return planned, absent

    def _free(self, planned: Iterable[Duty]) -> dict[str, list[Person]]:
        """Who might take over: the others of the same peer group who are neither away nor on duty."""
        busy = {duty.person.number for duty in planned}
        day = min((duty.start for duty in planned), default=0) // DAY
        free: defaultdict[str, list[Person]] = defaultdict(list)
        for person in self._people:
            here = person.is_here(day) and person.role.rota is Rota.CREWS
            if not here or person.number in busy or day in person.away:
                continue
            # Not straight after or before a shift of one's own.
            if hours_of(person, day - 1) is None and hours_of(person, day + 1) is None:
                free[person.peer_group].append(person)
        return free


def hours_of(person: Person, day: int) -> int | None:
    """When the person would begin on that day, by the cycle or the week; None on a free day."""
    if person.role.rota is Rota.CREWS:
        hour = CREW_CYCLE[(day + person.crew) % len(CREW_CYCLE)]
        return None if hour is None else day * DAY + hour * HOUR
    return None if day % 7 >= 5 else day * DAY + person.starts * HOUR


def _write(journal: Journal, person: Person, start: int, end: int, kind: str) -> None:
    area = "" if kind in ("leave", "sick") else person.berth or person.workplace
    journal.row("roster", person.ref, journal.moment(start), journal.moment(end), area, kind)


def someone(draw: Random, duties: Sequence[Duty], at: int) -> Duty | None:
    """One of those who are at work at that time; None where a few tries meet nobody."""
    for _ in range(6):
        if not duties:
            return None
        duty = pick(draw, duties)
        if duty.start + HOUR // 4 <= at <= duty.end - HOUR // 4:
            return duty
    return None
