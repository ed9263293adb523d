"""Badges."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from access.enums import BadgeState
from access.transitions import BADGE_TRANSITIONS


class Badge(models.Model):
    """A restricted-area badge. Written by `access.services.badge` and port import.

    A badge is only as good as the clearance behind it: the gate reads that afresh each time. The
    credential on the card is kept as a SHA-256 of 256 random bits, never itself.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="badges")
    serial = models.CharField(max_length=40)
    person = models.ForeignKey("screening.Person", on_delete=models.PROTECT, null=True, related_name="badges")
    person_ref = models.CharField(max_length=60, blank=True)
    areas = ArrayField(models.CharField(max_length=40), default=list)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    state = models.CharField(max_length=12, choices=BadgeState.choices(), default=BadgeState.ACTIVE.value)
    state_since = models.DateTimeField()
    credential_hash = models.BinaryField(max_length=32, null=True, unique=True)
    issued_by = models.CharField(max_length=120)

    class Meta:
        ordering = ("-state_since", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["port", "serial"], name="badge_serial_once_per_port"),
            models.CheckConstraint(
                name="badge_ends_after_start", condition=models.Q(valid_until__gt=models.F("valid_from"))
            ),
        )
        indexes = (models.Index(fields=["person", "state"], name="badge_by_person"),)
        triggers = (
            pgtrigger.FSM(
                name="badge_states",
                field="state",
                transitions=sorted({(old.value, new.value) for (old, _), new in BADGE_TRANSITIONS.items()}),
            ),
        )

    def __str__(self) -> str:
        return self.serial

    @property
    def reference(self) -> str:
        return f"badge:{self.serial}"

    @property
    def state_word(self) -> BadgeState:
        return BadgeState(self.state)


class BadgeChange(models.Model):
    """A badge entered a state at a moment, and why. Written with the change, never altered."""

    badge = models.ForeignKey(Badge, on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(max_length=12, choices=BadgeState.choices())
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    reason = models.TextField()

    class Meta:
        ordering = ("at", "pk")
        triggers = (
            pgtrigger.Protect(name="badge_change_fixed", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.at}"

    @property
    def state_word(self) -> BadgeState:
        return BadgeState(self.state)
