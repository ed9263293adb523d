"""Looks whether the feeds of a port are alive, and keeps the silences. The one writer of the table."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from access.detection.feed_guard import dead_feeds
from access.models import DeadFeed
from access.selectors import detection_feeds
from access.selectors.detection_events import first_and_last
from accounts.models import Port
from ledger.services import job

FEED_JOB = "access.feeds"
MINUTES = 5  # between two looks
LATEST = timedelta(hours=24)  # events come so late; then they may fill a silence that was found

ACTOR = "system:detection"


def request(port: Port, *, at: datetime) -> None:
    """Ask for a look at the feeds of a port. Safe to repeat because: one slot lasts five minutes."""
    begun = at - timedelta(minutes=at.minute % MINUTES)
    slot = f"{begun:%Y-%m-%dT%H:%M}"
    job.request(FEED_JOB, f"port:{port.locode}", actor=ACTOR, at=at, slot=slot, port=port.locode)


@transaction.atomic
def look(port: Port, *, since: datetime, until: datetime, at: datetime) -> int:
    """Look for feeds that fell silent, or were silent, between `since` and `until`. Returns how many were.

    A silence that goes on is brought up to date; one that late events have filled is taken back.
    Safe to repeat because: a silence is kept once, by its feed and beginning.
    """
    log = first_and_last(port)
    if log is None or log[0] > until:
        return 0
    found = dead_feeds(detection_feeds.rhythm(port, max(since, log[0]), until))
    rows = [
        DeadFeed(
            port=port, feed=one.feed.value, since=one.since, until=one.until, detail=one.detail, found_at=at
        )
        for one in found
    ]
    DeadFeed.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["port", "feed", "since"],
        update_fields=["until", "detail", "found_at"],
    )
    begun = {(row.feed, row.since) for row in rows}
    for row in DeadFeed.objects.filter(port=port, until__gte=since, since__gte=since, since__lte=until):
        if (row.feed, row.since) not in begun:
            row.delete()
    return len(rows)
