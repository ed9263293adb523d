"""What an employer is told of a decision: the outcome and the date, nothing else."""

from __future__ import annotations

import pgtrigger
from django.db import models

from screening.deciding.words import EmployerOutcome


class OutcomeNotice(models.Model):
    """One decision as its employer learns it. Written by `screening.services.outcome`, never altered."""

    application = models.ForeignKey(
        "screening.Application", on_delete=models.PROTECT, related_name="outcome_notices"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="outcome_notices"
    )
    outcome = models.CharField(max_length=14, choices=EmployerOutcome.choices())
    decided_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        triggers = (
            pgtrigger.Protect(name="outcome_notice_fixed", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.outcome} {self.decided_on}"

    @property
    def outcome_word(self) -> EmployerOutcome:
        return EmployerOutcome(self.outcome)
