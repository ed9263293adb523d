"""Interim suitability: a short clearance while a check is late."""

from __future__ import annotations

from django.db import models

from screening.deciding.words import InterimState
from screening.enums import ClearanceLevel


class InterimProposal(models.Model):
    """One officer proposes a short clearance before the case is decided, another agrees or declines.

    Written by `screening.services.interim`.
    """

    application = models.ForeignKey(
        "screening.Application", on_delete=models.PROTECT, related_name="interims"
    )
    level = models.CharField(max_length=10, choices=ClearanceLevel.choices())
    valid_until = models.DateField()
    conditions = models.TextField(blank=True)
    escort_only = models.BooleanField(default=True)
    reason = models.TextField()
    state = models.CharField(
        max_length=10, choices=InterimState.choices(), default=InterimState.PROPOSED.value
    )
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer_reason = models.TextField(blank=True)
    clearance = models.OneToOneField(
        "screening.Clearance", on_delete=models.PROTECT, null=True, related_name="interim_proposal"
    )

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(state="proposed"), name="interim_open_once"
            ),
            models.CheckConstraint(
                name="interim_two_hands",
                condition=models.Q(answered_by__isnull=True) | ~models.Q(answered_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="interim_answered_by_someone",
                condition=models.Q(state="proposed", answered_by=None)
                | ~models.Q(state="proposed") & models.Q(answered_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"interim {self.application}"

    @property
    def state_word(self) -> InterimState:
        return InterimState(self.state)

    @property
    def level_word(self) -> ClearanceLevel:
        return ClearanceLevel(self.level)
