from __future__ import annotations

import pytest

from screening.enums import Effect, HitState, ListSource, Recommendation
from tests.screening.suitability.cases import appraise, hit, named

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("source", "effect", "label"),
    [
        (ListSource.UN, Effect.BAR, "UN Security Council list"),
        (ListSource.OFAC, Effect.PRESUME_UNSUITABLE, "OFAC SDN list"),
        (ListSource.OWN, Effect.PRESUME_UNSUITABLE, "Own list"),
        ("harbour", Effect.PRESUME_UNSUITABLE, "list “harbour”"),
    ],
)
def test_watchlist_match_confirmed_when_same_is_judged_by_the_row_of_its_list(
    source: str, effect: Effect, label: str
) -> None:
    (finding,) = named(appraise(hits=(hit(HitState.SAME, source),)), "watchlist_match_confirmed")
    assert finding.effect is effect
    assert finding.about == "hit:1"
    assert finding.sentence == f"An officer confirmed that the person is “Ivan Petrov” on the {label}."


def test_watchlist_hit_undecided_when_open_leaves_the_file_incomplete() -> None:
    found = appraise(hits=(hit(HitState.OPEN),))
    (finding,) = named(found, "watchlist_hit_undecided")
    assert finding.incomplete
    assert "Ivan Petrov" in finding.sentence
    assert found.recommendation is Recommendation.INCOMPLETE


def test_watchlist_match_unsure_when_unsure_is_weighed() -> None:
    found = appraise(hits=(hit(HitState.UNSURE),))
    (finding,) = named(found, "watchlist_match_unsure")
    assert finding.effect is Effect.REFER
    assert found.recommendation is Recommendation.WEIGH


def test_hit_when_somebody_else_says_nothing() -> None:
    assert appraise(hits=(hit(HitState.DIFFERENT, "un"),)) == appraise()
