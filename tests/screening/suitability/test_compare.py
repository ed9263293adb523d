from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.enums import HitState, Recommendation
from screening.suitability.compare import ChangeKind, difference, simulate
from screening.suitability.facts import AdviceFact, CaseFacts
from screening.suitability.policy import Policy, load
from screening.suitability.recommend import recommend
from screening.suitability.words import AdviceOutcome, AdviceSubject
from tests.matrix.suitability_cases import codes, policy
from tests.screening.suitability.cases import STANDARD_FILE, conviction, facts, hit, prison, standard

pytestmark = pytest.mark.unit

TEXT = STANDARD_FILE.read_text(encoding="utf-8")


def draft(*changes: tuple[str, str]) -> Policy:
    """The standard policy as a second version with some words changed."""
    text = TEXT.replace("version: 1\n", "version: 2\n", 1)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return load(text)


LONGER = (
    "    lookback_from: conviction\n    lookback_years: 7\n",
    "    lookback_from: conviction\n    lookback_years: 9\n",
)


def test_simulate_when_nothing_is_changed_finds_nothing() -> None:
    found = simulate(facts(conviction("0701")), standard(), draft())
    assert found.is_empty
    assert found.sentence == "“Unsuitable” stays."


def test_simulate_when_a_period_is_longer_says_until_when() -> None:
    found = simulate(facts(conviction("0701")), standard(), draft(LONGER))
    assert not found.is_other
    (change,) = [each for each in found.changes if each.kind is ChangeKind.PERIOD]
    assert "until 1 May 2031 before, and counts until 1 May 2033 now" in change.sentence
    assert "eu-port-standard/2#30" in change.sentence


def test_simulate_when_an_old_conviction_counts_again_is_stricter() -> None:
    found = simulate(facts(conviction("0701", final_on=date(2018, 5, 1))), standard(), draft(LONGER))
    assert (found.old, found.new) == (Recommendation.SUITABLE, Recommendation.UNSUITABLE)
    assert (found.is_other, found.is_stricter, found.is_milder) == (True, True, False)
    assert found.sentence == "“Suitable” would become “Unsuitable”."
    assert found.changes[0].kind is ChangeKind.APPEARS
    assert found.reasons[0].startswith("New: The record shows")


def test_simulate_when_a_row_only_refers_is_milder() -> None:
    old = "  - seq: 131\n    kind: watchlist_match_confirmed\n    effect: presume_unsuitable\n"
    milder = draft((old, old.replace("presume_unsuitable", "refer")))
    found = simulate(facts(hits=(hit(HitState.SAME),)), standard(), milder)
    assert (found.new, found.is_milder) == (Recommendation.WEIGH, True)
    assert [change.kind for change in found.changes] == [ChangeKind.EFFECT]
    assert "speaks against, unless rebutted before, a person must weigh this now" in found.reasons[0]


def test_simulate_when_a_waiver_is_new_names_it() -> None:
    old = "  - seq: 20\n    kind: offence_in_window\n    effect: bar\n    waiver: none\n"
    new = draft((old, old.replace("none", "by_authority\n    waiver_text: The minister.")))
    found = simulate(facts(conviction("0202")), standard(), new)
    (change,) = found.changes
    assert change.kind is ChangeKind.TERMS
    assert "Waiver: no waiver before, waiver by the authority now" in change.sentence


def test_simulate_when_a_clearance_would_be_shorter_says_so() -> None:
    shorter = draft(
        (
            "    validity_months: 60\n    recheck_months: 36\n",
            "    validity_months: 36\n    recheck_months: 36\n",
        )
    )
    found = simulate(facts(), standard(), shorter)
    assert (found.old_months, found.new_months) == (60, 36)
    assert found.reasons == ("A clearance would be valid for 36 months instead of 60.",)


def test_simulate_when_an_entry_is_hidden_now_does_not_name_it() -> None:
    found = simulate(facts(conviction("1303")), standard(), draft(('"1205"]', '"1205", "1303"]')))
    assert [change.kind for change in found.changes] == [ChangeKind.SET_ASIDE]
    assert "“not shown” now" in found.reasons[0]


def test_difference_when_a_file_is_incomplete_is_neither_stricter_nor_milder() -> None:
    unfinished = replace(facts(conviction("0701")), checks=())
    found = difference(recommend(facts(), standard()), recommend(unfinished, standard()))
    assert (found.is_other, found.is_stricter, found.is_milder) == (True, False, False)


ANSWERED = tuple(
    AdviceFact(id=subject.value, subject=subject, outcome=AdviceOutcome.POSITIVE) for subject in AdviceSubject
)
OFFENCES = st.sampled_from(["0202", "0301", "0504", "0701", "0702", "1305", "1603", "1701", "2102"])
RECORDS = st.lists(
    st.tuples(OFFENCES, st.dates(date(2005, 1, 1), date(2026, 5, 1)), st.booleans()), max_size=3
)


def case(record: list[tuple[str, date, bool]]) -> CaseFacts:
    made: list[Any] = [
        prison(code, 14, id=str(place), final_on=day)
        if heavy
        else conviction(code, id=str(place), final_on=day)
        for place, (code, day, heavy) in enumerate(record)
    ]
    return facts(*made, advice=ANSWERED)


@settings(max_examples=30, deadline=None)
@given(record=RECORDS, one=st.sampled_from(codes()), other=st.sampled_from(codes()))
def test_simulate_when_turned_round_is_the_reverse(
    record: list[tuple[str, date, bool]], one: str, other: str
) -> None:
    there, back = (
        simulate(case(record), policy(first), policy(second))
        for first, second in ((one, other), (other, one))
    )
    assert (there.old, there.new) == (back.new, back.old)
    assert there.is_stricter is back.is_milder
    assert len(there.changes) == len(back.changes)


@settings(max_examples=30, deadline=None)
@given(record=RECORDS, code=st.sampled_from(codes()))
def test_simulate_when_the_policy_is_the_same_finds_nothing(
    record: list[tuple[str, date, bool]], code: str
) -> None:
    assert simulate(case(record), policy(code), policy(code)).is_empty
