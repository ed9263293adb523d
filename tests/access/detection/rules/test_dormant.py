"""D21: an account that nobody has used for long wakes up and reads sensitive data."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, person, read, report, shift

pytestmark = pytest.mark.unit

BOX = box(77)
LONG_AGO = at(0, -300)


def woken(days: float, *, hours: float = 0, **context):
    """The account was used, then not for so many days, and reads S2 so many hours after it woke."""
    woke = at(9)
    data = [
        look(woke - timedelta(days=days), BOX, field_class="S1"),
        look(woke, box(1), field_class="S1"),
        look(woke + timedelta(hours=hours), BOX),
    ]
    return flags("D21", data=data, loaded_since=LONG_AGO, **context)


def test_account_that_slept_for_45_days_is_flagged() -> None:
    (flag,) = woken(46, hours=2)
    assert (flag.severity, flag.person, flag.objects) == (Severity.HIGH, "dave", (BOX,))
    assert "had not been used for 46 days" in flag.text
    assert "1 sensitive look-up followed" in flag.text
    assert flag.tried[0].why == "Could not be tried: the port has not delivered the roster."


@pytest.mark.parametrize(("days", "found"), [(44.9, 0), (45, 1), (180, 1), (180.1, 0)])
def test_gap_counts_from_45_to_180_days(days: float, found: int) -> None:
    assert len(woken(days)) == found


@pytest.mark.parametrize(("days", "found"), [(29.9, 0), (30, 1)])
def test_contractors_sleep_for_30_days(days: float, found: int) -> None:
    assert len(woken(days, people=[person("dave", employment="Contractor")])) == found
    assert not woken(days, people=[person("dave", employment="employee")])


@pytest.mark.parametrize(("hours", "found"), [(24, 1), (24.1, 0)])
def test_sensitive_look_up_within_a_day_of_waking_counts(hours: float, found: int) -> None:
    assert len(woken(60, hours=hours)) == found


def test_waking_up_to_read_operational_data_is_silent() -> None:
    data = [look(at(9, -60), BOX), look(at(9), BOX, field_class="S1"), look(at(10), BOX, result="denied")]
    assert not flags("D21", data=data, loaded_since=LONG_AGO)


def test_second_account_of_a_busy_person_is_flagged() -> None:
    busy = [look(at(9, day), BOX, account="daily") for day in range(-60, 1)]
    assert flags("D21", data=[*busy, look(at(9, -60), BOX), look(at(9), BOX)], loaded_since=LONG_AGO)


def test_first_use_of_an_account_is_silent() -> None:
    assert not flags("D21", data=[look(at(9), BOX)], loaded_since=LONG_AGO)


@pytest.mark.parametrize("kind", ["leave", "sick"])
def test_return_from_leave_is_silent(kind: str) -> None:
    away = shift("dave", at(0, -30), hours=24 * 30, kind=kind)
    assert not woken(50, roster=[away])
    assert not woken(50, roster=[away, away])


def test_short_leave_in_a_long_gap_is_no_excuse() -> None:
    (flag,) = woken(100, roster=[shift("dave", at(0, -14), hours=24 * 14, kind="leave")])
    assert flag.tried[0].why == "The roster shows leave or sickness for 14% of the gap."


def test_it_weighs_more_while_the_owner_is_outside() -> None:
    outside = woken(60, gate=[read(at(17, -61), "out")])
    inside = woken(60, gate=[read(at(8), "in")])
    assert outside[0].points > inside[0].points
    assert "the owner was outside the port" in outside[0].text
    assert "outside" not in inside[0].text


def test_without_data_events_it_is_not_evaluated() -> None:
    assert report("D21", gate=[]).not_evaluated[0].code == "feed_missing"
