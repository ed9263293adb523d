"""Decisions by two hands: a proposal, and the second officer's own opinion, formed without seeing it."""

from __future__ import annotations

import pgtrigger
from django.db import models

from screening.enums import ClearanceLevel, DecisionState, Outcome
from screening.models import guard


class Decision(models.Model):
    """One officer's proposal and what became of it. Written by `screening.services.proposal`.

    `reason` is for officers; `statement` is what the person is told besides the findings. The database
    refuses an answer by the proposer, whoever writes the row.
    """

    application = models.ForeignKey(
        "screening.Application", on_delete=models.PROTECT, related_name="decisions"
    )
    assessment = models.ForeignKey("screening.Assessment", on_delete=models.PROTECT)
    outcome = models.CharField(max_length=12, choices=Outcome.choices())
    level = models.CharField(max_length=10, choices=ClearanceLevel.choices())
    valid_until = models.DateField(null=True)
    conditions = models.TextField(blank=True)
    escort_only = models.BooleanField(default=False)
    reason = models.TextField()
    statement = models.TextField(blank=True)
    state = models.CharField(
        max_length=14, choices=DecisionState.choices(), default=DecisionState.PROPOSED.value
    )
    remedy = models.ForeignKey(
        "screening.Remedy", on_delete=models.PROTECT, null=True, related_name="decisions"
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
        ordering = ("-proposed_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(state__in=["proposed", "disputed"]),
                name="decision_open_once",
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
            models.CheckConstraint(
                name="decision_conditional_has_conditions",
                condition=~models.Q(outcome="conditional") | ~models.Q(conditions=""),
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


class Stance(models.Model):
    """What one officer holds of a case beside the outcome: until when, on which conditions, and why."""

    valid_until = models.DateField(null=True)
    conditions = models.TextField(blank=True)
    escort_only = models.BooleanField(default=False)
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ("at", "pk")


class Opinion(Stance):
    """The second officer's own outcome and reason, given before the proposal was shown. Never altered.

    Written by `screening.services.proposal`.
    """

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="opinion")
    officer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="opinions")
    outcome = models.CharField(max_length=12, choices=Outcome.choices())

    class Meta(Stance.Meta):
        constraints = (
            models.CheckConstraint(
                name="opinion_conditional_has_conditions",
                condition=~models.Q(outcome="conditional") | ~models.Q(conditions=""),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="opinion_fixed", operation=pgtrigger.Update | pgtrigger.Delete),
            guard.second_opinion(),
        )

    def __str__(self) -> str:
        return f"{self.outcome} {self.at}"

    @property
    def outcome_word(self) -> Outcome:
        return Outcome(self.outcome)
