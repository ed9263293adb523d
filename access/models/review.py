"""Reviews of what people may read: campaigns, their lines, and how holders stood at the last look."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from access.enums import FieldClass
from access.reviewing.words import RemovalCost, ReviewLineState, ReviewTrigger


class ReviewCampaign(models.Model):
    """A few lines to answer by a day, by the calendar or because a holder changed.

    Written by `access.services.review`. `slot` is the month of a scheduled one and the moment of a triggered
    one; `part` tells campaigns of one slot apart. `account` stands where one holder's change opened it. What
    nobody answered by `due_at` is removed.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="review_campaigns")
    field_class = models.CharField(max_length=2, choices=FieldClass.choices())
    trigger = models.CharField(max_length=20, choices=ReviewTrigger.choices())
    slot = models.CharField(max_length=40)
    part = models.PositiveSmallIntegerField(default=1)
    account = models.CharField(max_length=120, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    postponed_at = models.DateTimeField(null=True)
    postponed_by = models.CharField(max_length=120, blank=True)
    postponed_reason = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["port", "trigger", "field_class", "account", "slot", "part"],
                name="review_campaign_once_per_slot",
            ),
        )
        indexes = (models.Index(fields=["port", "closed_at", "due_at"], name="review_campaign_queue"),)

    def __str__(self) -> str:
        return f"{self.field_class_word.label} data, {self.slot}"

    @property
    def reference(self) -> str:
        return f"review:{self.pk}"

    @property
    def field_class_word(self) -> FieldClass:
        return FieldClass(self.field_class)

    @property
    def trigger_word(self) -> ReviewTrigger:
        return ReviewTrigger(self.trigger)


class ReviewLine(models.Model):
    """One holder of one field class, with what is known of its use. Written by `access.services.review`.

    `grants` are the numbers of the grants that were in force when it was opened, and `ends` the ends that
    they had before they were removed: what a correction gives back. The figures are those of the opening.
    """

    campaign = models.ForeignKey(ReviewCampaign, on_delete=models.PROTECT, related_name="lines")
    account = models.CharField(max_length=120)
    field_class = models.CharField(max_length=2, choices=FieldClass.choices())
    grants = ArrayField(models.BigIntegerField())
    ends = ArrayField(models.DateTimeField(), default=list)
    last_used_at = models.DateTimeField(null=True)
    uses = models.PositiveIntegerField(default=0)
    peers_having = models.PositiveIntegerField(default=0)
    peers_of = models.PositiveIntegerField(default=0)
    cost = models.CharField(max_length=6, choices=RemovalCost.choices())
    state = models.CharField(
        max_length=10, choices=ReviewLineState.choices(), default=ReviewLineState.OPEN.value
    )
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    verified_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["campaign", "account", "field_class"], name="review_line_once_per_holder"
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.field_class}"

    @property
    def state_word(self) -> ReviewLineState:
        return ReviewLineState(self.state)

    @property
    def field_class_word(self) -> FieldClass:
        return FieldClass(self.field_class)


class HolderStanding(models.Model):
    """How a holder of grants stood when reviews last looked. Written by `access.services.review`.

    A difference opens a review of what they hold, whoever made the change and wherever.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="holder_standings")
    account = models.CharField(max_length=120)
    roles = ArrayField(models.CharField(max_length=30), default=list)
    organisation = models.CharField(max_length=120, blank=True)
    lifted_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["port", "account"], name="holder_standing_once_per_port"),
        )

    def __str__(self) -> str:
        return self.account
