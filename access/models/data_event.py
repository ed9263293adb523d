"""Look-ups and changes of logistics data."""

from __future__ import annotations

import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from access.enums import DataAction, DataResult, FieldClass
from access.models.event_key import kept_once


class DataEvent(models.Model):
    """One look-up or change. Written by `access.services.data_writing` and the log's import; never altered.

    Key, clocks and months are those of `GateEvent`.
    `explanation` is the code of the work that carried the decision at that moment (E1 to E10, or G for
    a grant); empty when nothing did.
    """

    id = models.UUIDField(default=uuid.uuid4, db_index=True)
    number = models.BigAutoField(primary_key=True)
    port = models.ForeignKey(
        "accounts.Port",
        on_delete=models.PROTECT,
        related_name="data_events",
        db_constraint=False,
        db_index=False,
    )
    source = models.CharField(max_length=60)
    code = models.CharField(max_length=100)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    account = models.CharField(max_length=120)
    person_ref = models.CharField(max_length=60, blank=True)
    person = models.ForeignKey(
        "screening.Person",
        on_delete=models.PROTECT,
        null=True,
        related_name="data_events",
        db_constraint=False,
        db_index=False,
    )
    action = models.CharField(max_length=10, choices=DataAction.choices())
    object_type = models.CharField(max_length=30)
    object_ref = models.CharField(max_length=60)
    field_class = models.CharField(max_length=2, choices=FieldClass.choices())
    rows = models.PositiveIntegerField(default=1)
    result = models.CharField(max_length=10, choices=DataResult.choices())
    reasons = ArrayField(models.CharField(max_length=60), default=list)
    explanation = models.CharField(max_length=4, blank=True)
    explanation_ref = models.CharField(max_length=140, blank=True)
    workstation_area = models.CharField(max_length=40, blank=True)
    ip = models.CharField(max_length=45, blank=True)
    system = models.CharField(max_length=40, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    work_ref = models.CharField(max_length=60, blank=True)
    receipt = models.CharField(max_length=110, blank=True)

    class Meta:
        ordering = ("-at", "-number")
        indexes = (
            models.Index(fields=["port", "-at", "-number"], name="data_event_newest"),
            models.Index(fields=["port", "person_ref", "-at"], name="data_event_by_person"),
            models.Index(fields=["port", "object_ref", "-at"], name="data_event_by_object"),
            models.Index(fields=["person", "-at"], name="data_event_of_person"),
        )
        triggers = (
            pgtrigger.Protect(name="data_event_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            kept_once("data"),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.action} {self.object_ref} {self.result}"

    @property
    def result_word(self) -> DataResult:
        return DataResult(self.result)

    @property
    def action_word(self) -> DataAction:
        return DataAction(self.action)
