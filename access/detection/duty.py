"""Whether a person had work in the port at a moment: by the roster, or by an appointment in person."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter

from access.detection.facts import RosterSpan, WorkOrder
from access.detection.window import Window, grouped
from access.enums import RosterKind
from access.need_to_know.work_order import EMERGENCY_KINDS

APPOINTMENT_KINDS = EMERGENCY_KINDS | {"appointment", "truck_appointment", "visit", "call_out"}
"""Orders that ask a person to come at a time of their own; other orders are worked off on a shift."""

WORKING = frozenset({RosterKind.SHIFT, RosterKind.ON_CALL})
_LONGEST = timedelta(hours=48)  # a duty that is longer is not looked for
_A_DAY = timedelta(days=1)
_BY_START = attrgetter("starts_at")


class Duties:
    """Rosters and orders by person; made once for a window."""

    def __init__(self, window: Window) -> None:
        self._roster = window.roster_by_person
        named = (order for order in window.context.work_orders or () if order.person)
        ordered = sorted(named, key=attrgetter("opened_at", "work_ref"))
        self._orders: Mapping[str, Sequence[WorkOrder]] = grouped(ordered, attrgetter("person"))

    def is_rostered(self, person: str, at: datetime, within: timedelta) -> bool:
        """Whether the roster names this person around that moment; drivers and visitors have none."""
        spans = self._roster.get(person, ())
        first = bisect_left(spans, at - within, key=_BY_START)
        return first < len(spans) and spans[first].starts_at <= at + within

    def on_duty(self, person: str, at: datetime, tolerance: timedelta) -> RosterSpan | None:
        """The shift or stand-by that covers the moment, with so much before and after it."""
        working = (span for span in self._covering(person, at, tolerance) if span.kind in WORKING)
        return next(working, None)

    def absence(self, person: str, at: datetime, tolerance: timedelta) -> RosterSpan | None:
        """The leave or sickness in which the moment lies, so far from its ends."""
        spans = (span for span in self._covering(person, at, -tolerance) if span.kind not in WORKING)
        return next(spans, None)

    def appointment(self, person: str, at: datetime, tolerance: timedelta) -> WorkOrder | None:
        """The appointment or call-out that covers the moment; one that is not closed lasts a day.

        Nobody makes an appointment with themselves.
        """
        for order in self._orders.get(person, ()):
            if order.kind.strip().casefold() not in APPOINTMENT_KINDS or order.opened_by == person:
                continue
            ends_at = order.closed_at or order.opened_at + _A_DAY
            if order.opened_at - tolerance <= at <= ends_at + tolerance:
                return order
        return None

    def orders(self, person: str, at: datetime, tolerance: timedelta) -> Iterator[WorkOrder]:
        """The person's own orders that stand at the moment, with so much before and after."""
        for order in self._orders.get(person, ()):
            if order.opened_at - tolerance > at:
                return
            if order.closed_at is None or at <= order.closed_at + tolerance:
                yield order

    def _covering(self, person: str, at: datetime, tolerance: timedelta) -> Iterator[RosterSpan]:
        """Spans that hold the moment, the latest first. Leave may be long, so its start is not bounded."""
        spans = self._roster.get(person, ())
        for index in range(bisect_right(spans, at + tolerance, key=_BY_START) - 1, -1, -1):
            span = spans[index]
            if span.kind in WORKING and at - span.starts_at > _LONGEST:
                continue
            if at <= span.ends_at + tolerance:
                yield span
