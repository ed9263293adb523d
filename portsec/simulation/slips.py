"""What goes wrong or aside in an honest port: lost badges, forgotten ends, errands, visitors, damage."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from portsec.simulation.chance import chance, pick, spread
from portsec.simulation.dispatch import Day, Errand
from portsec.simulation.journal import DAY, Journal
from portsec.simulation.rota import HOUR
from portsec.simulation.site import WALK, Site
from portsec.simulation.staff import Person

LOST_BADGE = 1 / 12_000  # a person and day
FOUND_AGAIN = 0.06  # share of lost badges that their holder uses again in good faith
LAPSED_CLEARANCE = 1 / 60_000
FAILED_TRAINING = 1 / 9_000
ERRAND = 1 / 2_500
FROM_HOME = 1 / 900
VISITORS = 0.004  # parties a day for each person of the port
DAMAGE = 1 / 4_000  # a box that is present and day
DATA_GRANTS = 0.004  # a person at a desk and day
VISITOR_REF = "V"


class Slips:
    """Makes the innocent irregularities of each day."""

    def __init__(self, seed: int, people: Sequence[Person], site: Site, journal: Journal) -> None:
        self._seed = seed
        self._people = people
        self._badged = [person for person in people if person.workplace]
        self._desks = [person for person in people if person.role.look_ups >= 30]
        self._site = site
        self._journal = journal
        self._incidents = 0
        self._in_the_port: set[int] = set()

    def happen(self, day: Day) -> None:
        draw = chance(self._seed, "slips", day.number)
        self._in_the_port = set()
        for habit, often, people in (
            (self._lose_badge, LOST_BADGE, self._badged),
            (self._lapse, LAPSED_CLEARANCE, self._badged),
            (self._be_refused, FAILED_TRAINING, self._badged),
            (self._errand, ERRAND, self._badged),
            (self._from_home, FROM_HOME, self._desks),
            (self._grant, DATA_GRANTS, self._desks),
        ):
            for _ in range(_times(draw, often * len(people))):
                person = pick(draw, people)
                if person.is_here(day.number):
                    habit(draw, day, person)
        for _ in range(_times(draw, VISITORS * len(self._people))):
            self._visit(draw, day)
        for _ in range(_times(draw, DAMAGE * len(day.alive))):
            box = pick(draw, day.alive)
            at = day.midnight + int(draw.random() * DAY)
            if box.discharged < at < box.gate_out:
                self.incident(
                    at, pick(draw, ("seal_broken", "seal_broken", "unordered_move")), box.number, box.block
                )

    def incident(self, at: int, kind: str, container: str, area: str) -> None:
        """One entry of the incident log."""
        self._incidents += 1
        self._journal.row(
            "incidents", f"I{self._incidents:06d}", self._journal.moment(at), kind, container, area
        )

    def _lose_badge(self, draw: Random, day: Day, person: Person) -> None:
        """Reported lost and replaced; a few find the old one in a jacket and hold it up."""
        at = day.midnight + int((7 + 9 * draw.random()) * HOUR)
        old, person.badge = person.badge, person.badge[:-1] + str(int(person.badge[-1]) % 9 + 1)
        end = self._journal.date(day.number + 700)
        self._journal.row("badges", old, person.ref, "", self._journal.moment(at), "", "lost")
        self._journal.row("badges", person.badge, person.ref, "", self._journal.moment(at), end, "active")
        if draw.random() < FOUND_AGAIN:
            when = at + int((2 + 12 * draw.random()) * DAY)
            door = self._site.doors[self._site.way_to(person.workplace)[0]]
            refused = {"result": "refused", "reason": "badge_lost", "badge": old}
            self._journal.gate(when, person.read(door.code, "in", **refused))

    def _lapse(self, draw: Random, day: Day, person: Person) -> None:
        """A clearance is suspended until a paper comes; the holder did not open the letter yet."""
        at = day.midnight + 6 * HOUR
        until = at + int((1 + 3 * draw.random()) * DAY)
        person.suspended = at, until
        level = person.role.level
        end = self._journal.date(day.number + 700)
        self._journal.row("clearances", person.ref, level, self._journal.moment(at), end, "suspended")
        self._journal.row("clearances", person.ref, level, self._journal.moment(until), end, "granted")

    def _be_refused(self, draw: Random, day: Day, person: Person) -> None:
        """A training has run out: the badge is refused until somebody explains why."""
        duty = day.duty_of.get(person.number)
        if duty is None:
            return
        door = self._site.doors[self._site.way_to(person.workplace)[0]]
        at = duty.start - 20 * 60
        for _ in range(1 + int(4 * draw.random())):
            refused = {"result": "refused", "reason": "training_missing"}
            self._journal.gate(at, person.read(door.code, "in", **refused))
            at += 20 + int(60 * draw.random())

    def _errand(self, draw: Random, day: Day, person: Person) -> None:
        """Somebody comes outside the rota for a meeting, a course or a forgotten bag."""
        if person.number in day.duty_of or day.number in person.away:
            return
        at = day.midnight + int((8 + 9 * draw.random()) * HOUR)
        way = self._site.way_to(person.workplace)
        stay = int((0.2 + 2 * draw.random()) * HOUR)
        for step, area in enumerate(way):
            self._journal.gate(at + 2 * WALK * step, person.read(self._site.doors[area].code, "in"))
            out = at + stay + 2 * WALK * (len(way) - step)
            self._journal.gate(out, person.read(self._site.doors[area].code, "out"))

    def _from_home(self, draw: Random, day: Day, person: Person) -> None:
        """A few look-ups from outside in the evening, to see how the day went."""
        if person.number in day.duty_of or day.number in person.away or not day.alive:
            return
        at = day.midnight + int((17 + 5 * draw.random()) * HOUR)
        for _ in range(1 + spread(draw, 3)):
            box = pick(draw, day.alive)
            self._journal.data(
                at, person.cells("read", "container", box.number, "S1", area="", ip="192.0.2.9")
            )
            at += int(40 + 300 * draw.random())

    def _grant(self, draw: Random, day: Day, person: Person) -> None:
        """The data owner opens one box for a purpose and a few days; it is then looked up."""
        if not day.alive or person.number not in day.duty_of:
            return
        duty = day.duty_of[person.number]
        box = pick(draw, day.alive)
        owner = pick(draw, self._desks)
        if owner is person:
            return
        begin = duty.start + int(draw.random() * 3 * HOUR)
        end = begin + int((1 + 6 * draw.random()) * DAY)
        self._journal.row(
            "grants", person.account, "container", box.number, "S3", "claim", self._journal.moment(begin),
            self._journal.moment(end), owner.account,
        )  # fmt: skip
        at = begin + int((0.3 + 3 * draw.random()) * HOUR)
        self._journal.data(at, person.cells("read", "container", box.number, "S3", purpose="claim"))

    def _visit(self, draw: Random, day: Day) -> None:
        """A party of one to four visitors; the host fetches them at the gate and sees them out."""
        terminal = pick(draw, self._site.terminals)
        hosts = [
            duty for name in ("supervisor", "planner") for duty in day.by_group.get(f"{name}-{terminal}", ())
        ]
        if not hosts:
            return
        host = pick(draw, hosts)
        begin = host.start + int((1 + 2 * draw.random()) * HOUR)
        stay = int((0.5 + 2 * draw.random()) * HOUR)
        # Drawn numbers: the same visitors come again, as chandlers and fitters do.
        terminals = len(self._site.terminals)
        known = 10 + len(self._people) // 16  # to each terminal
        guests = []
        for _ in range(1 + int(4 * draw.random())):
            number = draw.randrange(1, known) * terminals + self._site.terminals.index(terminal)
            if number not in self._in_the_port:  # nobody is brought in twice on a day
                self._in_the_port.add(number)
                guests.append(f"K{number:05d},{VISITOR_REF}{number:05d}")
        errands = day.errands.setdefault(host.person.number, [])
        errands.append(Errand(begin, "", 3 * 60, guests=tuple(guests)))
        errands.append(Errand(begin + stay, "", 3 * 60, guests=tuple(guests), guests_leave=True))


def _times(draw: Random, mean: float) -> int:
    """How often something with this mean happens today: a Poisson count by waiting times."""
    count, waited = 0, draw.expovariate(1)
    while waited < mean:
        count += 1
        waited += draw.expovariate(1)
    return count
