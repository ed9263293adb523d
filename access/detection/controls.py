"""Reports of doors, fences and cameras, and whether work explains them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import timedelta
from operator import attrgetter

from access.detection.facts import GateFact
from access.detection.physical_facts import Alarm
from access.detection.window import Window


def alarms(window: Window) -> Sequence[Alarm]:
    """Those of the loaded time, in order. To be asked for with `window.once`."""
    since, until = window.history_since, window.until
    inside = (alarm for alarm in window.context.alarms or () if since <= alarm.at <= until)
    return sorted(inside, key=attrgetter("at", "id"))


def is_ordered(window: Window, alarm: Alarm) -> bool:
    """Whether it names a work order that stood then and that the operator did not open."""
    if not alarm.work_ref:
        return False
    orders = (order for order in window.context.work_orders or () if order.work_ref == alarm.work_ref)
    return any(
        order.opened_at <= alarm.at
        and (order.closed_at is None or alarm.at <= order.closed_at)
        and (not alarm.operator or order.opened_by != alarm.operator)
        for order in orders
    )


def reads_near(window: Window, alarm: Alarm, within: timedelta) -> Sequence[GateFact]:
    """Reads at the readers close to it, so long before and after, in the order of time."""
    found: list[GateFact] = []
    for reader in alarm.readers:
        reads = window.gate_by_reader.get(reader, ())
        first = bisect_left(reads, alarm.at - within, key=attrgetter("at"))
        found += reads[first : bisect_right(reads, alarm.at + within, key=attrgetter("at"))]
    return sorted(found, key=attrgetter("at", "id"))
