from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from screening.enums import DocumentKind, PersonCategory, Recommendation
from screening.suitability.facts import DocumentFact
from screening.suitability.findings import Finding
from screening.suitability.recommend import recommend
from tests.matrix.suitability_cases import policy
from tests.screening.suitability.cases import appraise, facts, named

pytestmark = pytest.mark.unit

IDENTITY = DocumentFact(kind=DocumentKind.IDENTITY, id="1", expires_on=date(2030, 1, 1))


def record(**more: Any) -> DocumentFact:
    return DocumentFact(kind=DocumentKind.RECORD, id="2", **{"issued_on": date(2026, 5, 1), **more})


def about_record(*papers: DocumentFact) -> list[Finding]:
    found = named(appraise(documents=(IDENTITY, *papers)), "document_not_in_order")
    return [finding for finding in found if finding.about == "document:70"]


def test_document_not_in_order_when_nobody_keeps_documents_is_silent() -> None:
    assert not named(appraise(), "document_not_in_order")


def test_document_not_in_order_when_a_required_one_is_missing_leaves_the_file_open() -> None:
    found = appraise(documents=())
    needed = [each for each in named(found, "document_not_in_order") if each.incomplete]
    assert [each.about for each in needed] == ["document:10"]
    assert "passport or identity card, it is missing" in needed[0].sentence
    assert found.recommendation is Recommendation.INCOMPLETE
    assert appraise(documents=(IDENTITY,)).recommendation is Recommendation.SUITABLE


def test_document_not_in_order_when_it_has_expired_is_open() -> None:
    old = DocumentFact(kind=DocumentKind.IDENTITY, expires_on=date(2026, 5, 31))
    last_day = DocumentFact(kind=DocumentKind.IDENTITY, expires_on=date(2026, 6, 1))
    assert appraise(documents=(old,)).recommendation is Recommendation.INCOMPLETE
    assert appraise(documents=(last_day,)).recommendation is Recommendation.SUITABLE
    assert appraise(documents=(old, last_day)).recommendation is Recommendation.SUITABLE


@pytest.mark.parametrize(
    ("paper", "why"),
    [
        (record(), ""),
        (record(issued_on=date(2025, 12, 3)), ""),
        (record(issued_on=date(2025, 12, 2)), "older than 180 days"),
        (record(issued_on=None), "its date is not recorded"),
        (record(is_foreign=True), "no translation"),
        (record(is_foreign=True, has_translation=True), ""),
    ],
)
def test_document_not_in_order_when_something_is_wrong_with_it_says_what(
    paper: DocumentFact, why: str
) -> None:
    found = about_record(paper)
    assert [why in finding.sentence for finding in found] == ([True] if why else [])
    assert not any(finding.incomplete for finding in found), "an extract is not required"


def test_documents_for_when_asked_gives_those_of_the_kind_of_person() -> None:
    rules = policy("eu-port-standard")
    level = min(rules.levels, key=lambda each: each.rank)
    crew = {terms.kind for terms in rules.documents_for(PersonCategory.SEAFARER, level)}
    assert DocumentKind.SEAFARER in crew
    assert not {DocumentKind.ACTIVITY, DocumentKind.CONTRACT} & crew, (
        "crew are asked for nothing beyond the forms"
    )


def test_document_not_in_order_when_it_is_not_asked_of_such_a_person_is_silent() -> None:
    case = facts(documents=(IDENTITY,), category=PersonCategory.SEAFARER)
    abouts = {
        each.about for each in named(recommend(case, policy("eu-port-standard")), "document_not_in_order")
    }
    assert abouts == {"document:50", "document:70"}
