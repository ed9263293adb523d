"""The hotline's places in the record: a fixed number every hour, with or without reports."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Commitment(models.Model):
    """A salted commitment to one report and its day. Written by `hotline.services.lodging` and `.slot`.

    Nothing leads from here to the report: only the reporter's receipt opens what was committed to. `due_at`
    is a full hour, drawn at random like that of the report and apart from it. `campaign` is the printed card
    by which the reporter came; it is counted and forgotten when the commitment takes its place.
    """

    digest = models.BinaryField(max_length=32, primary_key=True)
    due_at = models.DateTimeField()
    campaign = models.CharField(max_length=8, blank=True)
    slot = models.ForeignKey("hotline.Slot", on_delete=models.PROTECT, null=True, related_name="commitments")

    class Meta:
        indexes = (models.Index(fields=["due_at"], name="commitment_waiting", condition=Q(slot=None)),)

    def __str__(self) -> str:
        return bytes(self.digest).hex()[:16]


class Slot(models.Model):
    """One of the hour's places in the ledger. Written by `hotline.services.slot`; `proof` comes later, once.

    `members` are all digests under this place in hexadecimal, fillers among them; `digest` is their hash and
    what stands in the ledger, in the entry `entry`. `proof` is the `.tlog-proof` of that entry: it is kept
    here, because the reporter's door reads no ledger, and asking for it would say which entry matters.
    """

    hour = models.DateTimeField()
    number = models.PositiveSmallIntegerField()
    members = models.JSONField()
    digest = models.BinaryField(max_length=32)
    entry = models.UUIDField(default=uuid.uuid4, unique=True)
    proof = models.TextField(blank=True)

    class Meta:
        ordering = ("-hour", "number")
        constraints = (models.UniqueConstraint(fields=["hour", "number"], name="slot_once_per_hour"),)
        indexes = (models.Index(fields=["hour"], name="slot_without_proof", condition=Q(proof="")),)

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H}:00 {self.number}"
