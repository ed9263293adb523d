from __future__ import annotations

from datetime import date

import pytest

from screening.enums import CheckKind, CheckResult, Effect
from tests.screening.suitability.cases import appraise, asked, checks, conviction, named, prison

pytestmark = pytest.mark.unit


def test_offence_in_window_when_stated_names_offence_dates_row_and_source() -> None:
    (finding,) = named(appraise(conviction("0201")), "offence_in_window")
    assert finding.sentence == (
        "The record shows “Directing a criminal organisation” (0201 00, final on 1 May 2024), which is "
        "within the look-back period of 10 years from release. It counts until 1 May 2034."
    )
    assert (finding.rule, finding.about, finding.counts_until) == (
        "eu-port-standard/1#20",
        "1",
        date(2034, 5, 1),
    )
    assert finding.source.endswith("LuftSiG [P]")
    assert finding.reason.startswith("A part in a criminal organisation")
    assert not finding.permanent


def test_disqualifying_offence_when_stated_has_no_end() -> None:
    (finding,) = named(appraise(conviction("0301", final_on=date(1990, 1, 1))), "disqualifying_offence")
    assert finding.permanent
    assert finding.counts_until is None
    assert "no time limit" in finding.sentence


def test_offence_finding_when_wording_is_unconfirmed_says_so() -> None:
    (finding,) = named(appraise(prison("0701", 18)), "offence_in_window")
    assert not finding.confirmed
    assert [caveat.split(":")[0] for caveat in finding.caveats] == [
        "This row is a proposal of the policy, not law.",
        "Offence 0701 00",
        "Sanction 1001",
    ]


def test_offence_finding_when_the_release_is_unknown_says_what_it_assumed() -> None:
    (finding,) = named(appraise(prison("0202", 36)), "offence_in_window")
    assert finding.counts_until == date(2037, 5, 1)
    assert finding.sentence.endswith("the full term from finality is assumed.")


def test_offence_finding_when_no_date_is_recorded_counts_and_is_only_weighed() -> None:
    (finding,) = named(appraise(conviction("0202", final_on=None, decided_on=None)), "offence_in_window")
    assert finding.effect is Effect.REFER
    assert finding.counts_until is None
    assert "undated" in finding.sentence
    assert "no date from which the period could run" in finding.sentence


def test_offence_finding_when_the_sentence_is_unknown_is_only_weighed() -> None:
    findings = named(appraise(conviction("1703", sanction_code="")), "offence_in_window")
    assert {finding.effect for finding in findings} == {Effect.REFER}
    (open_one,) = [finding for finding in findings if finding.doubts]
    assert "The sentence is not recorded in full" in open_one.sentence


def test_offence_findings_when_rows_overlap_keep_the_one_that_says_most() -> None:
    findings = named(appraise(prison("0701", 24, released_on=date(2025, 1, 1))), "offence_in_window")
    assert [(finding.rule, finding.counts_until) for finding in findings] == [
        ("eu-port-standard/1#32", date(2034, 5, 1))
    ]


def test_offence_findings_when_a_weaker_row_lasts_longer_keep_both() -> None:
    dates = {"decided_on": date(2017, 1, 1), "final_on": date(2022, 1, 1)}
    late = prison("1701", 6, sanction_suspended=True, **dates)
    findings = named(appraise(late, at=date(2023, 6, 1)), "offence_in_window")
    assert [(finding.effect, finding.counts_until) for finding in findings] == [
        (Effect.PRESUME_UNSUITABLE, date(2024, 1, 1)),
        (Effect.REFER, date(2027, 1, 1)),
    ]


def test_repeated_convictions_when_enough_are_in_the_window_counts_until_one_drops_out() -> None:
    three = [
        conviction("1303", id="c", final_on=date(2022, 1, 1)),
        conviction("1401", id="a", final_on=date(2024, 1, 1)),
        conviction("2701", id="b", final_on=date(2025, 1, 1)),
    ]
    (finding,) = named(appraise(*three), "repeated_convictions")
    assert finding.about == "a b c"
    assert finding.counts_until == date(2029, 1, 1)
    assert finding.sentence.startswith("The record shows 3 convictions")


def test_repeated_convictions_when_one_may_not_be_used_are_not_repeated() -> None:
    pair = [conviction("1303", id="1"), conviction("1401", id="2", rehabilitated=True)]
    assert not named(appraise(*pair), "repeated_convictions")
    assert not named(appraise(conviction("1303"), conviction("2101", id="2")), "repeated_convictions")


@pytest.mark.parametrize(
    ("was_asked", "declared", "stated"),
    [(None, False, 0), (False, False, 1), (True, False, 1), (True, True, 0)],
)
def test_undeclared_conviction_when_the_person_was_asked_and_silent_is_stated(
    was_asked: bool | None, declared: bool, stated: int
) -> None:
    more = {} if was_asked is None else {"declarations": asked(declared=was_asked)}
    found = appraise(conviction("1701", declared=declared), **more)
    assert len(named(found, "undeclared_conviction")) == stated


@pytest.mark.parametrize(
    "fields", [{"rehabilitated": True}, {"offence_code": "2101"}, {"offence_code": "0702"}]
)
def test_undeclared_conviction_when_it_need_not_be_declared_is_not_stated(fields: dict) -> None:
    silent = conviction(**{"offence_code": "1701", "declared": False, **fields})
    assert not named(appraise(silent, declarations=asked()), "undeclared_conviction")


@pytest.mark.parametrize(
    ("result", "stated"), [(CheckResult.CLEAR, 1), (CheckResult.UNOBTAINABLE, 1), (None, 0)]
)
def test_declared_conviction_not_on_record_when_the_record_is_answered_is_noted(
    result: CheckResult | None, stated: int
) -> None:
    answers = checks(**{CheckKind.CRIMINAL_RECORD.value: result})
    found = named(
        appraise(checks=answers, declarations=asked(declared=True)), "declared_conviction_not_on_record"
    )
    assert [finding.effect for finding in found] == [Effect.NOTE] * stated


def test_declared_conviction_not_on_record_when_something_is_on_it_is_not_noted() -> None:
    found = appraise(conviction("2101"), declarations=asked(declared=True))
    assert not named(found, "declared_conviction_not_on_record")


def test_repeated_convictions_when_codes_are_not_confirmed_says_so_of_each() -> None:
    two = (conviction("1303", id="1"), conviction("1401", id="2", final_on=date(2025, 2, 1)))
    (finding,) = named(appraise(*two), "repeated_convictions")
    assert any("1303" in caveat for caveat in finding.caveats)
    assert any("1401" in caveat for caveat in finding.caveats)
    assert len(finding.caveats) == len(set(finding.caveats))
