"""P04: gates refuse a badge again and again, or somebody gets in behind another badge."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.detection.facts import GateFact
from access.enums import Severity
from tests.access.detection.port import at, flags, read, report

pytestmark = pytest.mark.unit


def refused(minutes: float, area: str = "yard", person: str = "dave", **more) -> GateFact:
    when = at(8) + timedelta(minutes=minutes)
    more = {"reasons": ("area_not_granted",)} | more
    return read(when, person=person, area=area, result="refused", **more)


def test_three_refusals_at_one_reader_in_ten_minutes_are_medium() -> None:
    gate = [refused(0), refused(4), refused(10)]
    (flag,) = flags("P04", gate=gate)
    assert (flag.severity, flag.person) == (Severity.MEDIUM, "dave")
    assert flag.events == tuple(fact.id for fact in gate)
    assert "refused the badge 3 times" in flag.text
    assert "(area not granted)" in flag.text


def test_two_refusals_or_three_over_a_longer_time_are_silent() -> None:
    assert not flags("P04", gate=[refused(0), refused(1)])
    assert not flags("P04", gate=[refused(0), refused(5), refused(10.1)])


def test_three_areas_in_a_day_are_high() -> None:
    gate = [refused(0, "a"), refused(60, "b"), refused(24 * 60, "c")]
    (flag,) = flags("P04", gate=gate)
    assert flag.severity == Severity.HIGH
    assert "refused at 3 areas in 1 day: a, b and c" in flag.text
    assert not flags("P04", gate=[*gate[:2], refused(24 * 60 + 1, "c")])
    assert not flags("P04", gate=[refused(0, "a"), refused(60, "b"), refused(120, "b", reader="other")])


def test_refusals_on_the_way_out_are_no_door_that_was_tried() -> None:
    ways_out = [
        read(at(8 + index), "out", area=area, result="refused") for index, area in enumerate(["a", "b", "c"])
    ]
    assert not flags("P04", gate=ways_out)


def test_refusals_for_papers_are_informational() -> None:
    papers = {"reasons": ("training_expired",)}
    (flag,) = flags("P04", gate=[refused(minutes, **papers) for minutes in (0, 1, 2)])
    assert flag.severity == Severity.INFORMATIONAL
    mixed = [refused(0, **papers), refused(1, **papers), refused(2)]
    assert flags("P04", gate=mixed)[0].severity == Severity.MEDIUM


def test_faulty_reader_is_silent_and_said() -> None:
    people = ["dave", "erin", "carol", "alice"]
    gate = [
        refused(5 * place + number, person=name) for place, name in enumerate(people) for number in (0, 1, 2)
    ]
    said = report("P04", gate=gate)
    assert not said.flags
    assert [item.code for item in said.not_evaluated] == ["reader_fault"]
    assert len(flags("P04", gate=gate[:9])) == 3


def test_busy_reader_that_lets_most_through_is_not_faulty() -> None:
    people = ["dave", "erin", "carol", "alice"]
    gate = [
        refused(5 * place + number, person=name) for place, name in enumerate(people) for number in (0, 1, 2)
    ]
    gate += [read(at(9) + timedelta(minutes=number), person=f"p{number}") for number in range(49)]
    assert len(flags("P04", gate=gate)) == 4
    assert not flags("P04", gate=gate[:-1])


def behind(seconds: float, **seen) -> list[GateFact]:
    """Dave is refused, erin's badge opens so much later, and dave is seen at that time."""
    opened = read(at(8) + timedelta(seconds=seconds), person="erin")
    return [refused(0), opened, read(at(10), **{"direction": "out"} | seen)]


def test_entry_behind_another_badge_is_high() -> None:
    gate = behind(60)
    (flag,) = flags("P04", gate=gate)
    assert (flag.severity, flag.person) == (Severity.HIGH, "dave")
    assert flag.events == tuple(fact.id for fact in gate)
    assert "opened 1 min later for another one" in flag.text


def test_door_that_opened_later_or_for_the_same_badge_is_silent() -> None:
    assert not flags("P04", gate=behind(61))
    own = [refused(0), read(at(8.01)), read(at(10), "out")]
    assert not flags("P04", gate=own)


def test_who_was_let_in_afterwards_or_seen_elsewhere_is_silent() -> None:
    assert not flags("P04", gate=behind(30, direction="in"))
    assert not flags("P04", gate=behind(30, area="quay"))
    assert not flags("P04", gate=behind(30, result="refused"))
    late = [*behind(30)[:2], read(at(24.1), "out")]
    assert not flags("P04", gate=late)


def test_entry_further_in_shows_that_somebody_got_in() -> None:
    assert flags("P04", gate=behind(30, direction="in", area="block", area_from="yard"))


def test_without_gate_events_it_is_not_evaluated() -> None:
    said = report("P04", data=[])
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")
