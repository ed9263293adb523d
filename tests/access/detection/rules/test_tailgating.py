"""P09: more go through than are read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.detection.physical_facts import PassageCount, ReaderFact
from access.enums import Severity
from tests.access.detection.port import at, flags, read, report

pytestmark = pytest.mark.unit

LANE = [ReaderFact("yard-in", "OUT", "yard", one_person=True)]


def counted(passed: int, *more, **facts):
    gate = [read(at(8), vehicle="1-ABC", event="came", **facts), *more]
    return flags("P09", gate=gate, passage_counts=[PassageCount("came", passed)])


def test_more_through_than_read_is_medium() -> None:
    (flag,) = counted(2)
    assert (flag.severity, flag.person, flag.events) == (Severity.MEDIUM, "dave", ("came",))
    assert "2 went through at yard-in" in flag.text
    assert not counted(1)


def test_passengers_who_present_a_badge_count() -> None:
    def beside(seconds: float, vehicle: str = "1-ABC"):
        return read(at(8) + timedelta(seconds=seconds), person="erin", vehicle=vehicle)

    assert not counted(2, beside(30))
    assert not counted(2, beside(-30))
    assert counted(2, beside(31))
    assert counted(2, beside(5, "2-DEF"))
    assert counted(3, beside(5))


def test_refused_read_counts_nobody_through() -> None:
    assert not counted(2, result="refused")


def lane(seconds: float, **second):
    gate = [read(at(8)), read(at(8) + timedelta(seconds=seconds), **{"person": "erin"} | second)]
    return flags("P09", gate=gate, readers=LANE)


def test_two_badges_faster_than_the_lane_allows_are_medium() -> None:
    (flag,) = lane(2.9)
    assert (flag.severity, flag.person) == (Severity.MEDIUM, "erin")
    assert "within 2.9 s in the one-person lane yard-in" in flag.text
    assert not lane(3)


def test_same_badge_other_way_or_a_refusal_is_silent() -> None:
    assert not lane(1, person="dave")
    assert not lane(1, direction="out", reader="yard-in")
    assert not lane(1, result="refused")


def test_wide_gate_is_silent() -> None:
    gate = [read(at(8)), read(at(8), person="erin")]
    assert not flags("P09", gate=gate, readers=[ReaderFact("yard-in", "OUT", "yard")])


def test_without_counts_and_readers_it_is_not_evaluated() -> None:
    said = report("P09", gate=[read(at(8))])
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")
