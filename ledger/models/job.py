"""Work that must not be lost."""

from __future__ import annotations

import uuid

from django.db import models

from ledger.enums import JobState


class Job(models.Model):
    """One piece of work to do once. Written with the deed that asks for it, in the same transaction.

    `(kind, subject, slot)` is unique: asking twice makes one job. Changed only by `ledger.services.job`.
    A claim holds a lease longer than the worker's hard time limit, so a copy of the message that arrives
    meanwhile does nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    slot = models.CharField(max_length=60, default="once")
    state = models.CharField(max_length=10, choices=JobState.choices(), default=JobState.WAITING.value)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=1)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    requested_by = models.CharField(max_length=120)
    port = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "subject", "slot"], name="job_asked_once"),)
        indexes = (
            models.Index(
                fields=["due_at"], name="job_due", condition=models.Q(state__in=["waiting", "claimed"])
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.slot}"

    @property
    def state_word(self) -> JobState:
        return JobState(self.state)
