"""The window: order, doubles, feeds and states."""

from __future__ import annotations

from datetime import datetime

import pytest

from access.detection.facts import BadgeSpan, CargoVisit, PeerLimit
from access.detection.window import Context, Feed, Window, span_at
from portsec.kernel.errors import InvalidInput
from tests.access.detection.port import DAY, at, look, read

pytestmark = pytest.mark.unit


def test_events_stand_in_order_once_and_inside_the_loaded_time() -> None:
    early, late, after = read(at(1), event="b"), read(at(2), event="a"), read(at(9))
    window = Window(at(2), at(8), gate=[after, late, early, late], loaded_since=at(1))
    assert window.gate_events == (early, late)
    assert Window(at(2), at(8), gate=[late, early], loaded_since=at(1.5)).gate_events == (late,)


def test_events_of_one_moment_stand_in_the_order_of_their_ids() -> None:
    events = [read(at(1), event=name) for name in "cab"]
    assert [event.id for event in Window(DAY, at(8), gate=events).gate_events] == ["a", "b", "c"]


def test_history_begins_with_the_first_event_unless_it_was_loaded_from_earlier() -> None:
    events = [read(at(-5))]
    assert Window(DAY, at(8), gate=events).history_since == at(-5)
    assert Window(DAY, at(8), gate=events, loaded_since=at(-9)).history_since == at(-9)
    assert Window(DAY, at(8)).history_since == DAY


def test_empty_feed_was_delivered_and_a_missing_one_was_not() -> None:
    window = Window(DAY, at(8), data=[], context=Context(work_orders=[], grants={}))
    assert window.feeds == {Feed.DATA, Feed.WORK_ORDERS, Feed.GRANTS}


@pytest.mark.parametrize(
    ("since", "until"),
    [(at(2), at(1)), (datetime(2026, 3, 3), at(1)), (at(1), datetime(2026, 3, 4))],  # noqa: DTZ001
)
def test_reversed_or_naive_ends_are_refused(since: datetime, until: datetime) -> None:
    with pytest.raises(InvalidInput):
        Window(since, until)


def test_later_span_holds_from_its_beginning() -> None:
    spans = [BadgeSpan("b", "dave", "active", at(1)), BadgeSpan("b", "dave", "lost", at(3))]
    assert span_at(spans, at(0)) is None
    assert span_at(spans, at(2)) == spans[0]
    assert span_at(spans, at(3)) == spans[1]


def test_stays_of_a_container_stand_in_order_with_the_expected_one_last() -> None:
    visits = [CargoVisit("X"), CargoVisit("X", discharged_at=at(5)), CargoVisit("X", discharged_at=at(1))]
    window = Window(DAY, at(8), context=Context(cargo=visits))
    assert window.visits_by_container["X"] == [visits[2], visits[1], visits[0]]


def test_newest_peer_limit_counts() -> None:
    limits = [PeerLimit("D01", "g", 9, 20, at(5)), PeerLimit("D01", "g", 4, 20, at(1))]
    window = Window(DAY, at(8), context=Context(peer_limits=limits))
    assert window.peer_limit("D01", "g") == limits[0]
    assert window.peer_limit("D04", "g") is None


def test_field_class_that_is_not_known_ranks_lowest() -> None:
    assert look(at(1), "X", field_class="").rank == 0
    assert look(at(1), "X", field_class="S3").rank == 3


@pytest.mark.parametrize(
    ("direction", "area_from", "area", "leaving"),
    [
        ("in", "OUT", "yard", False),
        ("out", "OUT", "yard", True),
        ("in", "yard", "OUT", True),
        ("in", "yard", "", True),
        ("out", "yard", "OUT", False),
        ("out", "", "", True),
    ],
)
def test_leaving_is_seen_from_where_the_reader_leads(
    direction: str, area_from: str, area: str, leaving: bool
) -> None:
    assert read(at(1), direction, area=area, area_from=area_from).leaving is leaving
