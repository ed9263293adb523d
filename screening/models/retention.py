"""Erasure: holds that stop it, orders that bring it forward, and certificates of what was erased."""

from __future__ import annotations

import secrets

import pgtrigger
from django.db import models

from screening.enums import OrderState
from screening.models.person import REFERENCE_ALPHABET, REFERENCE_LENGTH


def new_ref() -> str:
    """A reference that tells nothing and cannot be counted up."""
    return "E-" + "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))


class LegalHold(models.Model):
    """While it stands nothing of the case is erased. Written by `screening.services.hold`.

    It is entered by one officer and lifted by two: one proposes, another confirms.
    """

    application = models.ForeignKey("screening.Application", on_delete=models.PROTECT, related_name="holds")
    reason = models.TextField()
    review_on = models.DateField()
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="holds_entered")
    entered_at = models.DateTimeField()
    lift_reason = models.TextField(blank=True)
    lift_proposed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="holds_lift_proposed"
    )
    lift_proposed_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="holds_lifted"
    )
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("review_on", "pk")
        constraints = (
            models.CheckConstraint(
                name="hold_lifted_by_two",
                condition=models.Q(lifted_by__isnull=True, lifted_at__isnull=True)
                | models.Q(lifted_by__isnull=False, lifted_at__isnull=False, lift_proposed_by__isnull=False)
                & ~models.Q(lifted_by=models.F("lift_proposed_by")),
            ),
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(lifted_at__isnull=True), name="hold_once"
            ),
        )

    def __str__(self) -> str:
        return f"Hold on {self.application}"

    @property
    def is_standing(self) -> bool:
        return self.lifted_at is None


class ErasureOrder(models.Model):
    """Erase a case early: one officer orders it, another confirms. Written by `services.erasure`."""

    application = models.ForeignKey(
        "screening.Application", on_delete=models.PROTECT, related_name="erasure_orders"
    )
    ground = models.TextField()
    state = models.CharField(max_length=10, choices=OrderState.choices(), default=OrderState.PROPOSED.value)
    proposed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="erasures_proposed"
    )
    proposed_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="erasures_answered"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-proposed_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(state="proposed"),
                name="erasure_order_open_once",
            ),
            models.CheckConstraint(
                name="erasure_order_two_hands",
                condition=models.Q(state="proposed", answered_by__isnull=True)
                | ~models.Q(state="proposed")
                & models.Q(answered_by__isnull=False)
                & ~models.Q(answered_by=models.F("proposed_by")),
            ),
        )

    def __str__(self) -> str:
        return f"Erase {self.application}"

    @property
    def state_word(self) -> OrderState:
        return OrderState(self.state)


class Erasure(models.Model):
    """What was erased, when and by which rule: the certificate. Written by `screening.services.erasure`.

    It holds no personal data. `rows` lists per data class what was done and to how many rows; `case_ref`
    is text for erasures of a person's identity too, where it is empty.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="erasures")
    person = models.ForeignKey("screening.Person", on_delete=models.PROTECT, related_name="erasures")
    application = models.ForeignKey(
        "screening.Application", on_delete=models.PROTECT, null=True, related_name="erasures"
    )
    order = models.OneToOneField(ErasureOrder, on_delete=models.PROTECT, null=True, related_name="erasure")
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    policy = models.CharField(max_length=60)
    rows = models.JSONField()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=["port", "-at"], name="erasure_by_port"),)
        triggers = (pgtrigger.Protect(name="erasure_fixed", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.ref

    @property
    def reference(self) -> str:
        return f"erasure:{self.ref}"

    @property
    def count(self) -> int:
        """How many rows and files were erased, reduced or emptied."""
        return sum(row["count"] for row in self.rows)


class RecordTrace(models.Model):
    """What stays of a conviction when the record's answer is erased: fact, code and use.

    Written by `screening.services.erasure`; goes with the case file.
    """

    check_answered = models.ForeignKey(
        "screening.Check", on_delete=models.CASCADE, related_name="record_traces"
    )
    offence_code = models.CharField(max_length=7)
    use = models.CharField(max_length=200)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.offence_code}: {self.use}"
