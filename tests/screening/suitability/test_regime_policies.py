"""The policies of five regimes: do figures stand as their sources give them, and do proposals say so?"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from screening.enums import ClearanceLevel, Effect
from screening.suitability.policy import Policy
from screening.suitability.rule import Rule
from screening.suitability.terms import Provenance
from screening.suitability.words import (
    AdviceSubject,
    AgeAt,
    ClockUnit,
    Logic,
    LookbackFrom,
    Mark,
    OnExpiry,
    RuleKind,
)
from tests.matrix.suitability_cases import policy

pytestmark = pytest.mark.unit

CODES = ("de-luftsig", "nl-vog-port", "be-port", "fr-zar", "aviation-2015-1998")

# What a proposal says of itself, so that nobody takes it for law.
PROPOSED = re.compile("propos|derivation|silent")


def rule(code: str, seq: int) -> Rule:
    return next(each for each in policy(code).rules if each.seq == seq)


def provenances(rules: Policy) -> Iterator[Provenance]:
    yield from (each.provenance for each in rules.levels.values())
    yield from (element.provenance for each in rules.levels.values() for element in each.elements)
    for rows in (rules.post_levels, rules.rules, rules.balance, rules.documents):
        yield from (row.provenance for row in rows)
    for table in (rules.offence_sets, rules.parameters, rules.clocks, rules.grades):
        yield from (row.provenance for row in table.values())
    if rules.unlisted is not None:
        yield rules.unlisted.provenance


@pytest.mark.parametrize("code", CODES)
def test_sources_when_listed_are_all_used(code: str) -> None:
    rules = policy(code)
    assert {key for row in provenances(rules) for key in row.seen} == set(rules.sources)


@pytest.mark.parametrize("code", CODES)
def test_proposals_when_shipped_say_that_they_are_no_law(code: str) -> None:
    proposals = [row.source for row in provenances(policy(code)) if row.mark is Mark.PROPOSED]
    assert proposals
    assert [text for text in proposals if not PROPOSED.search(text)] == []


@pytest.mark.parametrize("code", CODES)
def test_policies_when_shipped_name_remedy_and_what_is_unconfirmed(code: str) -> None:
    rules = policy(code)
    assert rules.remedy
    assert rules.unconfirmed


@pytest.mark.parametrize("code", CODES)
def test_offence_sets_when_mapped_to_codes_are_marked_as_derivations(code: str) -> None:
    assert {group.provenance.mark for group in policy(code).offence_sets.values()} == {Mark.PROPOSED}


@pytest.mark.parametrize("code", CODES)
def test_clocks_when_read_keep_the_days_of_the_record_exchange(code: str) -> None:
    clocks = policy(code).clocks
    assert (clocks["ecris_reply"].days, clocks["ecris_reply"].unit) == (10, ClockUnit.WORKING)
    assert (clocks["own_record_request"].days, clocks["own_record_request"].unit) == (20, ClockUnit.WORKING)
    assert clocks["interim_suspension"].on_expiry is OnExpiry.LAPSES


@pytest.mark.parametrize("code", CODES)
def test_bars_when_listed_are_orders_advice_and_binding_lists_never_convictions(code: str) -> None:
    bars = {each.kind for each in policy(code).rules if each.effect is Effect.BAR}
    assert bars <= {
        RuleKind.PORT_BAN_IN_FORCE,
        RuleKind.AUTHORITY_ADVICE,
        RuleKind.WATCHLIST_MATCH_CONFIRMED,
    }


def test_logics_when_shipped_are_those_of_their_regimes() -> None:
    assert policy("de-luftsig").logic is Logic.PRESUMPTION
    assert {policy(code).logic for code in CODES[1:]} == {Logic.PURPOSE_PROFILE}


def test_german_presumptions_when_read_have_the_windows_of_the_act() -> None:
    ten, year, five = (rule("de-luftsig", seq) for seq in (10, 11, 12))
    repeated, aims = rule("de-luftsig", 20), rule("de-luftsig", 50)
    assert [each.lookback_years for each in (ten, year, five, repeated, aims)] == [10, 10, 5, 5, 10]
    assert {each.lookback_from for each in (ten, year, five, repeated)} == {LookbackFrom.FINAL}
    assert year.min_sanction is not None
    assert five.min_sanction is not None
    assert (year.min_sanction.custody_months, five.min_sanction.day_rates) == (12, 60)
    assert repeated.min_count == 2
    assert {each.provenance.mark for each in (ten, year, five, repeated, aims)} == {Mark.VERIFIED}
    assert not any(group.hidden for group in policy("de-luftsig").offence_sets.values())


def test_dutch_windows_when_read_are_four_two_ten_years_and_none_for_sexual_offences() -> None:
    drugs, customs, goods, sexual = (rule("nl-vog-port", seq) for seq in (20, 22, 30, 10))
    for each in (drugs, customs, goods):
        assert each.lookback_years == 4
        assert each.young_adult is not None
        assert (each.young_adult.under_years, each.young_adult.lookback_years) == (23, 2)
        assert each.young_adult.age_at is AgeAt.ASSESSMENT
    assert sexual.kind is RuleKind.DISQUALIFYING_OFFENCE
    assert {rule("nl-vog-port", seq).lookback_years for seq in (40, 41)} == {10}
    assert policy("nl-vog-port").clocks["objection"].days == 42


def test_dutch_rows_when_their_source_is_contradicted_are_not_marked_as_seen() -> None:
    disputed = rule("nl-vog-port", 39)
    assert disputed.young_adult is not None
    assert disputed.young_adult.lookback_years == 5
    assert (disputed.provenance.mark, disputed.effect) == (Mark.REPORTED, Effect.REFER)
    assert any("five years" in text for text in policy("nl-vog-port").unconfirmed)


def test_french_clocks_when_read_end_by_themselves() -> None:
    clocks = policy("fr-zar").clocks
    days = {name: clocks[name].days for name in ("reply_to_notice", "interim_suspension", "short_title")}
    assert days == {"reply_to_notice": 15, "interim_suspension": 60, "short_title": 7}
    assert (clocks["urgent_suspension"].days, clocks["urgent_suspension"].on_expiry) == (2, OnExpiry.LAPSES)
    assert not any(each.lookback_years for each in policy("fr-zar").rules)


def test_belgian_rows_on_convictions_when_read_only_refer() -> None:
    rules = policy("be-port")
    on_record = [each for each in rules.rules if each.offence_sets]
    assert {each.effect for each in on_record} == {Effect.REFER}
    assert rules.clocks["file_inspection"].before
    assert {rules.clocks[name].provenance.mark for name in ("objection", "review_request")} == {Mark.REPORTED}


def test_aviation_levels_when_read_recur_after_three_years_and_twelve_months() -> None:
    rules = policy("aviation-2015-1998")
    standard, enhanced = rules.levels[ClearanceLevel.STANDARD], rules.levels[ClearanceLevel.ENHANCED]
    assert (standard.recheck_months, enhanced.recheck_months) == (36, 12)
    shared = {element.advice for element in standard.elements}
    deeper = {element.advice for element in enhanced.elements} - shared
    assert deeper == {AdviceSubject.CRIMINAL_INTELLIGENCE}
    assert rule("aviation-2015-1998", 50).min_days == 28
    assert rule("aviation-2015-1998", 20).lookback_years == 5
