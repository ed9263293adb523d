"""Reads kept filters."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.models import SavedView, User


def saved_views(user: User, page: str) -> QuerySet[SavedView]:
    """One's own views of a list and those that colleagues share."""
    return SavedView.objects.filter(Q(user=user) | Q(is_shared=True), page=page)
