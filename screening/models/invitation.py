"""Invitations: the links by which people reach their own part of an application."""

from __future__ import annotations

import pgtrigger
from django.db import models

from screening.enums import Language
from screening.models.application import Application


class Invitation(models.Model):
    """One link for one case. Written by `screening.services.invitation`.

    Only a digest of the token is kept: it is shown once, to be handed over. `expires_on` is the last day on
    which the person may use it, and so the person's clock; returning a declaration moves it on.
    `wrong_tries` counts wrong birth dates since the last right one.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2, choices=Language.choices(), default=Language.EN.value)
    invited_by = models.CharField(max_length=120)
    invited_at = models.DateTimeField()
    expires_on = models.DateField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-invited_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(ended_at=None),
                name="invitation_one_live_per_case",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="invitation_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="invitation_fixed",
                fields=["application", "digest", "language", "invited_by", "invited_at"],
            ),
        )

    def __str__(self) -> str:
        return f"{self.application} {self.invited_at:%Y-%m-%d}"

    @property
    def language_word(self) -> Language:
        return Language(self.language)
