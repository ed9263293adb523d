"""Assessments: the pure appraisal of the facts as they stand, kept with each finding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from portsec.kernel.errors import Conflict
from screening.enums import CheckKind, CheckResult, Language, Recommendation
from screening.letters.findings import tell
from screening.models import Application, Assessment, Decision
from screening.services import assessment, decision, policy
from screening.suitability.recommend import Appraisal, recommend
from screening.suitability.said import neutral
from tests.people import Actor, Cast
from tests.screening import rows
from tests.screening.rows import TRAFFICKING
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

OLD = replace(TRAFFICKING, decided_on=date(1990, 1, 1), final_on=date(1990, 2, 1), offence_date=None)
COLUMNS = (
    "criterion",
    "sentence",
    "rule",
    "source",
    "counts_until",
    "permanent",
    "reason",
    "incomplete",
    "about",
)


def appraised(case: Application, at: datetime) -> Appraisal:
    """What the pure rules say of the case."""
    return recommend(assessment.gather(case, at=at), policy.parsed(case.policy))


def as_kept(made: Assessment) -> list[tuple[object, ...]]:
    return [
        (*(getattr(row, name) for name in COLUMNS), row.effect_word, tuple(row.caveats))
        for row in made.findings.all()
    ]


def test_assess_when_made_then_its_findings_can_be_said_in_other_languages(
    case: Application, alice: Actor, now: datetime
) -> None:
    rows.reviewed(case, alice, TRAFFICKING)
    made = assessment.assess(case, **alice.acts(now))
    findings = list(Assessment.objects.get(pk=made.pk).findings.all())
    assert findings
    for row, wanted in zip(findings, appraised(case, now).findings, strict=True):
        assert row.said == [neutral(each) for each in wanted.said]
        assert tell(row.said, Language.DE)


@pytest.mark.parametrize("convictions", [(), (TRAFFICKING,), (TRAFFICKING, OLD), (OLD,)], ids=len)
def test_assess_when_made_then_its_rows_are_the_pure_appraisal(
    case: Application, alice: Actor, now: datetime, convictions: tuple[rows.ConvictionInput, ...]
) -> None:
    rows.reviewed(case, alice, *convictions)
    made = assessment.assess(case, **alice.acts(now))
    wanted = appraised(case, now)
    assert made.recommendation_word is wanted.recommendation
    assert made.validity_months == wanted.validity_months
    assert made.hidden == wanted.hidden_count
    assert as_kept(Assessment.objects.get(pk=made.pk)) == [
        (*(getattr(finding, name) for name in COLUMNS), finding.effect, tuple(finding.caveats))
        for finding in wanted.findings
    ]
    assert made.set_aside == [
        {"about": item.about, "code": item.code, "sentence": item.sentence} for item in wanted.shown
    ]


def test_assess_when_made_then_on_record(
    reviewed: Application, alice: Actor, now: datetime, record: Record
) -> None:
    made = assessment.assess(reviewed, **alice.acts(now))
    assert (made.made_by, made.at, made.policy) == (alice.reference, now, reviewed.policy)
    entry = record.one("screening.assessment.made")
    assert (entry.actor, entry.subject, entry.port) == (alice.reference, reviewed.reference, "XXPEX")
    assert entry.body == {
        "recommendation": "suitable",
        "findings": made.findings.count(),
        "policy": "eu-port-standard 1",
    }


def test_assess_when_a_serious_conviction_is_on_file_then_unsuitable(
    case: Application, alice: Actor, now: datetime
) -> None:
    rows.reviewed(case, alice, TRAFFICKING)
    made = assessment.assess(case, **alice.acts(now))
    assert made.recommendation_word is Recommendation.UNSUITABLE
    about = {row.about for row in made.findings.exclude(about="")}
    conviction = rows.check_of(case, CheckKind.CRIMINAL_RECORD).convictions.get()
    assert f"conviction:{conviction.pk}" in about


def test_assess_when_repeated_then_each_run_stands_beside_the_earlier(
    reviewed: Application, alice: Actor, now: datetime
) -> None:
    first = assessment.assess(reviewed, **alice.acts(now))
    second = assessment.assess(reviewed, **alice.acts(now + timedelta(hours=1)))
    assert list(reviewed.assessments.all()) == [second, first]


def test_assess_when_checks_are_open_then_conflict(case: Application, alice: Actor, now: datetime) -> None:
    with unchanged(), pytest.raises(Conflict, match="all its checks"):
        assessment.assess(case, **alice.acts(now))


def test_assess_when_the_case_moved_meanwhile_then_conflict(
    reviewed: Application, assessed: Assessment, cast: Cast, now: datetime
) -> None:
    """The officer's page was opened before a colleague proposed."""
    stale = Application.objects.get(pk=reviewed.pk)
    decision.propose(reviewed, rows.Outcome.GRANT, reason="Nothing found.", **cast.alice.acts(now))
    with unchanged(), pytest.raises(Conflict):
        assessment.assess(stale, **cast.alice.acts(now))


def test_assess_when_proposed_then_conflict(proposal: Decision, alice: Actor, now: datetime) -> None:
    with unchanged(), pytest.raises(Conflict):
        assessment.assess(proposal.application, **alice.acts(now))


def test_gather_when_record_cannot_be_had_then_the_rules_know_it(
    case: Application, alice: Actor, now: datetime
) -> None:
    rows.answer_identity(case, alice)
    rows.give_up_record(case, alice)
    facts = assessment.gather(case, at=now)
    results = {check.kind: check.result for check in facts.checks}
    assert results[CheckKind.CRIMINAL_RECORD] is CheckResult.UNOBTAINABLE
    assert results[CheckKind.WATCHLIST] is None


@pytest.mark.parametrize(("declared", "asked"), [(True, ()), (False, None)])
def test_gather_when_history_was_not_given_in_full_then_it_stays_unasked(
    case: Application, now: datetime, declared: bool, asked: tuple[()] | None
) -> None:
    case.declared_history = declared
    facts = assessment.gather(case, at=now)
    assert facts.declarations.residences == asked
    assert facts.declarations.gaps == asked
