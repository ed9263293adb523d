"""Patterns that are muted for a while, what they hid, and the weekly look at that."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from access.casework.words import MutedState
from access.enums import Severity


class MutedPattern(models.Model):
    """Findings of one rule that open no case for a while. Written by `access.services.muted_pattern`.

    A finding is hidden when it fits the rule and everything that is named: a person as the log calls them, an
    object, a peer group. Two people are needed, and it ends with `ends_at`.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="muted_patterns")
    rule = models.CharField(max_length=4)
    subject = models.CharField(max_length=60, blank=True)
    object_ref = models.CharField(max_length=60, blank=True)
    peer_group = models.CharField(max_length=120, blank=True)
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=MutedState.choices(), default=MutedState.PROPOSED.value)
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="mutes_proposed")
    proposed_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="mutes_answered"
    )
    answered_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="mutes_lifted"
    )
    lifted_at = models.DateTimeField(null=True)
    lifted_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=("proposed", "refused"))
                | (models.Q(answered_by__isnull=False) & ~models.Q(answered_by=models.F("proposed_by"))),
                name="muted_pattern_two_hands",
            ),
            models.CheckConstraint(
                condition=~models.Q(subject="", object_ref="", peer_group=""),
                name="muted_pattern_names_something",
            ),
        )
        indexes = (models.Index(fields=["port", "state", "ends_at"], name="muted_pattern_in_force"),)

    def __str__(self) -> str:
        return f"{self.rule}, muted pattern {self.pk}"

    @property
    def reference(self) -> str:
        return f"muted_pattern:{self.pk}"

    @property
    def state_word(self) -> MutedState:
        return MutedState(self.state)


class HiddenFinding(models.Model):
    """A finding that a muted pattern kept from its person-case. Written by `access.services.muted_pattern`.

    `restored_at`: the pattern was lifted, and the finding went to a case after all.
    """

    pattern = models.ForeignKey(MutedPattern, on_delete=models.PROTECT, related_name="hidden")
    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="hidden_findings")
    subject = models.CharField(max_length=60)
    rule = models.CharField(max_length=4)
    version = models.PositiveSmallIntegerField()
    family = models.CharField(max_length=1)
    severity = models.CharField(max_length=1, choices=Severity.choices())
    key = models.CharField(max_length=200)
    events = ArrayField(models.CharField(max_length=100))
    objects_named = ArrayField(models.CharField(max_length=100), default=list)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    text = models.TextField()
    innocent = models.TextField()
    points = models.FloatField()
    parameters = models.JSONField(default=list)
    tried = models.JSONField(default=list)
    found_at = models.DateTimeField()
    restored_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-last_at", "-pk")
        constraints = (models.UniqueConstraint(fields=["port", "rule", "key"], name="hidden_finding_once"),)

    def __str__(self) -> str:
        return f"{self.rule} {self.text}"

    @property
    def severity_word(self) -> Severity:
        return Severity(self.severity)


class MutedReview(models.Model):
    """What a muted pattern hid until one week, replayed. Written by `access.services.muted_pattern`.

    `would_open` counts the people whose hidden findings would have opened a case or joined one; `confirmed`
    those of them whose case was escalated or handed over since.
    """

    pattern = models.ForeignKey(MutedPattern, on_delete=models.PROTECT, related_name="reviews")
    week = models.DateField()
    at = models.DateTimeField()
    hidden = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    gravest = models.CharField(max_length=1, choices=Severity.choices(), blank=True)
    would_open = models.PositiveIntegerField()
    confirmed = models.PositiveIntegerField()

    class Meta:
        ordering = ("-week",)
        constraints = (models.UniqueConstraint(fields=["pattern", "week"], name="muted_review_once_a_week"),)

    def __str__(self) -> str:
        return f"{self.pattern_id}, week of {self.week}"
