"""Runs suitability.yaml against the policy eu-port-standard."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from screening.enums import CheckKind, CheckResult, ClearanceLevel, Effect, HitState, Recommendation
from screening.suitability.facts import (
    CaseFacts,
    CheckFact,
    ConvictionFact,
    DeclarationFacts,
    GapFact,
    PostFacts,
    ResidenceFact,
)
from screening.suitability.recommend import Appraisal, recommend
from screening.suitability.words import Completion, Exemption, Participation
from tests.matrix.cases import cases
from tests.screening.suitability.cases import check, facts, hit, standard

pytestmark = pytest.mark.unit

FACTS = {"without", "identity", "criminal_record", "watchlist", "post", "level", "record", "born", "asked"}
FACTS |= {"hits", "gaps", "residences"}
ANSWERS = {"then", "because", "effect", "until", "permanent", "hidden", "aside", "months_valid"}
PARTS = {"exempted": "exemption", "attempted": "completion", "accessory": "participation"}
SIGNS = {"exemption": Exemption.RESPONSIBILITY, "completion": Completion.ATTEMPTED}
SIGNS |= {"participation": Participation.ACCESSORY}
SENTENCES = {"none": "", "life": "1002"}


@pytest.mark.parametrize("case", cases("suitability.yaml"))
def test_recommendation_when_case_stands_in_the_matrix_is_the_one_written(case: dict[str, Any]) -> None:
    assert set(case) <= FACTS | ANSWERS | {"it"}, "a word that the runner does not know"
    appraisal = recommend(_facts(case), standard())
    assert appraisal.recommendation is Recommendation(case["then"])
    assert {finding.criterion for finding in appraisal.findings} >= set(case.get("because", ()))
    assert appraisal.hidden_count == case.get("hidden", 0)
    assert [entry.code for entry in appraisal.shown] == case.get(
        "aside", [entry.code for entry in appraisal.shown]
    )
    assert appraisal.validity_months == case.get("months_valid", appraisal.validity_months)
    _assert_strongest(case, appraisal)


def _assert_strongest(case: dict[str, Any], appraisal: Appraisal) -> None:
    if "effect" in case:
        assert appraisal.findings[0].effect is Effect(case["effect"])
    if "until" in case:
        assert appraisal.findings[0].counts_until == (None if case["until"] == "none" else case["until"])
    if "permanent" in case:
        assert appraisal.findings[0].permanent is case["permanent"]


def _facts(case: dict[str, Any]) -> CaseFacts:
    record = [_conviction(str(place), dict(row)) for place, row in enumerate(case.get("record", ()), start=1)]
    post = case.get("post", {})
    return facts(
        *record,
        level=ClearanceLevel(case.get("level", "standard")),
        post=PostFacts(risk=post.get("risk", 1), field_classes=frozenset(post.get("fields", ()))),
        birth_date=case.get("born"),
        checks=_checks(case),
        hits=tuple(
            hit(HitState(row["state"]), row.get("list", "ofac"), id=f"hit:{place}")
            for place, row in enumerate(case.get("hits", ()))
        ),
        declarations=_declarations(case),
    )


def _checks(case: dict[str, Any]) -> tuple[CheckFact, ...]:
    found = []
    for kind in CheckKind:
        word = case.get(kind.value, "clear")
        result = None if word == "waiting" else CheckResult(word)
        if kind.value != case.get("without"):
            found.append(check(kind, result, country="BE"))
    return tuple(found)


def _conviction(number: str, row: dict[str, Any]) -> ConvictionFact:
    final = row.pop("final", date(2024, 5, 1))
    final = None if final == "none" else final
    months = row.pop("months", None)
    sentence = row.pop("sentence", None)
    named = {PARTS[key]: SIGNS[PARTS[key]] for key in PARTS if row.pop(key, False)}
    return ConvictionFact(
        id=number,
        offence_code=row.pop("offence"),
        final_on=final,
        decided_on=row.pop("decided", final),
        released_on=row.pop("released", None),
        sanction_code=SENTENCES[sentence] if sentence else "1001" if months else "8001",
        sanction_months=months,
        sanction_suspended=row.pop("suspended", False),
        declared=row.pop("declared", True),
        **named,
        **row,
    )


def _declarations(case: dict[str, Any]) -> DeclarationFacts:
    asked = case.get("asked")
    return DeclarationFacts(
        has_declared_convictions=None if asked is None else asked == "declared",
        gaps=tuple(GapFact(**row) for row in case["gaps"]) if "gaps" in case else None,
        residences=tuple(ResidenceFact(**row) for row in case["residences"])
        if "residences" in case
        else None,
    )
