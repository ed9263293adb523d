"""Decisions by two hands."""

from __future__ import annotations

from django.db import models

from screening.enums import ClearanceLevel, DecisionState, Outcome


class Decision(models.Model):
    """One officer's proposal and another's answer to it. Written by `screening.services.decision`.

    The database refuses a countersignature by the proposer, whoever writes the row.
    """

    application = models.ForeignKey(
        "screening.Application", on_delete=models.PROTECT, related_name="decisions"
    )
    assessment = models.ForeignKey("screening.Assessment", on_delete=models.PROTECT)
    outcome = models.CharField(max_length=8, choices=Outcome.choices())
    level = models.CharField(max_length=10, choices=ClearanceLevel.choices())
    valid_until = models.DateField(null=True)
    reason = models.TextField()
    state = models.CharField(
        max_length=14, choices=DecisionState.choices(), default=DecisionState.PROPOSED.value
    )
    proposed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="decisions_proposed"
    )
    proposed_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="decisions_answered"
    )
    answered_at = models.DateTimeField(null=True)
    answer_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-proposed_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(state="proposed"), name="decision_open_once"
            ),
            models.CheckConstraint(
                name="decision_two_hands",
                condition=models.Q(answered_by__isnull=True) | ~models.Q(answered_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="decision_answered_by_someone",
                condition=models.Q(state="proposed", answered_by__isnull=True)
                | ~models.Q(state="proposed") & models.Q(answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_grant_has_end",
                condition=models.Q(outcome="refuse") | models.Q(valid_until__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.outcome} {self.application}"

    @property
    def outcome_word(self) -> Outcome:
        return Outcome(self.outcome)

    @property
    def state_word(self) -> DecisionState:
        return DecisionState(self.state)

    @property
    def level_word(self) -> ClearanceLevel:
        return ClearanceLevel(self.level)
