"""What is to be done on a day: tasks, bookings, moves, releases; each with the record that explains it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from portsec.simulation.chance import chance, pick, spread
from portsec.simulation.companies import Companies
from portsec.simulation.journal import DAY, Journal, Planted
from portsec.simulation.roles import Reason
from portsec.simulation.rota import HOUR, Duty, someone
from portsec.simulation.shipping import Box, Shipping
from portsec.simulation.staff import Person

INSPECTED = 0.3  # share of customs tasks that open the box
CLEARED, OVERRIDDEN = 0.35, 0.02  # share of checked boxes that a colleague lets go the same day
FOR_RISK = 4  # a box of high risk is chosen for control so many times as often as one of low risk
OUTAGES = 1 / 45  # a day: the feed of orders is down for some hours
SELF_OPENED = 0.015  # share of tasks that people open for themselves
LOST_ORDER = 0.015  # share of orders that never reach the feed


@dataclass(slots=True)
class Task:
    """A piece of work for one person: the box and the order that names it (empty: the order was lost)."""

    box: Box
    ref: str
    kind: str


@dataclass(slots=True)
class Errand:
    """A way that somebody makes during a duty: to an area (empty: outside), for `stay` seconds.

    `guests` (badge and person of each) are seen out at its beginning, or brought in at its end.
    """

    at: int
    area: str
    stay: int
    planted: Planted | None = None
    more: dict[str, str] | None = None
    guests: tuple[str, ...] = ()
    guests_leave: bool = False


@dataclass
class Day:
    """Everything that people of one day draw their work from."""

    number: int
    duties: list[Duty]
    by_role: dict[str, list[Duty]] = field(default_factory=dict)
    by_group: dict[str, list[Duty]] = field(default_factory=dict)
    by_company: dict[str, list[Duty]] = field(default_factory=dict)
    at_berth: dict[str, list[Box]] = field(default_factory=dict)
    of_company: dict[str, list[Box]] = field(default_factory=dict)
    of_agency: dict[str, list[Box]] = field(default_factory=dict)
    booked: dict[str, list[Box]] = field(default_factory=dict)
    present: dict[str, list[Box]] = field(default_factory=dict)
    alive: list[Box] = field(default_factory=list)
    tasks: dict[int, list[Task]] = field(default_factory=lambda: defaultdict(list))
    acts: dict[int, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    duty_of: dict[int, Duty] = field(default_factory=dict)
    before: dict[int, Duty] = field(default_factory=dict)
    errands: dict[int, list[Errand]] = field(default_factory=dict)
    absent: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    @property
    def midnight(self) -> int:
        return self.number * DAY


class Dispatch:
    """Gives each day its work. `seed` decides who gets what."""

    def __init__(self, seed: int, companies: Companies, shipping: Shipping, journal: Journal) -> None:
        self._seed = seed
        self._companies = companies
        self._shipping = shipping
        self._journal = journal
        self._orders = 0
        self._before: dict[int, Duty] = {}
        self._outage = (0, 0)

    def day(self, number: int, duties: list[Duty]) -> Day:
        """The day with its pools and tasks; what explains them is written by then."""
        day = Day(number, duties, before=self._before)
        draw = chance(self._seed, "dispatch", number)
        for duty in duties:
            person = duty.person
            day.duty_of[person.number] = duty
            day.by_role.setdefault(person.role.name, []).append(duty)
            day.by_group.setdefault(person.peer_group, []).append(duty)
            day.by_company.setdefault(person.organisation, []).append(duty)
        self._before = day.duty_of
        if draw.random() < OUTAGES:
            since = day.midnight + int(draw.random() * 18 * HOUR)
            self._outage = since, since + int((2 + 6 * draw.random()) * HOUR)
        self._gather(day)  # before anything is passed on: what comes in today is for tomorrow
        self._pass_on(draw, day)
        for duty in duties:
            if duty.person.role.tasks:
                self._assign(draw, day, duty)
        self._move(draw, day)
        return day

    def order(
        self,
        kind: str,
        name: str,
        opened: int,
        closed: int | None,
        *,
        person: str = "",
        team: str = "",
        by: str = "",
    ) -> str:
        """Write one work order and return its reference; empty while the feed of orders is down."""
        self._orders += 1
        if self._outage[0] <= opened < self._outage[1]:
            return ""
        ref = f"W{self._orders:08d}"
        self._journal.order(ref, kind, name, opened, closed, person=person, team=team, opened_by=by)
        return ref

    def _gather(self, day: Day) -> None:
        """Pools by berth, company, agency and terminal."""
        start, end = day.midnight, day.midnight + DAY
        at_berth, of_company, of_agency, booked, present = (defaultdict(list) for _ in range(5))
        day.alive = self._shipping.boxes
        for box in day.alive:
            call = box.call
            if call.ata - DAY // 2 <= start + DAY // 2 <= call.etd + DAY // 2:
                at_berth[call.berth].append(box)
                of_agency[call.agency].append(box)
            if box.gate_out >= start - DAY:
                for company in box.parties:
                    of_company[company].append(box)
            if start <= box.gate_out < end:
                booked[box.terminal].append(box)
            if box.discharged < end and box.gate_out >= start:
                present[box.terminal].append(box)
        day.at_berth, day.of_company, day.of_agency = dict(at_berth), dict(of_company), dict(of_agency)
        day.booked, day.present = dict(booked), dict(present)

    def _pass_on(self, draw: Random, day: Day) -> None:
        """Releases and nominations that are due, by whoever is at work, else from machine to machine."""
        for box in self._shipping.boxes:
            if box.released_day <= day.number and len(box.parties) == 1:
                self._hop(draw, day, box, box.forwarder, "release")
            if box.nominated_day <= day.number and len(box.parties) == 2:
                self._hop(draw, day, box, box.haulier, "nominate")
                if draw.random() < 0.05:
                    other = pick(draw, self._companies.by_kind["haulier"])
                    self._hop(draw, day, box, other, "nominate", again=True)

    def _hop(self, draw: Random, day: Day, box: Box, to: str, action: str, *, again: bool = False) -> None:
        """`again`: the nominating party chose another haulier."""
        giver = box.parties[-2] if again else box.parties[-1]
        if to in box.parties:
            return
        earliest = max(day.midnight, box.passed_at + HOUR // 4)
        latest = min(day.midnight + DAY, box.gate_out - HOUR)
        if again and latest - earliest < HOUR:
            return  # too late to choose another
        by = pick(draw, day.by_company[giver]) if giver in day.by_company else None
        if by is None or max(by.start, earliest) >= min(by.end, latest) or draw.random() < 0.3:
            at = earliest + int(draw.random() * max(HOUR // 4, latest - earliest))
            self._journal.row("release_chain", box.number, giver, to, self._journal.moment(at), "")
        else:
            at = max(by.start, earliest)
            at += int(draw.random() * (min(by.end, latest) - at))
            taken = self._journal.moment(at + 1)  # the chain records what was done
            self._journal.row("release_chain", box.number, giver, to, taken, by.person.ref)
            day.acts[by.person.number].append((at, by.person.cells(action, "container", box.number, "S3")))
        box.passed_at = at + 1
        if again:
            box.parties[-1] = to
        else:
            box.parties.append(to)

    def _assign(self, draw: Random, day: Day, duty: Duty) -> None:
        role = duty.person.role
        for box in self._choose(draw, day, duty.person, max(1, spread(draw, role.tasks, 20))):
            kind = "inspection" if role.name == "customs-officer" and draw.random() < INSPECTED else role.task
            own = draw.random() < SELF_OPENED
            opened = duty.start + int((draw.random() * 0.7 - 0.05) * (duty.end - duty.start))
            name = box.call.ref if kind == "audit" else box.number
            closed = opened + (5 * DAY if kind == "audit" else int((1 + 5 * draw.random()) * HOUR))
            ref = "" if draw.random() < LOST_ORDER else self.order(
                kind, name, opened, closed, person=duty.person.ref,
                by=duty.person.ref if own else self._opener(draw, day, duty.person),
            )  # fmt: skip
            if kind == "audit":
                day.tasks[duty.person.number] += [Task(each, ref, kind) for each in box.call.boxes]
            else:
                day.tasks[duty.person.number].append(Task(box, ref, kind))
            if role.name in ("customs-officer", "scan-operator"):
                box.checked_by.add(duty.person.number)
                if draw.random() < CLEARED:
                    self._clear(draw, day, box, closed)

    def _clear(self, draw: Random, day: Day, box: Box, at: int) -> None:
        """Customs lets a box go: none of those who checked it, as powers are separated."""
        colleague = someone(draw, day.by_role.get("customs-officer", ()), at)
        if colleague is None or colleague.person.number in box.checked_by or box.discharged > at:
            return
        person = colleague.person
        box.is_cleared = True
        ref = self.order(
            "clearance", box.number, at - HOUR // 2, at + HOUR, person=person.ref, by="SELECTION"
        )
        action = "override" if draw.random() < OVERRIDDEN else "release"
        day.acts[person.number].append((at, person.cells(action, "container", box.number, "S3", ref=ref)))

    @staticmethod
    def _opener(draw: Random, day: Day, person: Person) -> str:
        """Somebody else: a supervisor, or the system that spreads the work."""
        name = person.role.name
        if name in ("customer-service", "it-administrator", "control-room"):
            return pick(draw, day.duties).person.ref if draw.random() < 0.8 else "PORTAL"
        return {"customs-officer": "SELECTION", "scan-operator": "SELECTION"}.get(name, "PLANNING")

    @staticmethod
    def _choose(draw: Random, day: Day, person: Person, count: int) -> list[Box]:
        """Boxes for such a task: those of high risk for customs, the cooled ones for technicians."""
        if person.role.name == "customer-service":
            pool = day.of_company.get(person.organisation, [])
        elif person.terminal:
            pool = day.present.get(person.terminal, [])
        else:
            pool = day.present.get(pick(draw, sorted(day.present)), []) if day.present else []
        chosen: list[Box] = []
        for _ in range(6 * count):
            if not pool or len(chosen) == count:
                break
            box = pick(draw, pool)
            if person.role.name == "reefer-technician":
                fits = box.reefer or draw.random() < 0.1
            elif person.role.name in ("customs-officer", "scan-operator"):
                fits = not box.is_cleared and draw.random() < 1 / FOR_RISK ** (3 - box.risk) ** 0.5
            else:
                fits = True
            if fits:
                chosen.append(box)
        return chosen

    def _move(self, draw: Random, day: Day) -> None:
        """A planner orders each box that is to leave; a straddle carrier brings it."""
        for terminal, boxes in sorted(day.booked.items()):
            planners = day.by_group.get(f"planner-{terminal}", ())
            drivers = day.by_group.get(f"straddle-driver-{terminal}", ())
            for box in boxes:
                planned = box.gate_out - int((1.2 + 3 * draw.random()) * HOUR)
                planner = someone(draw, planners, planned)
                driver = someone(draw, drivers, box.gate_out - HOUR // 2)
                if driver is None:
                    continue
                person = driver.person
                lost = draw.random() < LOST_ORDER
                ref = "" if lost else self.order(
                    "move", box.number, planned, box.gate_out, person=person.ref,
                    by=planner.person.ref if planner else "PLANNING",
                )  # fmt: skip
                day.tasks[person.number].append(Task(box, ref, "move"))
                day.acts[person.number].append((
                    box.gate_out - int((0.4 + 0.3 * draw.random()) * HOUR),
                    person.cells("write", "container", box.number, "S1", ref=ref),
                ))  # fmt: skip
                if planner is not None:
                    day.acts[planner.person.number].append(
                        (planned, planner.person.cells("write", "container", box.number, "S2", ref=ref))
                    )


def pool_of(day: Day, duty: Duty) -> Sequence[Box]:
    """The boxes that this duty's ordinary look-ups are about."""
    person = duty.person
    reason = person.role.reason
    if reason is Reason.BERTH:
        return day.at_berth.get(person.berth, ())
    if reason is Reason.APPOINTMENT:
        return day.booked.get(person.terminal, ())
    if reason is Reason.PARTY:
        return day.of_company.get(person.organisation, ())
    if reason is Reason.AGENCY:
        return day.of_agency.get(person.organisation, ())
    return ()
