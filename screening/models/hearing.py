"""Hearings: before a case ends badly for a person, they learn the facts and answer."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.db import models

from screening.deciding.words import HearingState


class Hearing(models.Model):
    """The person was given notice of intent and may answer until a day. Written by `services.hearing`.

    It runs from the day on which the notice was handed over (`served_at`); before that it never ends by the
    clock. `token_hash` is the SHA-256 of the link's token; the token itself is kept nowhere.
    """

    application = models.ForeignKey(
        "screening.Application", on_delete=models.PROTECT, related_name="hearings"
    )
    decision = models.OneToOneField("screening.Decision", on_delete=models.PROTECT, related_name="hearing")
    state = models.CharField(max_length=10, choices=HearingState.choices(), default=HearingState.OPEN.value)
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    served_at = models.DateTimeField(null=True)
    served_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="notices_served"
    )
    token_hash = models.BinaryField(max_length=32, null=True, unique=True)
    wrong_keys = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    extension_asked_at = models.DateTimeField(null=True)
    extension_wish = models.TextField(blank=True)
    extended_to = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(state="open"), name="hearing_open_once"
            ),
            models.CheckConstraint(
                name="hearing_closed_with_time",
                condition=models.Q(state="open", closed_at=None)
                | ~models.Q(state="open") & models.Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="hearing_closed_after_service",
                condition=models.Q(state="open") | models.Q(served_at__isnull=False),
            ),
            models.CheckConstraint(
                name="hearing_extended_to_later",
                condition=models.Q(extended_to=None) | models.Q(extended_to__gt=models.F("due_on")),
            ),
        )
        triggers = (
            pgtrigger.FSM(
                name="hearing_states", field="state", transitions=[("open", "heard"), ("open", "no_reply")]
            ),
        )

    def __str__(self) -> str:
        return f"hearing {self.application}"

    @property
    def state_word(self) -> HearingState:
        return HearingState(self.state)

    @property
    def ends_on(self) -> date:
        """The last day on which the person may answer."""
        return self.extended_to or self.due_on


class HearingMaterial(models.Model):
    """A finding that the notice rests on: shown to the person, or withheld with the essence of its ground.

    Written by `screening.services.hearing`. What is withheld names its legal ground; the person still learns
    the essence (CJEU C-185/23).
    """

    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="materials")
    finding = models.ForeignKey("screening.Finding", on_delete=models.PROTECT, related_name="+")
    released = models.BooleanField(default=True)
    legal_ground = models.TextField(blank=True)
    essence = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["hearing", "finding"], name="hearing_material_once"),
            models.CheckConstraint(
                name="hearing_material_shown_or_essence",
                condition=models.Q(released=True) | ~models.Q(essence="") & ~models.Q(legal_ground=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.hearing} {self.finding}"

    @property
    def sentence(self) -> str:
        """What the person reads of it."""
        return self.finding.sentence if self.released else self.essence


class Observation(models.Model):
    """What the person answered. Written by `screening.services.hearing`, never altered.

    `by` is `person` for an answer through the link, else the officer who took it down.
    """

    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="observations")
    text = models.TextField()
    document = models.ForeignKey("screening.Document", on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        triggers = (
            pgtrigger.Protect(name="observation_fixed", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return self.text[:40]
