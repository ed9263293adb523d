"""P11: a visitor with many hosts, without a host, or who stays on."""

from __future__ import annotations

import pytest

from access.detection.facts import GateFact
from access.detection.physical_facts import HostedVisit
from access.enums import Severity
from tests.access.detection.port import at, flags, read, report

pytestmark = pytest.mark.unit


def booked(host: str = "erin", *, day: int = 0, category: str = "") -> HostedVisit:
    return HostedVisit("dave", host, at(9, day), at(12, day), category)


def inside(start: float = 9, end: float = 11, name: str = "dave", *, day: int = 0) -> list[GateFact]:
    return [read(at(start, day), person=name), read(at(end, day), "out", name)]


def hosts(*days: int, **more):
    visits = [booked(f"host-{day}", day=day, **more) for day in days]
    gate = [fact for day in days for fact in inside(day=day)]
    return flags("P11", gate=gate, hosted_visits=visits)


def test_third_host_in_thirty_days_is_medium() -> None:
    (flag,) = hosts(0, 5, 10)
    assert (flag.severity, flag.person, len(flag.events)) == (Severity.MEDIUM, "dave", 6)
    assert "came to 3 hosts in 10 days" in flag.text
    assert not hosts(0, 5)
    assert not hosts(0, 15, 31)


def test_who_serves_many_firms_has_no_limit() -> None:
    assert not hosts(0, 5, 10, category="surveyor")


def test_same_host_again_is_silent() -> None:
    visits = [booked(day=day) for day in (0, 5, 10)]
    gate = [fact for day in (0, 5, 10) for fact in inside(day=day)]
    assert not flags("P11", gate=gate, hosted_visits=visits)


def test_host_who_leaves_first_is_flagged() -> None:
    gate = [*inside(9, 11.5), *inside(8, 11, "erin")]
    (flag,) = flags("P11", gate=gate, hosted_visits=[booked()])
    assert flag.person == "erin"
    assert "30 min before the visitor" in flag.text


def test_host_who_stays_comes_back_or_left_before_is_silent() -> None:
    for hours in ((8, 11.6), (8, 8.9)):
        gate = [*inside(9, 11.5), *inside(*hours, "erin")]
        assert not flags("P11", gate=gate, hosted_visits=[booked()])
    back = [*inside(9, 11.5), *inside(8, 10, "erin"), read(at(10.2), person="erin")]
    assert not flags("P11", gate=back, hosted_visits=[booked()])


def test_visitor_who_stays_an_hour_longer_is_flagged() -> None:
    (flag,) = flags("P11", gate=inside(9, 13.1), hosted_visits=[booked()])
    assert flag.person == "dave"
    assert "1 h 6 min later than booked" in flag.text
    assert not flags("P11", gate=inside(9, 12.9), hosted_visits=[booked()])


def test_visit_of_the_afternoon_is_no_over_stay() -> None:
    assert not flags("P11", gate=[*inside(9, 11), *inside(14, 15)], hosted_visits=[booked()])


def test_without_bookings_it_is_not_evaluated() -> None:
    said = report("P11", gate=inside())
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")
