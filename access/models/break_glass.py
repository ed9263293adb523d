"""Break-glass: an object opened in an emergency, with a review behind it."""

from __future__ import annotations

import pgtrigger
from django.db import models

from access.break_glass.words import BreakGlassState
from access.enums import FieldClass


class BreakGlass(models.Model):
    """An account opened one object's field class at once, with a reason and an end; somebody else reviews it.

    Written by `access.services.break_glass`. `level` is the ISPS level at which it began and which set
    `review_due_at`; that comes forward when the level rises, and nothing lasts beyond it. `escalated_at`:
    when its clock was found to have run out. While not reviewed it explains look-ups between `begun_at` and
    `ends_at`; afterwards only one that passed.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="break_glasses")
    account = models.CharField(max_length=120)
    object_type = models.CharField(max_length=30, default="container")
    object_ref = models.CharField(max_length=60)
    field_class = models.CharField(max_length=2, choices=FieldClass.choices())
    reason = models.TextField()
    begun_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    level = models.PositiveSmallIntegerField()
    review_due_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=10, choices=BreakGlassState.choices(), default=BreakGlassState.UNREVIEWED.value
    )
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=120, blank=True)
    review = models.TextField(blank=True)

    class Meta:
        ordering = ("-begun_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="break_glass_ends_after_it_began",
                condition=models.Q(ends_at__gt=models.F("begun_at"))
                | models.Q(state=BreakGlassState.ABUSE.value),
            ),
            models.CheckConstraint(
                name="break_glass_ends_by_its_review",
                condition=models.Q(ends_at__lte=models.F("review_due_at")),
            ),
        )
        indexes = (
            models.Index(fields=["port", "object_ref", "account"], name="break_glass_by_object"),
            models.Index(fields=["port", "state", "review_due_at"], name="break_glass_queue"),
            models.Index(fields=["account", "-begun_at"], name="break_glass_by_account"),
        )
        triggers = (
            pgtrigger.ReadOnly(
                name="break_glass_fixed",
                fields=[
                    *("port", "account", "object_type", "object_ref", "field_class"),
                    *("reason", "begun_at", "level"),
                ],
            ),
            pgtrigger.Protect(
                name="break_glass_clock_only_earlier",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__review_due_at__gt=pgtrigger.F("old__review_due_at")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.field_class} {self.object_ref}"

    @property
    def reference(self) -> str:
        return f"break_glass:{self.pk}"

    @property
    def state_word(self) -> BreakGlassState:
        return BreakGlassState(self.state)

    @property
    def field_class_word(self) -> FieldClass:
        return FieldClass(self.field_class)
