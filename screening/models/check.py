"""Checks and what they brought."""

from __future__ import annotations

from django.db import models

from screening.enums import CheckKind, CheckResult, CheckState
from screening.offences import OFFENCES


class Check(models.Model):
    """One question asked about an applicant, and its answer. Written by `screening.services.check`."""

    application = models.ForeignKey("screening.Application", on_delete=models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=20, choices=CheckKind.choices())
    state = models.CharField(max_length=10, choices=CheckState.choices(), default=CheckState.REQUESTED.value)
    result = models.CharField(max_length=12, choices=CheckResult.choices(), blank=True)
    detail = models.CharField(max_length=300, blank=True)
    requested_at = models.DateTimeField()
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["application", "kind"], name="check_kind_once"),
            models.CheckConstraint(
                name="check_answered_has_result",
                condition=models.Q(state="requested", result="")
                | models.Q(state="answered", answered_at__isnull=False) & ~models.Q(result=""),
            ),
        )

    def __str__(self) -> str:
        return self.kind_word.label

    @property
    def kind_word(self) -> CheckKind:
        return CheckKind(self.kind)

    @property
    def state_word(self) -> CheckState:
        return CheckState(self.state)

    @property
    def result_word(self) -> CheckResult | None:
        return CheckResult(self.result) if self.result else None


class Conviction(models.Model):
    """One conviction from a record answer: codes and dates, never the extract itself (GDPR Art. 10).

    Written by `screening.services.check`. Offence and sanction codes are those of ECRIS.
    """

    check_answered = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="convictions")
    offence_code = models.CharField(max_length=7)
    completion = models.CharField(max_length=1, default="C")
    participation = models.CharField(max_length=1, default="M")
    exemption = models.CharField(max_length=1, blank=True)
    sanction_code = models.CharField(max_length=5, blank=True)
    sanction_months = models.PositiveSmallIntegerField(null=True)
    sanction_suspended = models.BooleanField(default=False)
    day_rates = models.PositiveSmallIntegerField(null=True)
    country = models.CharField(max_length=2)
    offence_date = models.DateField(null=True)
    decided_on = models.DateField()
    final_on = models.DateField(null=True)
    released_on = models.DateField(null=True)
    rehabilitated = models.BooleanField(default=False)
    pardoned = models.BooleanField(default=False)
    amnesty = models.BooleanField(default=False)
    juvenile = models.BooleanField(default=False)
    declared = models.BooleanField(default=False)

    class Meta:
        ordering = ("-decided_on", "pk")

    def __str__(self) -> str:
        return f"{self.offence_code} ({self.country})"

    @property
    def offence_label(self) -> str:
        return OFFENCES[self.offence_code].label
