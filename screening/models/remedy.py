"""Remedies: the two doors after a refusal, "this is wrong" and "this is right, but …"."""

from __future__ import annotations

import pgtrigger
from django.db import models

from screening.deciding.words import RemedyKind, RemedyState
from screening.models import guard


class Remedy(models.Model):
    """A person asks to look at a refusal again. Written by `screening.services.remedy`.

    One officer proposes the result, another decides; neither had a part in the refusal, and the database
    refuses whoever had. `late` says that it came after the last day.
    """

    application = models.ForeignKey(
        "screening.Application", on_delete=models.PROTECT, related_name="remedies"
    )
    kind = models.CharField(max_length=8, choices=RemedyKind.choices())
    state = models.CharField(max_length=10, choices=RemedyState.choices(), default=RemedyState.LODGED.value)
    grounds = models.TextField()
    evidence = models.JSONField(default=list)
    lodged_at = models.DateTimeField()
    lodged_by = models.CharField(max_length=120)
    late = models.BooleanField(default=False)
    due_on = models.DateField()
    result = models.CharField(max_length=10, choices=RemedyState.choices(), blank=True)
    valid_until = models.DateField(null=True)
    conditions = models.TextField(blank=True)
    escort_only = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    proposed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="remedies_proposed"
    )
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="remedies_decided"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(state="lodged"), name="remedy_open_once"
            ),
            models.CheckConstraint(
                name="remedy_two_hands",
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="remedy_decided_by_two",
                condition=models.Q(state="lodged", decided_by=None)
                | ~models.Q(state="lodged")
                & models.Q(decided_by__isnull=False, proposed_by__isnull=False, result=models.F("state")),
            ),
            models.CheckConstraint(
                name="remedy_varied_has_conditions",
                condition=~models.Q(result="varied") | ~models.Q(conditions=""),
            ),
        )
        triggers = (
            pgtrigger.FSM(
                name="remedy_states",
                field="state",
                transitions=[
                    ("lodged", "annulled"),
                    ("lodged", "dismissed"),
                    ("lodged", "upheld"),
                    ("lodged", "varied"),
                ],
            ),
            guard.remedy_by_others(),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.application}"

    @property
    def kind_word(self) -> RemedyKind:
        return RemedyKind(self.kind)

    @property
    def state_word(self) -> RemedyState:
        return RemedyState(self.state)

    @property
    def result_word(self) -> RemedyState | None:
        return RemedyState(self.result) if self.result else None
