"""Whether the feeds of a port are alive: when each brought something, and the silences that were found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import TruncMinute

from access.detection.facts import DataFact, GateFact, ReleaseHop, WorkOrder
from access.detection.feed_guard import PATIENCE
from access.detection.feed_guard import DeadFeed as Silence
from access.detection.window import Context, Feed, Window
from access.models import DataEvent, DeadFeed, GateEvent, RosterSpan
from access.models import ReleaseHop as Hop
from access.models import WorkOrder as Order
from access.scanning.extent import Extent
from access.selectors import detection_work as work
from accounts.models import Port

LOOK_BACK = PATIENCE.history + PATIENCE.longest
"""As far as a rhythm is measured before a silence, and as long as a silence may have lasted."""


def silences(port: Port, since: datetime, until: datetime) -> tuple[Silence, ...]:
    """The stretches in which a feed was dead, as found in the whole log."""
    rows = DeadFeed.objects.filter(port=port, until__gte=since, since__lte=until)
    columns = rows.values_list("feed", "since", "until", "detail")
    return tuple(Silence(Feed(feed), begun, ended, detail) for feed, begun, ended, detail in columns)


def rhythm(port: Port, since: datetime, until: datetime) -> Window:
    """A window that tells when something came and nothing else: the minutes with at least one event.

    A silence is longer than half an hour, so that minutes are fine enough and many times fewer.
    """
    loaded_since = since - LOOK_BACK
    span = (loaded_since, until)
    orders = Order.objects.filter(port=port, opened_at__range=span)
    return Window(
        since=since,
        until=until,
        loaded_since=loaded_since,
        gate=[
            GateFact(str(number), at, "", "", "", "", "")
            for number, at in _minutes(GateEvent.objects.filter(port=port, at__range=span), "at")
        ],
        data=[
            DataFact(str(number), at, "", "", "", "", "", "")
            for number, at in _minutes(DataEvent.objects.filter(port=port, at__range=span), "at")
        ],
        context=Context(
            work_orders=[WorkOrder(str(number), "", "", at) for number, at in _minutes(orders, "opened_at")],
            release_chain=[
                ReleaseHop("", "", "", at)
                for _, at in _minutes(Hop.objects.filter(port=port, at__range=span), "at")
            ],
            roster=work.roster(port, Extent(since, until, loaded_since), None)
            if RosterSpan.objects.filter(port=port).exists()
            else None,
        ),
    )


def _minutes(rows: QuerySet[Any], column: str) -> Iterator[tuple[int, datetime]]:
    found = rows.order_by().annotate(minute=TruncMinute(column)).values_list("minute", flat=True).distinct()
    return enumerate(sorted(found))
