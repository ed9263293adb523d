"""Feeds: a silence is found in the whole log, kept, and stops the rules that lean on the feed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from access.detection.registry import rule_named, run
from access.detection.window import Feed
from access.models import DataEvent, DeadFeed, GateEvent
from access.scanning.extent import Extent
from access.selectors import detection, detection_feeds
from access.services import feed
from accounts.models import Port
from ledger.models import Job

pytestmark = [pytest.mark.db, pytest.mark.django_db]

DAYS = 16
STEP = timedelta(minutes=5)


def _gate(port: Port, at: datetime) -> GateEvent:
    return GateEvent(
        port=port,
        source="import",
        code=f"g{at.isoformat()}",
        at=at,
        received_at=at,
        reader_code="G1",
        direction="in",
        result="granted",
    )


def _data(port: Port, at: datetime) -> DataEvent:
    return DataEvent(
        port=port,
        source="import",
        code=f"d{at.isoformat()}",
        at=at,
        received_at=at,
        account="a",
        action="read",
        object_type="container",
        object_ref="x",
        field_class="S1",
        result="ok",
    )


@pytest.fixture
def silent_gates(port: Port, now: datetime) -> datetime:
    """Both logs went on every five minutes for sixteen days; then the gates were silent for nine hours."""
    times = [now - number * STEP for number in range(int(timedelta(days=DAYS) / STEP))]
    silent_since = now - timedelta(hours=9)
    GateEvent.objects.bulk_create([_gate(port, at) for at in times if at <= silent_since])
    DataEvent.objects.bulk_create([_data(port, at) for at in times])
    return silent_since


def look(port: Port, at: datetime) -> int:
    return feed.look(port, since=at - feed.LATEST, until=at, at=at)


def test_look_when_a_feed_falls_silent_while_others_go_on_then_it_is_kept(
    silent_gates: datetime, port: Port, now: datetime
) -> None:
    assert look(port, now) == 1
    kept = DeadFeed.objects.get()
    assert (kept.feed, kept.since.replace(second=0, microsecond=0)) == (
        Feed.GATE.value,
        silent_gates.replace(second=0, microsecond=0),
    )
    assert kept.until == now
    assert "Gate events were silent" in kept.detail


def test_look_when_repeated_then_a_silence_is_kept_once(
    silent_gates: datetime, port: Port, now: datetime
) -> None:
    look(port, now)
    look(port, now)
    assert DeadFeed.objects.count() == 1


def test_look_when_late_events_fill_the_silence_then_it_is_taken_back(
    silent_gates: datetime, port: Port, now: datetime
) -> None:
    look(port, now)
    times = [silent_gates + number * STEP for number in range(1, 108)]
    GateEvent.objects.bulk_create([_gate(port, at) for at in times])
    assert look(port, now) == 0
    assert not DeadFeed.objects.exists()


def test_share_when_a_feed_was_silent_then_rules_that_lean_on_it_say_so(
    silent_gates: datetime, port: Port, now: datetime
) -> None:
    look(port, now)
    extent = Extent(now - timedelta(hours=12), now, now - timedelta(days=2), frozenset({"somebody"}))
    silences = detection_feeds.silences(port, extent.loaded_since, now)
    report = run(detection.share(port, extent, silences), [rule_named("P08")])
    assert [item.code for item in report.not_evaluated] == ["feed_silent"]


def test_share_when_few_people_were_silent_together_then_no_feed_is_called_dead(
    port: Port, now: datetime
) -> None:
    DataEvent.objects.bulk_create([_data(port, now - number * STEP) for number in range(4_000)])
    extent = Extent(now - timedelta(days=1), now, now - timedelta(days=2), frozenset({"a"}))
    report = run(detection.share(port, extent, ()), [rule_named("P08")])
    assert not [item for item in report.not_evaluated if item.code == "feed_silent"]


def test_look_when_the_log_is_empty_then_nothing_is_silent(port: Port, now: datetime) -> None:
    assert look(port, now) == 0


def test_request_when_asked_again_within_five_minutes_then_one_job(port: Port, now: datetime) -> None:
    begun = now.replace(minute=10, second=0)
    feed.request(port, at=begun)
    feed.request(port, at=begun + timedelta(minutes=4, seconds=59))
    assert Job.objects.filter(kind=feed.FEED_JOB).count() == 1
    feed.request(port, at=begun + timedelta(minutes=5))
    assert Job.objects.filter(kind=feed.FEED_JOB).count() == 2
