"""Reminders that a clearance ends."""

from __future__ import annotations

import pgtrigger
from django.db import models

from screening.kinds.renewal import STEPS


class RenewalPrompt(models.Model):
    """Officer and employer were reminded of a clearance's end. Written by `screening.services.renewal`.

    One for each step of days before the end; a missed step is not made up for once a later one is due.
    """

    clearance = models.ForeignKey(
        "screening.Clearance", on_delete=models.PROTECT, related_name="renewal_prompts"
    )
    step = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ("step",)
        constraints = (
            models.UniqueConstraint(fields=["clearance", "step"], name="renewal_prompt_once"),
            models.CheckConstraint(name="renewal_prompt_step", condition=models.Q(step__in=list(STEPS))),
        )
        triggers = (pgtrigger.Protect(name="renewal_prompt_fixed", operation=pgtrigger.Update),)

    def __str__(self) -> str:
        return f"{self.clearance} {self.step}"
