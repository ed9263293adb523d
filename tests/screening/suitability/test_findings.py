from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.enums import Effect, ListSource
from screening.suitability.criteria import ALWAYS, BY_RULE, INSTEAD
from screening.suitability.criteria.watchlists import authority_objects
from screening.suitability.findings import WEIGHTS, Finding, explanation, say, weaker
from screening.suitability.said import Quoted, neutral, spoken
from screening.suitability.words import RuleKind

pytestmark = pytest.mark.unit

EFFECTS = st.sampled_from(Effect)


def test_weights_when_listed_fall_from_the_strongest() -> None:
    assert all(WEIGHTS[one] > WEIGHTS[other] for one, other in pairwise(Effect))


@given(effect=EFFECTS, cap=st.none() | EFFECTS)
def test_weaker_when_capped_is_never_stronger_than_either(effect: Effect, cap: Effect | None) -> None:
    found = weaker(effect, cap)
    assert WEIGHTS[found] <= WEIGHTS[effect]
    assert cap is None or WEIGHTS[found] <= WEIGHTS[cap]
    assert found in (effect, cap)


def test_spoken_when_a_date_is_shown_reads_as_officers_write_it() -> None:
    assert spoken(date(2028, 3, 4)) == "4 March 2028"


@pytest.mark.parametrize("criterion", [*BY_RULE.values(), *ALWAYS, *INSTEAD], ids=lambda each: each.__name__)
def test_criterion_when_explained_has_a_sentence_and_a_ground(criterion: object) -> None:
    sentence, ground = explanation(criterion)  # type: ignore[arg-type]
    assert sentence.endswith(".")
    assert ground.endswith(".")
    assert len(sentence) < 200


def test_criterion_when_named_by_a_row_carries_its_name() -> None:
    assert {kind.value: kind for kind in RuleKind} == {find.__name__: kind for kind, find in BY_RULE.items()}


def test_explanation_when_a_criterion_has_none_is_an_error() -> None:
    def silent() -> None:
        """Only a sentence."""

    with pytest.raises(TypeError, match="silent must state its sentence and its ground"):
        explanation(silent)


def test_say_when_a_blank_is_missing_is_an_error() -> None:
    def gap() -> None:
        """Something about {what}.

        Because.
        """

    assert say(gap, what="ports").english == "Something about ports."
    with pytest.raises(KeyError):
        say(gap)


def test_say_when_a_value_has_no_blank_then_it_is_not_kept() -> None:
    found = say(authority_objects, entry=Quoted("refer to authority"), list=ListSource.POLICE)
    assert neutral(found) == {
        "says": "authority_objects",
        "blanks": {"entry": {"quoted": "refer to authority"}},
    }


def test_finding_when_nothing_is_open_is_confirmed() -> None:
    plain = Finding(criterion="c", effect=Effect.NOTE, said=(Quoted("s"),))
    assert plain.confirmed
    assert not replace(plain, caveats=("not checked",)).confirmed
    assert plain.end == date.max
