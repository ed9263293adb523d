"""Tells an employer of a decision: the outcome and the date, nothing else."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from ledger.services import record
from screening.deciding.words import EmployerOutcome
from screening.models import Application, OutcomeNotice


def tell(application: Application, outcome: EmployerOutcome, *, actor: str, at: datetime) -> OutcomeNotice:
    """Keep what the employer learns, in the transaction of the decision.

    Records: screening.outcome.told. Letters and pages of the employer read this row and no other.
    """
    notice = OutcomeNotice.objects.create(
        application=application,
        organisation=application.person.organisation,
        outcome=outcome.value,
        decided_on=timezone.localdate(at),
        at=at,
    )
    record.append(
        "screening.outcome.told",
        actor=actor,
        at=at,
        subject=application.reference,
        port=application.port.locode,
        outcome=outcome.label.lower(),
    )
    return notice
