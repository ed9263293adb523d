"""Whether somebody had a job in a place at a moment: by duty, by an order for what stands there, by habit."""

from __future__ import annotations

from bisect import bisect_left
from datetime import datetime, timedelta
from operator import attrgetter

from access.detection.duty import Duties
from access.detection.facts import GateFact
from access.detection.places import Place, Places
from access.detection.window import Window
from access.detection.wording import day
from access.enums import Direction
from access.need_to_know.work_order import WINDOW

HABIT = timedelta(days=14)
TOLERANCE = timedelta(minutes=60)


class Jobs:
    """Answers for the reads of one window."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._duties = window.once(Duties)
        self._places = window.once(Places)

    def has_job(self, person: str, place: Place, at: datetime) -> bool:
        """Whether the roster names the very area, or an order something that stands in it."""
        duty = self._duties.on_duty(person, at, TOLERANCE)
        if duty and duty.area == place.area:
            return True
        orders = self._duties.orders(person, at, WINDOW)
        return any(self._concerns(order.object, order.opened_by == person, place, at) for order in orders)

    def is_on_duty(self, person: str, at: datetime) -> bool:
        """Whether the roster has the person at work, wherever: guards go from place to place."""
        return self._duties.on_duty(person, at, TOLERANCE) is not None

    def is_off_duty(self, person: str, at: datetime) -> bool:
        """Whether the roster names the person around that time, but not then. Of others it shows nothing."""
        return not self.is_on_duty(person, at) and self._duties.is_rostered(person, at, HABIT)

    def knows_habits(self, at: datetime) -> bool:
        """Whether the log reaches back far enough to tell a habit."""
        return self._window.history_since <= at - HABIT / 2

    def is_usual(self, person: str, area: str, at: datetime, share: float) -> bool:
        """Whether the person went into the area on at least this share of the days of two weeks before."""
        reads = self._window.gate_by_person.get(person, ())
        first = bisect_left(reads, at - HABIT, key=attrgetter("at"))
        today = day(at)
        came, went_there = set(), set()
        for fact in reads[first : bisect_left(reads, at, key=attrgetter("at"))]:
            on = day(fact.at)
            if on == today or not fact.granted:
                continue
            came.add(on)
            if _enters(fact, area):
                went_there.add(on)
        return bool(came) and len(went_there) >= share * len(came)

    def _concerns(self, reference: str, is_own: bool, place: Place, at: datetime) -> bool:
        """Whether an order's object is the place, or stands in it. Nobody gives an order to themselves."""
        if is_own:
            return False
        if reference == place.area:
            return True
        where = self._places.of(reference, at)
        return where is not None and where.area == place.area


def _enters(fact: GateFact, area: str) -> bool:
    return fact.direction == Direction.IN and fact.area_to == area
