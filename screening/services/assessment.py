"""Runs a policy over a case. It lists findings and recommends; it never decides."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, require
from portsec.kernel.scope import Scope
from screening.enums import ApplicationState, CheckKind, CheckResult, PersonCategory
from screening.models import Application, Assessment, Conviction, Finding, Hit
from screening.permissions import may_propose
from screening.services import policy, step
from screening.services import post as posts
from screening.suitability.facts import CaseFacts, CheckFact, ConvictionFact, DeclarationFacts, HitFact
from screening.suitability.recommend import recommend
from screening.suitability.words import Completion, Exemption, Participation


def assess(application: Application, *, actor: User, scope: Scope, at: datetime) -> Assessment:
    """Assess a case in review with the facts as they stand.

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
            set_aside=[
                {"about": item.about, "code": item.code, "sentence": item.sentence}
                for item in appraisal.shown
            ],
            hidden=appraisal.hidden_count,
        )
        Finding.objects.bulk_create(
            Finding(
                assessment=assessment,
                criterion=finding.criterion,
                effect=finding.effect.value,
                sentence=finding.sentence,
                rule=finding.rule,
                source=finding.source,
                counts_until=finding.counts_until,
                permanent=finding.permanent,
                reason=finding.reason,
                caveats=list(finding.caveats),
                incomplete=finding.incomplete,
                about=finding.about,
            )
            for finding in appraisal.findings
        )
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


def gather(application: Application, *, at: datetime) -> CaseFacts:
    """Everything that the policy may look at, as frozen values."""
    checks = list(application.checks.all())
    convictions = Conviction.objects.filter(check_answered__application=application)
    hits = Hit.objects.filter(check_answered__application=application).select_related("entry")
    return CaseFacts(
        at=timezone.localdate(at),
        level=application.level_word,
        post=posts.facts_of(application.post),
        category=PersonCategory(application.person.category),
        birth_date=application.person.birth_date,
        checks=tuple(
            CheckFact(
                id=f"check:{check.pk}",
                kind=CheckKind(check.kind),
                state=check.state_word,
                result=CheckResult(check.result) if check.result else None,
            )
            for check in checks
        ),
        convictions=tuple(_conviction(row) for row in convictions),
        hits=tuple(
            HitFact(
                id=f"hit:{hit.pk}",
                entry_name=hit.entry.name,
                source=hit.entry.source,
                score=float(hit.score),
                state=hit.state_word,
            )
            for hit in hits
        ),
        declarations=_declarations(application),
    )


def _declarations(application: Application) -> DeclarationFacts:
    """What the person was asked at entry. Without a complete history, residences and gaps stay unasked."""
    if not application.declared_history:
        return DeclarationFacts(has_declared_convictions=application.declared_convictions)
    return DeclarationFacts(has_declared_convictions=application.declared_convictions, residences=(), gaps=())


def _conviction(row: Conviction) -> ConvictionFact:
    return ConvictionFact(
        id=f"conviction:{row.pk}",
        offence_code=row.offence_code,
        completion=Completion(row.completion),
        participation=Participation(row.participation),
        exemption=Exemption(row.exemption),
        sanction_code=row.sanction_code,
        sanction_months=row.sanction_months,
        sanction_suspended=row.sanction_suspended,
        day_rates=row.day_rates,
        offence_date=row.offence_date,
        decided_on=row.decided_on,
        final_on=row.final_on,
        released_on=row.released_on,
        country=row.country,
        rehabilitated=row.rehabilitated,
        pardoned=row.pardoned,
        amnesty=row.amnesty,
        juvenile=row.juvenile,
        declared=row.declared,
    )
