"""The window that rules judge: events of a stretch, with the context that the port delivered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from access.detection.window import Feed, Window
from access.models import DataEvent, GateEvent
from access.selectors import detection
from accounts.models import Port
from screening.models import Clearance, Person
from tests.scenario import CONTAINER, OTHER_CONTAINER, Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]


NOT_KEPT = {
    *(Feed.TRUCK_VISITS, Feed.CHIP_READS, Feed.PASSAGE_COUNTS, Feed.YARD_MOVES, Feed.LOG_MARKS),
    Feed.SUITABILITY,
}
"""Feeds that no table keeps yet."""


def window(port: Port, at: datetime, *, back: timedelta = timedelta(days=1)) -> Window:
    return detection.window(port, since=at - back, until=at, loaded_since=at - back)


def test_window_when_read_then_events_with_their_place_and_context(made: Scenario, now: datetime) -> None:
    found = window(made.port, now)
    assert [(fact.result, fact.badge, fact.person) for fact in found.gate_events] == [
        ("granted", made.badge.serial, made.erin.log_ref),
        ("refused", made.badge.serial, made.erin.log_ref),
    ]
    first = found.gate_events[0]
    assert (first.id, first.reader) == (str(made.event.id), "GA1")
    assert (first.area_from, first.area_to) == ("OUT", "TERMINAL-A")
    assert found.gate_events[1].reasons == ("clearance_suspended",)
    (look_up,) = found.data_events
    assert (look_up.object, look_up.result, look_up.person) == (OTHER_CONTAINER, "denied", made.erin.log_ref)
    assert set(found.visits_by_container) == {CONTAINER}
    assert [order.ref for order in found.orders_by_object[CONTAINER]] == ["W-1"]
    assert [span.state for span in found.clearance_history[made.erin.log_ref]] == [
        "granted",
        "suspended",
        "granted",
    ]
    assert [span.state for span in found.badge_history[made.badge.serial]] == ["active"]
    assert found.people[made.erin.log_ref].organisation == "QUAYSIDE"


def test_window_when_feeds_were_never_delivered_then_they_are_missing_and_not_empty(
    made: Scenario, other_port: Port, now: datetime
) -> None:
    found = window(made.port, now).feeds
    assert found >= {Feed.GATE, Feed.DATA, Feed.BADGES, Feed.CLEARANCES, Feed.CARGO, Feed.WORK_ORDERS}
    assert found >= {Feed.GRANTS, Feed.RIGHTS, Feed.PEOPLE, Feed.AREAS, Feed.READERS, Feed.ACCOUNTS}
    assert not found & {Feed.ROSTER, Feed.PEER_LIMITS, Feed.TRAVEL_TIMES, Feed.HONEY_CONTAINERS}
    assert not found & NOT_KEPT
    assert window(other_port, now).feeds == {Feed.GATE, Feed.DATA}


def test_window_when_another_port_has_events_then_they_stay_out(
    made: Scenario, elsewhere: Scenario, now: datetime
) -> None:
    found = window(made.port, now)
    assert {fact.badge for fact in found.gate_events} == {made.badge.serial}
    assert set(found.badge_history) == {made.badge.serial}
    assert set(found.people) == {who.log_ref for who in Person.objects.filter(port=made.port)}


@pytest.mark.parametrize(("off", "inside"), [(0, True), (-1, False), (3600, True), (3601, False)])
def test_window_when_an_event_lies_at_its_end_then_both_ends_count(
    made: Scenario, now: datetime, off: int, inside: bool
) -> None:
    since = datetime(2026, 6, 1, 12, tzinfo=UTC)
    GateEvent.objects.create(
        port=made.port,
        source="import",
        code="g1",
        at=since + timedelta(seconds=off),
        received_at=now,
        reader_code="GA7",
        direction="in",
        result="granted",
    )
    until = since + timedelta(hours=1)
    found = detection.window(made.port, since=since, until=until, loaded_since=since)
    assert [fact.id for fact in found.gate_events] == (["g1"] if inside else [])


def test_clearance_when_it_has_a_last_day_then_it_counts_to_its_end_in_the_port(
    made: Scenario, now: datetime
) -> None:
    Clearance.objects.filter(pk=made.clearance.pk).update(valid_until="2027-01-15")
    spans = window(made.port, now).clearance_history[made.erin.log_ref]
    assert {span.until for span in spans} == {datetime(2027, 1, 15, 23, tzinfo=UTC)}


def test_window_when_rows_grow_then_queries_do_not(made: Scenario, now: datetime) -> None:
    with CaptureQueriesContext(connection) as before:
        window(made.port, now)
    for number in range(5):
        DataEvent.objects.create(
            port=made.port,
            source="import",
            code=f"d{number}",
            at=now,
            received_at=now,
            account="x",
            action="read",
            object_type="container",
            object_ref="x",
            field_class="S1",
            result="ok",
        )
    with CaptureQueriesContext(connection) as after:
        window(made.port, now)
    assert len(after) == len(before)
