"""Birth dates with different precision."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.matching import birth
from screening.matching.evidence import Agreement
from screening.watchlists.birth_date import BirthDate

pytestmark = pytest.mark.unit

D = BirthDate.on


@pytest.mark.parametrize(
    ("mine", "theirs", "verdict", "strength"),
    [
        (D(date(1965, 3, 9)), D(date(1965, 3, 9)), Agreement.AGREE, birth.SAME_DAY),
        (D(date(1965, 3, 9)), D(date(1965, 9, 3)), Agreement.PARTIAL, birth.SWAPPED),
        (D(date(1965, 3, 9)), D(date(1966, 3, 9)), Agreement.PARTIAL, birth.ONE_PART_OFF),
        (D(date(1965, 3, 9)), D(date(1965, 4, 9)), Agreement.PARTIAL, birth.ONE_PART_OFF),
        (D(date(1965, 3, 9)), BirthDate.in_year(1965), Agreement.PARTIAL, birth.SAME_PERIOD),
        (D(date(1965, 3, 9)), D(date(1965, 1, 1)), Agreement.PARTIAL, birth.SAME_PERIOD),
        (BirthDate.in_year(1965), BirthDate.in_month(1965, 7), Agreement.PARTIAL, birth.SAME_PERIOD),
        (
            D(date(1965, 3, 9)),
            BirthDate(date(1960, 1, 1), date(1966, 12, 31)),
            Agreement.PARTIAL,
            birth.SAME_PERIOD,
        ),
        (D(date(1965, 3, 9)), BirthDate.in_year(1967, circa=True), Agreement.PARTIAL, birth.NEAR),
        (D(date(1965, 3, 9)), D(date(1966, 5, 20)), Agreement.PARTIAL, birth.NEAR),
        (D(date(1965, 3, 9)), BirthDate.in_year(1968), Agreement.DIFFER, 0.0),
        (D(date(1965, 3, 9)), D(date(1995, 3, 9)), Agreement.DIFFER, 0.0),
    ],
)
def test_compare_when_precision_differs_then_verdict_fits(
    mine: BirthDate, theirs: BirthDate, verdict: Agreement, strength: float
) -> None:
    found = birth.compare(mine, (theirs,))
    assert (found.verdict, found.strength) == (verdict, strength)
    assert found.sentence.endswith(".")


def test_compare_when_several_dates_are_listed_then_the_nearest_counts() -> None:
    listed = (BirthDate.in_year(1930), D(date(1965, 3, 9)), BirthDate.in_year(1965))
    assert birth.compare(D(date(1965, 3, 9)), listed).verdict is Agreement.AGREE


def test_compare_when_either_side_is_silent_then_is_missing_not_different() -> None:
    assert birth.compare(None, (D(date(1965, 3, 9)),)).verdict is Agreement.MISSING
    assert birth.compare(D(date(1965, 3, 9)), ()).verdict is Agreement.MISSING


def test_sentence_when_dates_differ_then_tells_both_and_the_distance() -> None:
    found = birth.compare(D(date(1965, 3, 9)), (BirthDate.in_year(1930),))
    assert found.sentence == "Born 9 Mar 1965; the list says 1930: 35 years apart."


@given(st.dates(), st.dates())
def test_compare_when_turned_round_then_verdict_is_the_same(one: date, other: date) -> None:
    forth, back = birth.compare(D(one), (D(other),)), birth.compare(D(other), (D(one),))
    assert (forth.verdict, forth.strength) == (back.verdict, back.strength)


@given(st.dates())
def test_compare_when_the_day_is_the_same_then_agrees_fully(day: date) -> None:
    assert birth.compare(D(day), (D(day),)).strength == 1
