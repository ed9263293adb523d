"""What people look up during a duty: their work, and the small disorder of every office."""

from __future__ import annotations

from random import Random

from portsec.simulation.chance import chance, pick, spread
from portsec.simulation.dispatch import Day, Dispatch, pool_of
from portsec.simulation.journal import Journal
from portsec.simulation.roles import Reason
from portsec.simulation.rota import HOUR, Duty
from portsec.simulation.shipping import Box

TYPING_ERROR = 0.006  # share of enquiries that begin with a wrong number
LISTING, PRINTING = 0.03, 0.004
MONTH_END = 0.03  # share of desk duties in the last days of a month that end with a report
TICKET_FOR_CALL = 0.4  # share of calls that somebody enters as a ticket
CHASING = 0.006  # share of enquiries at the customer desk that become a chase: the same box again and again
RECORDED = 0.7  # share of checks whose result is written the same day
COVER, COVER_ON_RECORD = 0.005, 0.6
UNLOCKED = 0.02  # share of enquiries that go on at an unlocked screen while its owner is away
SHARED_DESK = 0.015  # share of duties at a colleague's desk
FAMILIARISING = 20  # days in which a new joiner looks around
CURIOUS = 0.004  # share of enquiries out of plain curiosity


class Desk:
    """Makes the data events of a duty."""

    def __init__(self, seed: int, dispatch: Dispatch, journal: Journal) -> None:
        self._seed = seed
        self._dispatch = dispatch
        self._journal = journal

    def work(self, day: Day, duty: Duty) -> None:
        """All look-ups of one duty, and the acts that the day holds ready."""
        person = duty.person
        draw = chance(self._seed, "desk", day.number, person.number)
        if person.is_suspended(duty.start):
            return
        for at, cells in day.acts.pop(person.number, ()):
            if duty.start <= at <= duty.end:
                self._journal.data(at, cells)
        enquiries = spread(draw, person.role.look_ups * person.pace / 2)
        if not enquiries:
            return
        area = self._seat(draw, day, duty)
        pool = pool_of(day, duty)
        tasks = day.tasks.get(person.number, ())
        if person.role.reason is Reason.TASK and not tasks:
            enquiries //= 4
        if draw.random() < COVER and person.role.look_ups > 30:
            pool = self._cover(draw, day, duty) or pool
            tasks = ()
        away = day.absent.get(person.number, ())
        span = max(HOUR, duty.end - duty.start - HOUR // 3)
        for _ in range(enquiries):
            at = duty.start + HOUR // 6 + int(draw.random() * span)
            if any(begin <= at <= end for begin, end in away) and draw.random() > UNLOCKED:
                continue
            aside = draw.random()
            if aside < person.phone:
                self._call(draw, day, duty, at, area)
            elif aside < person.phone + self._curiosity(day, duty):
                self._enquire(draw, duty, pick(draw, day.alive), at, area, "", 0.0)
            elif tasks:
                task = pick(draw, tasks)
                self._enquire(draw, duty, task.box, at, area, task.ref, person.role.critical)
            elif pool:
                self._enquire(draw, duty, pick(draw, pool), at, area, "", person.role.critical)
        self._reports(draw, day, duty, pool, area)

    def _seat(self, draw: Random, day: Day, duty: Duty) -> str:
        """The area of the screen: one's own, or now and then that of the gatehouse, where a desk is free."""
        person = duty.person
        if draw.random() < SHARED_DESK and person.terminal and person.role.works_in == "OFFICE":
            return f"{person.terminal}-GATEHOUSE"
        return person.workplace

    @staticmethod
    def _curiosity(day: Day, duty: Duty) -> float:
        newcomer = 0 <= day.number - duty.person.joined < FAMILIARISING
        return 0.08 if newcomer else CURIOUS

    def _cover(self, draw: Random, day: Day, duty: Duty) -> list[Box]:
        """The work of another terminal or company for one duty; mostly by an order of the supervisor."""
        others = [other for other in day.by_role[duty.person.role.name] if other is not duty]
        if not others:
            return []
        boxes = list(pool_of(day, pick(draw, others)))
        if not boxes:
            return []
        if draw.random() < COVER_ON_RECORD:
            for ref in sorted({box.call.ref for box in boxes}):
                self._dispatch.order(
                    "supervision", ref, duty.start, duty.end, person=duty.person.ref, by="PLANNING"
                )
        return boxes

    def _call(self, draw: Random, day: Day, duty: Duty, at: int, area: str) -> None:
        """Somebody rings up about a box; some calls become a ticket, some callers ring again."""
        box = pick(draw, day.alive)
        person = duty.person
        ref = ""
        if draw.random() < TICKET_FOR_CALL:
            caller = pick(draw, day.duties).person.ref
            closed = at + int(6 * HOUR * draw.random())
            ref = self._dispatch.order("ticket", box.number, at - 60, closed, person=person.ref, by=caller)
        critical = person.role.critical / 2
        self._enquire(draw, duty, box, at, area, ref, critical)
        if draw.random() < CHASING * 10:
            for _ in range(2 + int(3 * draw.random())):
                at += int((0.3 + 2 * draw.random()) * HOUR)
                if at < duty.end:
                    self._enquire(draw, duty, box, at, area, ref, critical)

    def _enquire(
        self, draw: Random, duty: Duty, box: Box, at: int, area: str, ref: str, critical: float
    ) -> None:
        """One enquiry: search, read, read once more; now and then a number typed wrong first."""
        person = duty.person
        role = person.role
        head = f"{person.account},{person.ref},"
        tail = f",{area},{person.ip},{role.system},,{ref}"
        if draw.random() < TYPING_ERROR:
            wrong = _mistyped(draw, box.number)
            self._journal.data(at, f"{head}search,container,{wrong},S1,1,not_found{tail}")
            at += 8 + int(20 * draw.random())
        self._journal.data(at, f"{head}read,container,{box.number},S1,1,ok{tail}")
        if role.reason is Reason.NONE:
            return
        deeper = draw.random()
        if deeper < critical:
            field_class = "S3"
        elif deeper < 0.75:
            field_class = "S2"
        else:
            return
        action = "print" if draw.random() < PRINTING else "read"
        later = at + 5 + int(90 * draw.random())
        self._journal.data(later, f"{head}{action},container,{box.number},{field_class},1,ok{tail}")
        if draw.random() < LISTING and role.look_ups >= 30:
            rows = len(box.call.boxes)
            kind, name = ("vessel_call", box.call.ref)
            if role.reason in (Reason.PARTY, Reason.TASK):
                kind, name, rows = "bill_of_lading", box.bill, 1 + int(8 * draw.random())
            self._journal.data(later + 30, f"{head}list,{kind},{name},S1,{rows},ok{tail}")

    def _reports(self, draw: Random, day: Day, duty: Duty, pool: object, area: str) -> None:
        """Lists for the end of the month, and what customs and scanning found in their boxes."""
        person = duty.person
        if day.number % 30 >= 27 and person.role.look_ups >= 30 and draw.random() < MONTH_END:
            rows = 100 + int(400 * draw.random())
            at = duty.end - int(HOUR * (0.5 + draw.random()))
            cells = person.cells("export", "report", "MONTH", "S1", rows=rows, area=area, purpose="month end")
            self._journal.data(at, cells)
        if person.role.system not in ("CUSTOMS", "SCAN"):
            return
        for task in day.tasks.get(person.number, ()):
            at = max(duty.start + HOUR // 2, task.box.discharged + HOUR // 4) + int(draw.random() * 6 * HOUR)
            if at < duty.end and draw.random() < RECORDED:
                cells = person.cells("write", "container", task.box.number, "S3", ref=task.ref)
                self._journal.data(at, cells)


def _mistyped(draw: Random, number: str) -> str:
    """A digit wrong, or two neighbours swapped."""
    place = 4 + int(draw.random() * 6)
    if draw.random() < 0.4 and number[place] != number[place + 1]:
        return number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    digit = (int(number[place]) + 1 + int(draw.random() * 9)) % 10
    return f"{number[:place]}{digit}{number[place + 1 :]}"
