"""Policies as data."""

from __future__ import annotations

import pgtrigger
from django.db import models


class PolicyVersion(models.Model):
    """One version of a policy, as it was read from its file. Written by `screening.services.policy`.

    Never edited: a used version stays as it was, a new one stands beside it.
    """

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    legal_ref = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    document = models.TextField()
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ("code", "-version")
        constraints = (models.UniqueConstraint(fields=["code", "version"], name="policy_version_once"),)
        triggers = (
            pgtrigger.Protect(name="policy_version_fixed", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.title} (version {self.version})"

    @property
    def name(self) -> str:
        return f"Version {self.version}"
