"""Filters that people keep."""

from __future__ import annotations

from django.db import models


class SavedView(models.Model):
    """A named set of filters of one list page; the URL is the truth.

    Written by `accounts.services.saved_view`.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=80)
    label = models.CharField(max_length=60)
    query = models.CharField(max_length=500)
    is_shared = models.BooleanField(default=False)

    class Meta:
        ordering = ("label",)
        constraints = (
            models.UniqueConstraint(fields=["user", "page", "label"], name="saved_view_label_once"),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def address(self) -> str:
        return f"{self.page}?{self.query}" if self.query else self.page
