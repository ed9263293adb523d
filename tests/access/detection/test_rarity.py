"""What a finding weighs by the port's own history."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from access.detection.rarity import Kind, Rarity, measured
from access.detection.rule import Family, Flag
from access.detection.score import combine
from access.enums import Severity
from tests.access.detection.port import DAY, person
from tests.access.detection.test_score import flag

pytestmark = pytest.mark.unit

PLANNERS = [person(f"p{number}", peer_group="planners") for number in range(40)]
GUARDS = [person(f"g{number}", peer_group="guards") for number in range(40)]
PEOPLE = [*PLANNERS, *GUARDS]
BY_WEIGHT = (Severity.INFORMATIONAL, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL)
HIGH = Kind("D01", Severity.HIGH)


def found(who: str, *days: int, severity: Severity = Severity.HIGH) -> list[Flag]:
    """A finding of D01 on each of these days before."""
    return [
        replace(
            flag(severity),
            person=who,
            key=f"{who}:{day}",
            due_at=DAY - timedelta(days=day),
            last_at=DAY - timedelta(days=day),
        )
        for day in days
    ]


def test_surprise_when_peers_are_found_every_week_then_less_than_among_others() -> None:
    flags = [one for number in range(20) for one in found(f"g{number}", 1, 8, 15)]
    rarity = Rarity(flags, PEOPLE, days=30)
    assert rarity.surprise(HIGH, "p1", 1) > 1.5 * rarity.surprise(HIGH, "g39", 1)


def test_surprise_when_nothing_was_ever_found_then_the_severity_decides() -> None:
    rarity = Rarity([], PEOPLE, days=0)
    by_severity = [rarity.surprise(Kind("D01", severity), "p1", 1) for severity in BY_WEIGHT]
    assert by_severity == sorted(by_severity)
    assert len(set(by_severity)) == len(Severity) == len(BY_WEIGHT)


def test_surprise_when_found_on_more_days_then_more() -> None:
    rarity = Rarity(found("g1", 3), PEOPLE, days=30)
    assert rarity.surprise(HIGH, "p1", 1) < rarity.surprise(HIGH, "p1", 2) < rarity.surprise(HIGH, "p1", 3)


def test_expected_when_only_the_person_was_found_then_as_if_nobody_was() -> None:
    own = found("p1", 1, 2, 3, 4, 5)
    assert Rarity(own, PEOPLE, days=30).expected(HIGH, "p1") == Rarity([], PEOPLE, days=30).expected(
        HIGH, "p1"
    )


def test_expected_when_one_slip_shows_at_three_doors_then_counted_once() -> None:
    once = found("p1", 1)
    doors = [*once, *(replace(once[0], key=f"door {number}") for number in range(2))]
    assert Rarity(doors, PEOPLE, 30).expected(HIGH, "p2") == Rarity(once, PEOPLE, 30).expected(HIGH, "p2")


def test_expected_when_severities_differ_then_each_has_its_own() -> None:
    medium = Rarity(found("p1", 1, severity=Severity.MEDIUM), PEOPLE, days=30)
    assert medium.expected(HIGH, "p2") == Rarity([], PEOPLE, days=30).expected(HIGH, "p2")


def test_measured_when_older_than_a_month_or_later_than_now_then_left_out() -> None:
    outside = [*found("p1", 31), *found("p2", -1)]
    since = DAY - timedelta(days=90)
    assert measured(outside, PEOPLE, since, DAY).expected(HIGH, "p3") == Rarity([], PEOPLE, 30).expected(
        HIGH, "p3"
    )


def test_combine_when_rarity_is_known_then_a_critical_flag_still_goes_first() -> None:
    rarity = Rarity([], PEOPLE, days=30)
    critical = combine(found("p1", 0, severity=Severity.CRITICAL), DAY, rarity=rarity)
    many = combine([*found("p1", 0, 1, 2, 3, 4, 5)], DAY, rarity=rarity)
    assert critical.bypass
    assert critical.score > many.score


def test_combine_when_rarity_is_known_then_copies_of_one_symptom_stay_under_two_independent_ones() -> None:
    rarity = Rarity([], PEOPLE, days=30)
    door = [replace(one, family=Family.PHYSICAL, rule="P02") for one in found("p1", 0)]
    copies = [replace(one, rule=f"D{number:02}") for number in range(1, 9) for one in found("p1", 0)]
    two = combine([*found("p1", 0), *door], DAY, rarity=rarity)
    assert combine(copies, DAY, rarity=rarity).points < two.points


def test_combine_when_rarity_is_known_then_informational_alone_opens_nothing() -> None:
    rarity = Rarity([], PEOPLE, days=30)
    assert not combine(found("p1", 0, 1, severity=Severity.INFORMATIONAL), DAY, rarity=rarity).opens_case


@pytest.mark.parametrize(("trust", "expected"), [(1.5, 1), (1.0, 0), (0.5, -1), (0.0, None)])
def test_combine_when_rarity_is_known_then_strength_and_trust_still_count(
    trust: float, expected: int | None
) -> None:
    rarity = Rarity([], PEOPLE, days=30)
    plain = combine(found("p1", 0), DAY, rarity=rarity).points
    weighed = combine([replace(one, points=one.points * trust) for one in found("p1", 0)], DAY, rarity=rarity)
    if expected is None:
        assert weighed.points == 0
    else:
        assert (weighed.points > plain) - (weighed.points < plain) == expected
