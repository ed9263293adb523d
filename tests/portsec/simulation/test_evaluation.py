"""Recall, precision and delay, worked out by hand on a few cases."""

from __future__ import annotations

from datetime import date

import pytest

from portsec.simulation.desk import Case
from portsec.simulation.evaluation import Insider, by_rule, evaluate

pytestmark = pytest.mark.unit

FIRST, SECOND, THIRD = date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 3)
CAROL = Insider("carol", "M5", SECOND, THIRD, frozenset({"g1", "g2"}))
DAVE = Insider("dave", "M2", FIRST, SECOND, frozenset({"d1"}))


def case(person: str, *events: str) -> Case:
    return Case(person, 0.5, frozenset(events), ("D01",))


def test_evaluate_when_one_of_two_is_shown_then_half_recall_with_its_delay() -> None:
    days = [(FIRST, [case("erin", "d7")]), (SECOND, [case("dave", "d1")]), (THIRD, [])]
    found = evaluate(days, [CAROL, DAVE], people=5000, budget=10)
    assert (found.found, found.recall, found.delay) == (1, 0.5, 1)
    assert found.precision == 0.5
    assert found.innocent_a_day == pytest.approx(1 / 3)
    assert found.missed == (CAROL,)


def test_evaluate_when_shown_below_the_budget_then_not_found() -> None:
    days = [(SECOND, [case("erin"), case("frank"), case("carol", "g1")])]
    assert evaluate(days, [CAROL], people=5000, budget=2).found == 0
    assert evaluate(days, [CAROL], people=5000, budget=3).found == 1


def test_evaluate_when_shown_before_the_first_deed_then_innocent() -> None:
    found = evaluate([(FIRST, [case("carol", "g0")])], [CAROL], people=5000, budget=10)
    assert (found.found, found.delay) == (0, None)
    assert found.innocent_a_day == 1


def test_evaluate_when_the_case_is_of_somebody_brought_in_then_counts_neither_way() -> None:
    found = evaluate([(SECOND, [case("visitor", "g2")])], [CAROL], people=5000, budget=10)
    assert (found.found, found.precision, found.innocent_a_day) == (0, 0.0, 0)


def test_evaluate_when_the_port_is_small_then_innocents_are_for_five_thousand() -> None:
    assert evaluate([(FIRST, [case("erin")])], [], people=1000, budget=10).innocent_a_day == 5


def test_evaluate_when_an_insider_is_shown_again_then_the_first_time_counts() -> None:
    days = [(SECOND, [case("carol", "g1")]), (THIRD, [case("carol", "g2")])]
    found = evaluate(days, [CAROL], people=5000, budget=10)
    assert (found.found, found.delay, found.precision) == (1, 0, 1.0)


def test_by_rule_when_flags_are_told_then_insiders_and_others_apart() -> None:
    flags = [
        ("P02", "carol", SECOND, frozenset({"g1"})),
        ("P02", "erin", SECOND, frozenset({"g9"})),
        ("P02", "erin", THIRD, frozenset({"g10"})),
        ("P02", "carol", FIRST, frozenset({"g0"})),
        ("D01", "visitor", THIRD, frozenset({"d1"})),
    ]
    d01, p02 = by_rule(flags, [CAROL, DAVE])
    assert (d01.rule, d01.insiders, dict(d01.patterns), d01.innocent_flags) == ("D01", 1, {"M2": 1}, 0)
    assert (p02.planted_flags, p02.insiders, p02.innocent_flags, p02.innocent_people) == (1, 1, 3, 2)
