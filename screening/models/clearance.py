"""Clearances: what a badge and a look at logistics data rest on."""

from __future__ import annotations

import pgtrigger
from django.db import models

from screening.enums import ClearanceLevel, ClearanceState
from screening.transitions import CLEARANCE


class Clearance(models.Model):
    """A person was found suitable, up to a level, for a time. Written by `screening.services.clearance`.

    It is read afresh at each gate attempt and each look-up.
    """

    person = models.ForeignKey("screening.Person", on_delete=models.PROTECT, related_name="clearances")
    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="clearances")
    decision = models.OneToOneField(
        "screening.Decision", on_delete=models.PROTECT, null=True, related_name="clearance"
    )
    level = models.CharField(max_length=10, choices=ClearanceLevel.choices())
    valid_from = models.DateField()
    valid_until = models.DateField()
    state = models.CharField(
        max_length=10, choices=ClearanceState.choices(), default=ClearanceState.GRANTED.value
    )
    state_since = models.DateTimeField()

    class Meta:
        ordering = ("-valid_from", "-pk")
        constraints = (
            models.CheckConstraint(
                name="clearance_ends_after_start", condition=models.Q(valid_until__gte=models.F("valid_from"))
            ),
        )
        indexes = (models.Index(fields=["person", "-valid_from", "-id"], name="clearance_current"),)
        triggers = (
            pgtrigger.FSM(
                name="clearance_states",
                field="state",
                transitions=sorted({(old.value, new.value) for (old, _), new in CLEARANCE.items()}),
            ),
        )

    def __str__(self) -> str:
        return f"{self.level_word.label} clearance until {self.valid_until}"

    @property
    def level_word(self) -> ClearanceLevel:
        return ClearanceLevel(self.level)

    @property
    def state_word(self) -> ClearanceState:
        return ClearanceState(self.state)


class ClearanceChange(models.Model):
    """A clearance entered a state at a moment, and why. Written with the change, never altered."""

    clearance = models.ForeignKey(Clearance, on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(max_length=10, choices=ClearanceState.choices())
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    reason = models.TextField()

    class Meta:
        ordering = ("at", "pk")
        triggers = (
            pgtrigger.Protect(name="clearance_change_fixed", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.at}"

    @property
    def state_word(self) -> ClearanceState:
        return ClearanceState(self.state)
