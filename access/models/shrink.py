"""Proposals to take access away that nobody uses."""

from __future__ import annotations

from django.db import models

from access.enums import FieldClass
from access.models.grant import Grant
from access.shrinking.words import ShrinkState


class Shrink(models.Model):
    """A group of holders opened a field class hardly ever; its grants could go. Written by `services.shrink`.

    `opened` of `looked_up` look-ups between `since` and `until` were of this class or above. On trial its
    grants are ended; until `trial_until` they come back at once when their holder asks again.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="shrinks")
    group = models.CharField(max_length=120)
    field_class = models.CharField(max_length=2, choices=FieldClass.choices())
    since = models.DateTimeField()
    until = models.DateTimeField()
    looked_up = models.PositiveIntegerField()
    opened = models.PositiveIntegerField()
    holders = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=ShrinkState.choices(), default=ShrinkState.PROPOSED.value)
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    trial_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["port", "group", "field_class"],
                condition=models.Q(state__in=[ShrinkState.PROPOSED.value, ShrinkState.TRIAL.value]),
                name="shrink_open_once",
            ),
        )
        indexes = (models.Index(fields=["port", "state", "trial_until"], name="shrink_queue"),)

    def __str__(self) -> str:
        return f"{self.group}: {self.field_class_word.label.lower()} data"

    @property
    def reference(self) -> str:
        return f"shrink:{self.pk}"

    @property
    def state_word(self) -> ShrinkState:
        return ShrinkState(self.state)

    @property
    def field_class_word(self) -> FieldClass:
        return FieldClass(self.field_class)


class ShrinkLine(models.Model):
    """One grant of a proposal. Written by `access.services.shrink`.

    `ends_at` is the end that it had before the trial; `restored` the grant that took its place when it was
    given back.
    """

    shrink = models.ForeignKey(Shrink, on_delete=models.PROTECT, related_name="lines")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="shrink_lines")
    ends_at = models.DateTimeField()
    restored = models.ForeignKey(Grant, on_delete=models.PROTECT, null=True, related_name="shrink_restored")
    restored_at = models.DateTimeField(null=True)
    restored_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["shrink", "grant"], name="shrink_line_once"),)

    def __str__(self) -> str:
        return f"{self.shrink_id} {self.grant_id}"
