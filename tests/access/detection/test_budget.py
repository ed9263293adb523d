"""The desk's day."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.detection.budget import Standing, budget, desk, raised, threshold
from access.detection.rule import Family
from access.detection.score import CaseScore
from access.enums import Severity
from access.gate.isps import IspsLevel
from tests.access.detection.port import at

pytestmark = pytest.mark.unit


def case(name: str, score: float, *, bypass: bool = False, opens: bool = True, hour: float = 9) -> Standing:
    return Standing(name, CaseScore(score, score, {}, bypass, opens), at(hour))


@pytest.mark.parametrize(
    ("people", "level", "cases"),
    [(5000, 1, 10), (5000, 2, 15), (5000, 3, 20), (1000, 1, 2), (60, 1, 1), (0, 1, 1)],
)
def test_budget_when_asked_then_follows_people_and_level(people: int, level: int, cases: int) -> None:
    assert budget(people, IspsLevel(level)) == cases


def test_desk_when_more_cases_than_places_then_the_highest_are_looked_at() -> None:
    found = desk([case("a", 0.2), case("b", 0.5), case("c", 0.3)], 2)
    assert [one.case for one in found.today] == ["b", "c"]
    assert [one.case for one in found.waiting] == ["a"]
    assert found.threshold == 0.3


def test_desk_when_cases_are_equal_then_the_one_that_waited_longest_comes_first() -> None:
    found = desk([case("new", 0.4, hour=12), case("old", 0.4, hour=8)], 1)
    assert found.today[0].case == "old"


def test_desk_when_there_are_more_critical_cases_than_places_then_none_waits() -> None:
    critical = [case(f"c{number}", 0.9, bypass=True) for number in range(3)]
    found = desk([*critical, case("high", 0.95)], 2)
    assert [one.case for one in found.today] == ["c0", "c1", "c2"]
    assert [one.case for one in found.waiting] == ["high"]


def test_desk_when_a_case_is_only_informational_then_it_is_not_there() -> None:
    assert desk([case("whisper", 0.9, opens=False)], 5).today == ()
    assert desk([], 5).threshold == 0


@settings(deadline=None)
@given(
    days=st.lists(st.lists(st.sampled_from([0.1, 0.2, 0.3, 0.9]), max_size=9), min_size=1),
    size=st.integers(1, 4),
)
def test_threshold_when_followed_then_the_past_days_fit_the_budget(
    days: list[list[float]], size: int
) -> None:
    limit = threshold(days, size)
    scores = [score for day in days for score in day]
    assert sum(score >= limit for score in scores) <= size * len(days)
    lower = max((score for score in scores if score < limit), default=None)
    if lower is not None:
        assert sum(score >= lower for score in scores) > size * len(days)


def test_severity_when_the_level_is_exceptional_then_what_only_informed_opens_cases() -> None:
    quiet = Severity.INFORMATIONAL
    assert raised(quiet, Family.DATA, IspsLevel.EXCEPTIONAL) is Severity.MEDIUM
    assert raised(quiet, Family.PHYSICAL, IspsLevel.EXCEPTIONAL) is Severity.MEDIUM
    assert raised(quiet, Family.CROSS, IspsLevel.EXCEPTIONAL) is quiet
    assert raised(quiet, Family.DATA, IspsLevel.HEIGHTENED) is quiet
    assert raised(Severity.HIGH, Family.DATA, IspsLevel.EXCEPTIONAL) is Severity.HIGH
