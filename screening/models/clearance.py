"""Clearances: what a badge and a look at logistics data rest on."""

from __future__ import annotations

import pgtrigger
from django.db import models

from screening.enums import ClearanceKind, ClearanceLevel, ClearanceState
from screening.transitions import CLEARANCE


class Clearance(models.Model):
    """A person was found suitable, up to a level, for a time. Written by `screening.services.clearance`.

    It is read afresh at each gate attempt and each look-up, through `selectors.clearance`, which knows when a
    suspension has lapsed. A suspension decided here always has its last day (`suspended_until`);
    `taken_over` marks those that came with a port's data, whose end is not known here.
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
    kind = models.CharField(max_length=12, choices=ClearanceKind.choices(), default=ClearanceKind.FULL.value)
    conditions = models.TextField(blank=True)
    escort_only = models.BooleanField(default=False)
    suspended_until = models.DateField(null=True)
    suspended_by = models.CharField(max_length=120, blank=True)
    prolonged_by = models.CharField(max_length=120, blank=True)
    taken_over = models.BooleanField(default=False)

    class Meta:
        ordering = ("-valid_from", "-pk")
        constraints = (
            models.CheckConstraint(
                name="clearance_ends_after_start", condition=models.Q(valid_until__gte=models.F("valid_from"))
            ),
            models.CheckConstraint(
                name="clearance_suspension_has_end",
                condition=~models.Q(state="suspended")
                | models.Q(suspended_until__isnull=False)
                | models.Q(taken_over=True),
            ),
            models.CheckConstraint(
                name="clearance_conditional_has_conditions",
                condition=~models.Q(kind="conditional") | ~models.Q(conditions=""),
            ),
            models.CheckConstraint(
                name="clearance_prolonged_by_another",
                condition=models.Q(prolonged_by="") | ~models.Q(prolonged_by=models.F("suspended_by")),
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

    @property
    def kind_word(self) -> ClearanceKind:
        return ClearanceKind(self.kind)


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
