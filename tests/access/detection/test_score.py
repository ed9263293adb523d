"""How flags add up."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.detection.rule import Family, Flag
from access.detection.score import DETERMINISTIC, FAMILY_CAP, HALF_LIFE, combine, flag_points
from access.enums import Severity
from tests.access.detection.port import DAY, at

pytestmark = pytest.mark.unit


def flag(
    severity: Severity, family: Family = Family.DATA, *, key: str = "k", age: float = 0, strength: float = 1
) -> Flag:
    when = DAY - timedelta(days=age)
    return Flag(
        rule=f"{family.value}01",
        version=1,
        severity=severity,
        family=family,
        person="dave",
        key=key,
        events=("e",),
        first_at=when,
        last_at=when,
        due_at=when,
        text="",
        innocent="",
        points=flag_points(severity, strength),
        parameters=(),
    )


some_flags = st.lists(
    st.builds(
        flag,
        st.sampled_from(list(Severity)),
        st.sampled_from(list(Family)),
        key=st.uuids().map(str),
        age=st.floats(0, 120),
        strength=st.floats(0, 50),
    ),
    max_size=20,
)


@settings(deadline=None)
@given(flags=some_flags, more=some_flags)
def test_score_with_more_flags_is_never_lower(flags: list[Flag], more: list[Flag]) -> None:
    fewer, all_of_them = combine(flags, DAY), combine(flags + more, DAY)
    assert all_of_them.score >= fewer.score
    assert all_of_them.points >= fewer.points - 1e-9
    assert all_of_them.bypass >= fewer.bypass


@settings(deadline=None)
@given(flags=some_flags)
def test_score_stays_between_zero_and_one_and_does_not_depend_on_order(flags: list[Flag]) -> None:
    score = combine(flags, DAY)
    assert 0 <= score.score < 1
    assert bool(score.score) == bool(flags)
    assert combine(flags[::-1], DAY) == score
    assert combine(flags + flags, DAY) == score
    assert math.isclose(score.points, sum(score.by_family.values()), abs_tol=1e-9)


@settings(deadline=None)
@given(flags=some_flags, days=st.floats(0, 400))
def test_score_only_fades(flags: list[Flag], days: float) -> None:
    assert combine(flags, DAY + timedelta(days=days)).score <= combine(flags, DAY).score


@pytest.mark.parametrize("severity", [Severity.HIGH, Severity.MEDIUM, Severity.INFORMATIONAL])
def test_many_copies_of_one_symptom_stay_under_two_independent_ones(severity: Severity) -> None:
    copies = [flag(severity, key=str(number)) for number in range(10)]
    independent = [flag(severity, Family.DATA), flag(severity, Family.PHYSICAL)]
    assert combine(copies, DAY).score < combine(independent, DAY).score
    assert combine(copies, DAY).points == pytest.approx(FAMILY_CAP.value * copies[0].points)


def test_volume_alone_does_not_lift_a_flag_to_the_next_severity() -> None:
    assert flag_points(Severity.MEDIUM, 1000) < flag_points(Severity.HIGH)


def test_strong_cases_can_still_be_told_apart() -> None:
    strong = [
        flag(Severity.CRITICAL, family, key=f"{family}{n}", strength=9) for family in Family for n in range(9)
    ]
    assert combine(strong[:-9], DAY).score < combine(strong, DAY).score < 1


def test_points_halve_in_thirty_days() -> None:
    now, later = combine([flag(Severity.HIGH)], DAY), combine([flag(Severity.HIGH)], DAY + HALF_LIFE.duration)
    assert later.points == pytest.approx(now.points / 2)


@settings(deadline=None)
@given(flags=some_flags)
def test_critical_flag_stands_above_any_number_of_others(flags: list[Flag]) -> None:
    others = [item for item in flags if item.severity != Severity.CRITICAL]
    old = combine([flag(Severity.CRITICAL, age=365)], DAY)
    assert old.bypass
    assert not combine(others, DAY).bypass
    assert combine(others, DAY).score < DETERMINISTIC.value <= old.score


def test_informational_flags_alone_open_no_case() -> None:
    whispers = [flag(Severity.INFORMATIONAL, family, key=family) for family in Family]
    assert not combine(whispers, DAY).opens_case
    assert combine([*whispers, flag(Severity.MEDIUM)], DAY).opens_case
    assert not combine([], DAY).opens_case


def test_prior_moves_the_rank_of_a_case_and_opens_none() -> None:
    found = [flag(Severity.MEDIUM)]
    without, with_it = combine(found, DAY), combine(found, DAY, prior=1.6)
    assert with_it.score > without.score
    assert (with_it.points, with_it.by_family) == (without.points, without.by_family)
    whisper = [flag(Severity.INFORMATIONAL)]
    assert combine(whisper, DAY, prior=1.6) == combine(whisper, DAY)
    assert combine([], DAY, prior=1.6) == combine([], DAY)


def test_flag_from_the_future_counts_in_full() -> None:
    ahead = replace(flag(Severity.HIGH), last_at=at(5))
    assert combine([ahead], DAY).points == ahead.points
