"""Grades reports on the admiralty scale. The one writer of grades."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from hotline.enums import Credibility, Reliability
from hotline.models import Grading, Report
from hotline.permissions import may_handle
from ledger.services import record
from portsec.kernel.errors import require
from portsec.kernel.scope import Scope


@transaction.atomic
def grade(
    report: Report,
    reliability: Reliability,
    credibility: Credibility,
    *,
    actor: User,
    scope: Scope,
    at: datetime,
) -> Grading:
    """Grade the source and the information, apart from each other. A later grade counts; earlier ones stay.

    A grade changes nothing by itself: no state of the report, and nothing about anybody whom it names.
    Refuses when: the report was not sealed to the actor (Refused).
    Records: hotline.report.graded.
    """
    require(may_handle(actor, scope, report))
    made = Grading.objects.create(
        report=report,
        reliability=reliability.value,
        credibility=credibility.value,
        by=actor.reference,
        at=at,
    )
    record.append(
        "hotline.report.graded",
        actor=actor.reference,
        at=at,
        subject=report.subject,
        port=report.hub.locode,
        reliability=reliability.value.upper(),
        credibility=credibility.value,
    )
    return made
