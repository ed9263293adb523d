"""Runs a policy over a case. It lists findings and recommends; it never decides."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, require
from portsec.kernel.scope import Scope
from screening.enums import ApplicationState
from screening.models import Application, Assessment, Finding
from screening.permissions import may_propose
from screening.selectors.case_facts import gather, said_of
from screening.selectors.triage_answer import taken_out
from screening.services import policy, step
from screening.suitability.findings import Finding as Found
from screening.suitability.recommend import Appraisal, recommend
from screening.suitability.said import neutral

__all__ = ["gather"]


def assess(application: Application, *, actor: User, scope: Scope, at: datetime) -> Assessment:
    """Assess a case in review with the facts as they stand.

    What an officer found to be another person's, or no longer to count, is left out and set aside by name.
    Refuses when: the actor lacks the right or is the person (Refused); the case is not in review
    (Conflict).
    Records: screening.assessment.made.
    Safe to repeat because: each run stands beside the earlier ones.
    """
    require(may_propose(actor, scope, application))
    with transaction.atomic():
        if step.locked(application).state_word is not ApplicationState.IN_REVIEW:
            raise Conflict("A case is assessed when all its checks are answered and nothing is proposed.")
        appraisal = recommend(gather(application, at=at), policy.parsed(application.policy))
        assessment = Assessment.objects.create(
            application=application,
            policy=application.policy,
            at=at,
            made_by=actor.reference,
            recommendation=appraisal.recommendation.value,
            validity_months=appraisal.validity_months,
            set_aside=_set_aside(application, appraisal),
            hidden=appraisal.hidden_count,
            factors=[
                {
                    "name": factor.name.value,
                    "speaks": factor.speaks.value,
                    "sentence": factor.sentence,
                    "source": factor.source,
                    "caveats": list(factor.caveats),
                }
                for factor in appraisal.factors
            ],
        )
        Finding.objects.bulk_create(_row(assessment, finding) for finding in appraisal.findings)
        record.append(
            "screening.assessment.made",
            actor=actor.reference,
            at=at,
            subject=application.reference,
            port=application.port.locode,
            recommendation=appraisal.recommendation.label.lower(),
            findings=len(appraisal.findings),
            policy=f"{application.policy.code} {application.policy.version}",
        )
    return assessment


def _set_aside(application: Application, appraisal: Appraisal) -> list[dict[str, Any]]:
    """What does not count: by the rules, and by the officers who looked at it."""
    by_rules = [
        {"about": item.about, "code": item.code, "sentence": item.sentence} for item in appraisal.shown
    ]
    by_officers = [
        {"about": about, "code": row.outcome, "sentence": said_of(about, row)}
        for about, row in taken_out(application).items()
    ]
    return by_rules + by_officers


def _row(assessment: Assessment, finding: Found) -> Finding:
    return Finding(
        assessment=assessment,
        criterion=finding.criterion,
        effect=finding.effect.value,
        sentence=finding.sentence,
        said=[neutral(each) for each in finding.said],
        rule=finding.rule,
        source=finding.source,
        counts_from=finding.counts_from,
        counts_until=finding.counts_until,
        permanent=finding.permanent,
        reason=finding.reason,
        caveats=list(finding.caveats),
        incomplete=finding.incomplete,
        about=finding.about,
        waiver=finding.waiver.value if finding.waiver is not None else "",
        remedy=finding.remedy,
        tier=finding.tier,
        clock=finding.clock,
        relevance=finding.relevance,
    )
