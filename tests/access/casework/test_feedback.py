"""What the decisions on cases teach about the rules that opened them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.casework.feedback import LEAST_OUTCOMES, LEAST_WEIGHT, MOST_WEIGHT, Outcomes, weight

pytestmark = pytest.mark.unit

PORT = Outcomes(confirmed=20, harmless=80)


def test_weight_when_too_few_cases_are_decided_then_one() -> None:
    few = int(LEAST_OUTCOMES.value) - 1
    assert weight(Outcomes(0, few), PORT) == 1.0
    assert weight(Outcomes(0, few + 1), PORT) < 1.0


def test_weight_when_no_case_of_the_port_was_confirmed_then_one() -> None:
    assert weight(Outcomes(0, 50), Outcomes(0, 200)) == 1.0


def test_weight_when_like_the_ports_own_average_then_one() -> None:
    assert weight(Outcomes(10, 40), PORT) == pytest.approx(1.0)


def test_weight_when_a_rule_is_confirmed_more_often_then_more_and_less_often_then_less() -> None:
    assert weight(Outcomes(6, 14), PORT) == pytest.approx(8 / 30 / 0.2)
    assert weight(Outcomes(2, 18), PORT) == pytest.approx(4 / 30 / 0.2)


counts = st.integers(0, 10_000)


@given(counts, counts, counts, counts)
def test_weight_when_anything_is_decided_then_between_half_and_one_and_a_half(
    confirmed: int, harmless: int, more_confirmed: int, more_harmless: int
) -> None:
    rule = Outcomes(confirmed, harmless)
    port = Outcomes(confirmed + more_confirmed, harmless + more_harmless)
    assert LEAST_WEIGHT.value <= weight(rule, port) <= MOST_WEIGHT.value
