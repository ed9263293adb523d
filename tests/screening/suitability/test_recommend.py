"""What must hold of every recommendation, whatever the case."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.enums import CheckResult, ClearanceLevel, Effect, HitState, Recommendation
from screening.offences import OFFENCES
from screening.suitability.facts import FIELD_CLASSES, AdviceFact, CaseFacts, ConvictionFact, PostFacts
from screening.suitability.findings import Finding
from screening.suitability.recommend import closed_list_and_presumption, recommend
from screening.suitability.said import Quoted
from screening.suitability.words import AdviceOutcome, AdviceSubject, Completion, Exemption, Participation
from tests.screening.suitability.cases import (
    appraise,
    asked,
    checks,
    conviction,
    facts,
    hit,
    prison,
    standard,
)

pytestmark = pytest.mark.unit

# How bad a recommendation on a complete file is for the person.
BADNESS = {Recommendation.SUITABLE: 0, Recommendation.WEIGH: 1, Recommendation.UNSUITABLE: 2}

DAYS = st.dates(date(1990, 1, 1), date(2026, 12, 31))
USABLE = st.fixed_dictionaries(
    {
        "offence_code": st.sampled_from(sorted(OFFENCES)),
        "completion": st.sampled_from(Completion),
        "participation": st.sampled_from(Participation),
        "exemption": st.sampled_from(Exemption),
        "sanction_code": st.sampled_from(["", "1001", "1002", "8001", "8002", "9001"]),
        "sanction_months": st.none() | st.integers(0, 240),
        "sanction_suspended": st.booleans(),
        "day_rates": st.none() | st.integers(0, 360),
        "offence_date": st.none() | DAYS,
        "decided_on": st.none() | DAYS,
        "final_on": st.none() | DAYS,
        "released_on": st.none() | DAYS,
        "juvenile": st.booleans(),
        "declared": st.booleans(),
    }
)
FILES = st.fixed_dictionaries(
    {
        "birth_date": st.none() | st.dates(date(1950, 1, 1), date(2010, 1, 1)),
        "post": st.builds(PostFacts, st.integers(1, 2), st.frozensets(st.sampled_from(FIELD_CLASSES[:3]))),
        "declarations": st.sampled_from([asked(), asked(declared=True)]),
        "level": st.sampled_from(ClearanceLevel),
    }
)


def numbered(rows: list[dict[str, Any]], **more: Any) -> tuple[ConvictionFact, ...]:
    return tuple(ConvictionFact(id=str(place), **{**row, **more}) for place, row in enumerate(rows))


# The highest level asks for the advice of an authority; the files of these tests are complete.
ADVISED = (AdviceFact(id="advice", subject=AdviceSubject.SECURITY, outcome=AdviceOutcome.POSITIVE),)


def case(convictions: tuple[ConvictionFact, ...], file: dict[str, Any]) -> CaseFacts:
    return facts(*convictions, **{"advice": ADVISED, **file})


@given(rows=st.lists(USABLE, max_size=4), more=USABLE, file=FILES)
def test_recommendation_when_a_conviction_is_added_never_improves(
    rows: list[dict[str, Any]], more: dict[str, Any], file: dict[str, Any]
) -> None:
    before = recommend(case(numbered(rows), file), standard())
    after = recommend(case(numbered([*rows, more]), file), standard())
    assert BADNESS[after.recommendation] >= BADNESS[before.recommendation]


@given(
    rows=st.lists(USABLE, max_size=3),
    more=USABLE,
    file=FILES,
    how=st.sampled_from(["rehabilitated", "pardoned", "amnesty"]),
)
def test_recommendation_when_an_entry_may_not_be_used_is_as_without_it(
    rows: list[dict[str, Any]], more: dict[str, Any], file: dict[str, Any], how: str
) -> None:
    barred = ConvictionFact(id="barred", **{**more, how: True})
    without = recommend(case(numbered([*rows]), file), standard())
    found = recommend(case((*numbered(rows), barred), file), standard())
    assert found.recommendation is without.recommendation
    assert found.hidden_count == without.hidden_count + 1
    assert not any("barred" in finding.about.split() for finding in found.findings)


@given(rows=st.lists(USABLE, max_size=5), file=FILES, data=st.data())
def test_appraisal_when_the_order_changes_is_the_same(
    rows: list[dict[str, Any]], file: dict[str, Any], data: st.DataObject
) -> None:
    convictions = numbered(rows)
    shuffled = tuple(data.draw(st.permutations(convictions)))
    answers = tuple(data.draw(st.permutations(checks())))
    first = recommend(case(convictions, file), standard())
    assert recommend(case(shuffled, {**file, "checks": answers}), standard()) == first


@given(rows=st.lists(USABLE, max_size=5), file=FILES)
def test_appraisal_when_made_accounts_for_every_conviction_once(
    rows: list[dict[str, Any]], file: dict[str, Any]
) -> None:
    found = recommend(case(numbered(rows), file), standard())
    spoken_of = {about for finding in found.findings for about in finding.about.split()}
    aside = [entry.about for entry in found.set_aside]
    assert len(aside) == len(set(aside))
    assert spoken_of.isdisjoint(aside)
    assert {str(place) for place in range(len(rows))} <= spoken_of | set(aside)


@given(row=USABLE, file=FILES, at=DAYS)
def test_finding_when_it_counts_until_a_day_is_gone_the_day_after(
    row: dict[str, Any], file: dict[str, Any], at: date
) -> None:
    row = {**row, "final_on": row["final_on"] or date(2020, 1, 1)}
    ends = [
        each.counts_until
        for each in recommend(case(numbered([row]), {**file, "at": at}), standard()).findings
    ]
    last = max((end for end in ends if end is not None), default=None)
    if last is not None and last < date(2200, 1, 1):
        later = recommend(case(numbered([row]), {**file, "at": last + timedelta(days=1)}), standard())
        kinds = ("offence_in_window", "disqualifying_offence")
        still = [each for each in later.findings if each.criterion in kinds and each.counts_until is not None]
        assert all(each.counts_until is not None and each.counts_until > last for each in still)


@given(row=USABLE, file=FILES, later=st.integers(0, 20_000))
def test_recommendation_when_a_final_conviction_grows_older_never_worsens(
    row: dict[str, Any], file: dict[str, Any], later: int
) -> None:
    row = {**row, "final_on": row["final_on"] or date(2020, 1, 1)}
    start = row["final_on"] + timedelta(days=1)
    before = recommend(case(numbered([row]), {**file, "at": start}), standard())
    after = recommend(case(numbered([row]), {**file, "at": start + timedelta(days=later)}), standard())
    assert BADNESS[after.recommendation] <= BADNESS[before.recommendation]


@given(rows=st.lists(USABLE, max_size=3), file=FILES)
@settings(max_examples=50)
def test_recommendation_when_a_check_is_missing_is_incomplete_whatever_else(
    rows: list[dict[str, Any]], file: dict[str, Any]
) -> None:
    waiting = checks(criminal_record=None)
    found = recommend(case(numbered(rows), {**file, "checks": waiting}), standard())
    assert found.recommendation is Recommendation.INCOMPLETE


@pytest.mark.parametrize(
    ("effects", "expected"),
    [
        ([], Recommendation.SUITABLE),
        ([Effect.NOTE], Recommendation.SUITABLE),
        ([Effect.NOTE, Effect.REFER], Recommendation.WEIGH),
        ([Effect.REFER, Effect.PRESUME_UNSUITABLE], Recommendation.UNSUITABLE),
        ([Effect.BAR], Recommendation.UNSUITABLE),
    ],
)
def test_closed_list_and_presumption_when_the_strongest_speaks_follows_it(
    effects: list[Effect], expected: Recommendation
) -> None:
    findings = tuple(Finding(criterion="c", effect=effect, said=(Quoted("s"),)) for effect in effects)
    assert closed_list_and_presumption(findings) is expected


def test_findings_when_listed_come_strongest_first() -> None:
    found = appraise(
        conviction("1701", id="1"),
        prison("0701", 18, id="2"),
        conviction("0702", id="3"),
        conviction("0202", id="4"),
        hits=(hit(HitState.UNSURE),),
    )
    weights = [finding.weight for finding in found.findings]
    assert weights == sorted(weights, reverse=True)
    assert [finding.about for finding in found.findings[:2]] == ["4", "2"]


def test_appraisal_when_made_names_its_policy_and_the_longest_validity() -> None:
    found = appraise()
    assert (found.policy, found.validity_months, found.hidden_count) == ("eu-port-standard/1", 60, 0)
    assert found.recommendation is Recommendation.SUITABLE


def test_appraisal_when_a_finding_lies_on_an_unconfirmed_row_is_marked_everywhere() -> None:
    found = appraise(prison("0701", 18), checks=checks(identity=CheckResult.FINDINGS))
    judged = [finding for finding in found.findings if finding.effect is not Effect.NOTE]
    assert judged
    assert not any(finding.confirmed for finding in judged)
