"""A report and the keys that open it."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q

from hotline.clock.day import earliest_day
from hotline.enums import CodeForm, ReportState, Topic


class Report(models.Model):
    """One anonymous report. Lodged by `hotline.services.lodging`, handled by `hotline.services.handling`.

    Everything that was said is in `body`, sealed to the report's own key and filled up to one of a few sizes.
    `reference` is the code by which other files may name it. `look_up` is a hash of what the receipt was
    stretched to; `reporter_box` holds the report's key, sealed under the receipt.
    `day` is all that is kept of the time. A report that is not urgent is hidden until `held_until`, a full
    hour at random in the next 24; `day` is then the day of that hour, so that both together narrow nothing.
    `is_settled` rows were written anew, all of an hour in one transaction and in random order, so that the
    database's own transaction numbers tell no more than the hour.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    reference = models.CharField(max_length=9, unique=True)
    hub = models.ForeignKey("hotline.Hub", on_delete=models.PROTECT, related_name="reports")
    language = models.CharField(max_length=10)
    topic = models.CharField(max_length=20, choices=Topic.choices(), blank=True)
    is_urgent = models.BooleanField(default=False)
    is_repeated = models.BooleanField(default=False)
    day = models.DateField()
    held_until = models.DateTimeField(null=True)
    is_settled = models.BooleanField(default=False)
    state = models.CharField(max_length=15, choices=ReportState.choices(), default=ReportState.LODGED.value)
    acknowledged_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    erased_on = models.DateField(null=True)
    escalated_on = models.DateField(null=True)
    is_on_hold = models.BooleanField(default=False)
    public_key = models.CharField(max_length=80)
    code_form = models.CharField(max_length=10, choices=CodeForm.choices())
    look_up = models.BinaryField(max_length=32, unique=True, null=True)
    reporter_box = models.BinaryField(null=True)
    body = models.BinaryField(null=True)

    class Meta:
        ordering = ("-day", "reference")
        constraints = (
            models.CheckConstraint(
                name="report_erased_keeps_nothing",
                condition=~Q(state=ReportState.ERASED.value)
                | Q(look_up=None, reporter_box=None, body=None, erased_on__isnull=False),
            ),
            models.CheckConstraint(
                name="report_held_to_the_full_hour",
                condition=Q(held_until=None) | Q(held_until__minute=0, held_until__second=0),
            ),
            models.CheckConstraint(
                name="report_urgent_is_not_held", condition=Q(is_urgent=False) | Q(held_until=None)
            ),
        )
        indexes = (
            models.Index(fields=["hub", "state", "day"], name="report_inbox"),
            models.Index(fields=["is_settled"], name="report_unsettled", condition=Q(is_settled=False)),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def subject(self) -> str:
        """How the record names this report."""
        return f"report:{self.reference}"

    @property
    def state_word(self) -> ReportState:
        return ReportState(self.state)

    @property
    def topic_word(self) -> Topic | None:
        return Topic(self.topic) if self.topic else None

    @property
    def earliest_day(self) -> date:
        """The first day on which it can have been lodged; clocks count from here."""
        return earliest_day(self.day, is_urgent=self.is_urgent)


class ReportKey(models.Model):
    """The report's key, sealed to one recipient, or to the hub's recovery key where `recipient` is empty.

    Written by `hotline.services.lodging` and `.recovery`, deleted by `.erasure`: without these rows and the
    reporter's box nobody can open the report again. Numbered at random: numbers in sequence would put reports
    in their order, between urgent ones whose hour somebody saw.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    report = models.ForeignKey("hotline.Report", on_delete=models.CASCADE, related_name="keys")
    recipient = models.ForeignKey(
        "hotline.Recipient", on_delete=models.PROTECT, null=True, related_name="report_keys"
    )
    sealed = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["report", "recipient"], nulls_distinct=False, name="report_key_once_per_recipient"
            ),
        )

    def __str__(self) -> str:
        return f"key of {self.report_id}"
