"""The harmless-looking purpose by which somebody under pressure asks for help."""

from __future__ import annotations

from django.db import models


class DuressWord(models.Model):
    """The purpose that means "I am being forced", for one account. Written by `services.duress_word`.

    Only a keyed digest is kept: neither a page nor a copy of the table tells what it is. No page says whether
    an account has one.
    """

    account = models.CharField(max_length=150, unique=True)
    digest = models.CharField(max_length=64)
    chosen_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk}"
