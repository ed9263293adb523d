"""Gate attempts, granted and refused."""

from __future__ import annotations

import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from access.enums import Direction, GateResult
from access.models.event_key import kept_once


def source_of(reader: str) -> str:
    """How events and the ledger name the reader of this code."""
    return f"reader:{reader}"


class GateEvent(models.Model):
    """One attempt at a reader. Written by `access.services.gate_event` and the log's import; never altered.

    `source` and `code` make it unique (`EventKey`): a reader's nonce, or the event number of another log.
    `at` is the clock of the source, `received_at` ours. The table lies in months of `at`
    (`access.event_months`), so its key in the database is number and time. What events refer to is checked by
    their writers, set by set, since the database would look up each of a million rows by itself.
    What the reader said stays as text even when person, badge or reader are unknown here. `presented` is the
    SHA-256 of the credential, of 128 random bits or more: the same nonce with another one is no repetition.
    `duties` are those that the answer showed; `vouched_by` the guards who compared by sight, as references or
    badge numbers. `decided_by` is empty for the service; an attempt that a reader
    decided alone came in by its queue, with the list of revoked badges of `list_issued_at`.
    """

    id = models.UUIDField(default=uuid.uuid4, db_index=True)
    number = models.BigAutoField(primary_key=True)
    port = models.ForeignKey(
        "accounts.Port",
        on_delete=models.PROTECT,
        related_name="gate_events",
        db_constraint=False,
        db_index=False,
    )
    source = models.CharField(max_length=60)
    code = models.CharField(max_length=100)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    reader_code = models.CharField(max_length=40)
    reader = models.ForeignKey(
        "access.Reader",
        on_delete=models.PROTECT,
        null=True,
        related_name="events",
        db_constraint=False,
        db_index=False,
    )
    direction = models.CharField(max_length=3, choices=Direction.choices())
    badge_serial = models.CharField(max_length=40, blank=True)
    badge = models.ForeignKey(
        "access.Badge",
        on_delete=models.PROTECT,
        null=True,
        related_name="events",
        db_constraint=False,
        db_index=False,
    )
    person_ref = models.CharField(max_length=60, blank=True)
    person = models.ForeignKey(
        "screening.Person",
        on_delete=models.PROTECT,
        null=True,
        related_name="gate_events",
        db_constraint=False,
        db_index=False,
    )
    result = models.CharField(max_length=8, choices=GateResult.choices())
    reasons = ArrayField(models.CharField(max_length=60), default=list)
    auth_mode = models.CharField(max_length=30, blank=True)
    vehicle = models.CharField(max_length=30, blank=True)
    escort = models.CharField(max_length=60, blank=True)
    receipt = models.CharField(max_length=110, blank=True)
    presented = models.BinaryField(max_length=32, null=True)
    duties = ArrayField(models.CharField(max_length=20), default=list)
    biometric = models.CharField(max_length=8, blank=True)
    occupants = models.PositiveSmallIntegerField(null=True)
    vouched_by = ArrayField(models.CharField(max_length=120), default=list)
    decided_by = models.CharField(max_length=40, blank=True)
    list_issued_at = models.DateTimeField(null=True)
    declared_degraded = models.BooleanField(default=False)

    class Meta:
        ordering = ("-at", "-number")
        indexes = (
            models.Index(fields=["port", "-at", "-number"], name="gate_event_newest"),
            models.Index(fields=["port", "person_ref", "-at"], name="gate_event_by_person"),
            models.Index(fields=["port", "badge_serial", "-at"], name="gate_event_by_badge"),
            models.Index(fields=["port", "reader_code", "-at"], name="gate_event_by_reader"),
            models.Index(fields=["person", "-at"], name="gate_event_of_person"),
        )
        triggers = (
            pgtrigger.Protect(name="gate_event_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            kept_once("gate"),
        )

    def __str__(self) -> str:
        return f"{self.reader_code} {self.badge_serial} {self.result}"

    @property
    def result_word(self) -> GateResult:
        return GateResult(self.result)

    @property
    def direction_word(self) -> Direction:
        return Direction(self.direction)
