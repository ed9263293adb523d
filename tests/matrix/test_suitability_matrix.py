"""Runs the written cases of every policy: suitability.yaml (the standard one) and suitability_<code>.yaml."""

from __future__ import annotations

from typing import Any

import pytest

from screening.enums import Effect, Recommendation
from screening.suitability.recommend import Appraisal, recommend
from screening.suitability.words import Waiver
from tests.matrix.cases import HERE, rows
from tests.matrix.suitability_cases import FACTS, codes, facts_of, policy

pytestmark = pytest.mark.unit

STANDARD = "eu-port-standard"
ANSWERS = {"then", "because", "effect", "until", "permanent", "hidden", "aside", "months_valid"}
ANSWERS |= {"rows", "waiver", "tier", "factors", "not"}
FEWEST_CASES = 150  # over all policies, as the procedure was ordered


def _written(code: str) -> list[dict[str, Any]]:
    name = "suitability.yaml" if code == STANDARD else f"suitability_{code}.yaml"
    return rows(name) if (HERE / name).exists() else []


CASES = [pytest.param(code, case, id=f"{code}: {case['it']}") for code in codes() for case in _written(code)]


@pytest.mark.parametrize(("code", "case"), CASES)
def test_recommendation_when_case_stands_in_the_matrix_is_the_one_written(
    code: str, case: dict[str, Any]
) -> None:
    assert set(case) <= FACTS | ANSWERS | {"it"}, "a word that the runner does not know"
    rules = policy(code)
    appraisal = recommend(facts_of(case, rules), rules)
    assert appraisal.recommendation is Recommendation(case["then"]), [
        finding.sentence for finding in appraisal.findings
    ]
    criteria = {finding.criterion for finding in appraisal.findings}
    assert criteria >= set(case.get("because", ()))
    assert criteria.isdisjoint(case.get("not", ()))
    assert appraisal.hidden_count == case.get("hidden", 0)
    assert [entry.code for entry in appraisal.shown] == case.get(
        "aside", [entry.code for entry in appraisal.shown]
    )
    assert appraisal.validity_months == case.get("months_valid", appraisal.validity_months)
    _assert_strongest(case, appraisal)
    _assert_terms(case, appraisal)


def test_policies_when_shipped_each_have_their_written_cases() -> None:
    without = [code for code in codes() if not _written(code)]
    assert not without
    assert len(CASES) >= FEWEST_CASES


def _assert_strongest(case: dict[str, Any], appraisal: Appraisal) -> None:
    if "effect" in case:
        assert appraisal.findings[0].effect is Effect(case["effect"])
    if "until" in case:
        assert appraisal.findings[0].counts_until == (None if case["until"] == "none" else case["until"])
    if "permanent" in case:
        assert appraisal.findings[0].permanent is case["permanent"]


def _assert_terms(case: dict[str, Any], appraisal: Appraisal) -> None:
    if "rows" in case:
        rules = {int(finding.rule.rpartition("#")[2]) for finding in appraisal.findings if finding.rule}
        assert rules >= set(case["rows"])
    if "waiver" in case:
        assert appraisal.findings[0].waiver == (
            None if case["waiver"] == "unsaid" else Waiver(case["waiver"])
        )
    if "tier" in case:
        assert appraisal.tier == (None if case["tier"] == "none" else case["tier"])
    if "factors" in case:
        found = {factor.name.value: factor.speaks.value for factor in appraisal.factors}
        assert found.items() >= case["factors"].items()
