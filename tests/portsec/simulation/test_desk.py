"""What stands on the desk each day: highest first, one case a person, and what was shown is dealt with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from access.detection.rule import Family, Flag
from access.detection.score import flag_points
from access.enums import Severity
from portsec.simulation.desk import daily_cases
from tests.access.detection.port import person

pytestmark = pytest.mark.unit

MONDAY = datetime(2026, 6, 1, tzinfo=UTC)


def flag(person: str, day: float, severity: Severity = Severity.MEDIUM, rule: str = "D01") -> Flag:
    at = MONDAY + timedelta(days=day)
    return Flag(
        rule=rule,
        version=1,
        severity=severity,
        family=Family.DATA,
        person=person,
        key=f"{person}:{day}:{rule}",
        events=(f"{person}-{day}",),
        first_at=at,
        last_at=at,
        due_at=at,
        text="",
        innocent="",
        points=flag_points(severity),
        parameters=(),
    )


def shown(flags: list[Flag], days: int = 3, budget: int = 10, least_score: float = 0.0) -> list[list[str]]:
    cases = daily_cases(flags, MONDAY, days, budget, least_score)
    return [[case.person for case in of_day] for _, of_day in cases]


def test_daily_cases_when_severities_differ_then_the_highest_first() -> None:
    flags = [flag("dave", 0.1), flag("carol", 0.2, Severity.CRITICAL), flag("erin", 0.3, Severity.HIGH)]
    assert shown(flags, days=1) == [["carol", "erin", "dave"]]


def test_daily_cases_when_shown_then_gone_until_something_new() -> None:
    assert shown([flag("dave", 0.1), flag("dave", 2.5)]) == [["dave"], [], ["dave"]]


def test_daily_cases_when_the_budget_is_full_then_the_rest_waits() -> None:
    flags = [flag("carol", 0.1, Severity.HIGH), flag("dave", 0.1)]
    assert shown(flags, budget=1) == [["carol"], ["dave"], []]


def test_daily_cases_when_only_informational_then_no_case() -> None:
    assert shown([flag("dave", 0.1, Severity.INFORMATIONAL)]) == [[], [], []]


def test_daily_cases_when_due_on_a_later_day_then_not_shown_before() -> None:
    assert shown([flag("dave", 1.0)]) == [[], ["dave"], []]


def test_daily_cases_when_below_the_least_score_then_left_out() -> None:
    flags = [flag("carol", 0.1, Severity.CRITICAL), flag("dave", 0.1)]
    assert shown(flags, days=1, least_score=0.5) == [["carol"]]


def test_daily_cases_when_two_flags_of_one_person_then_one_case_with_both() -> None:
    (_, (case,)), *_ = daily_cases([flag("dave", 0.1), flag("dave", 0.2, rule="D03")], MONDAY, 1, 10)
    assert case.rules == ("D01", "D03")
    assert case.events == {"dave-0.1", "dave-0.2"}


def test_daily_cases_when_the_people_are_known_then_the_rare_finding_goes_first() -> None:
    """D01 comes up of ten colleagues every day, D03 of nobody: one D03 is worth more than one D01."""
    people = [person(f"p{number}") for number in range(30)]
    daily = [flag(f"p{number}", day + 0.1) for number in range(10) for day in range(9)]
    last = [flag("p20", 9.1), flag("p21", 9.1, rule="D03")]
    *_, (_, by_rarity) = daily_cases([*daily, *last], MONDAY, 10, 20, people=people)
    *_, (_, by_severity) = daily_cases([*daily, *last], MONDAY, 10, 20)
    assert [case.person for case in by_rarity] == ["p21", "p20"]
    assert [case.person for case in by_severity] == ["p20", "p21"]
