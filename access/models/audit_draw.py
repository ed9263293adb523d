"""Look-ups drawn by lot for review."""

from __future__ import annotations

from django.db import models

from access.casework.words import DrawVerdict


class AuditDraw(models.Model):
    """One look-up that the lot drew, and what its reviewer said. Written by `access.services.audit_draw`.

    `chance` is how likely it was to be drawn: it stands for 1 / chance others. `unexplained` is 1 when
    nothing explained it, 0.5 when only something self-made did; `explanation` is the work that did.
    `in_case`: a person-case named it already when it was reviewed.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="audit_draws")
    event_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    account = models.CharField(max_length=120)
    subject = models.CharField(max_length=60)
    action = models.CharField(max_length=10)
    object_ref = models.CharField(max_length=60)
    field_class = models.CharField(max_length=2)
    unexplained = models.FloatField()
    explanation = models.CharField(max_length=4, blank=True)
    tried = models.JSONField(default=list)
    chance = models.FloatField()
    drawn_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=DrawVerdict.choices(), blank=True)
    reason = models.TextField(blank=True)
    in_case = models.BooleanField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="audit_draws"
    )

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["port", "event_name", "at"], name="audit_draw_once_per_event"),
        )
        indexes = (models.Index(fields=["port", "reviewed_at", "-at"], name="audit_draw_queue"),)

    def __str__(self) -> str:
        return f"{self.object_ref}, {self.at}"

    @property
    def verdict_word(self) -> DrawVerdict | None:
        return DrawVerdict(self.verdict) if self.verdict else None
