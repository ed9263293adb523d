"""Keeps filters under a name."""

from __future__ import annotations

from accounts.models import SavedView, User
from portsec.kernel.errors import InvalidInput

LONGEST_QUERY = 500  # characters


def keep(user: User, *, page: str, label: str, query: str) -> SavedView:
    """Keep a list's filters; the same label again replaces them.

    Refuses when: the label is empty or the query too long (InvalidInput).
    """
    if not label.strip():
        raise InvalidInput("Give the view a name.", fields={"label": "Give the view a name."})
    if len(query) > LONGEST_QUERY:
        raise InvalidInput("These filters are too long to keep.", fields={"query": "Too long."})
    view, _ = SavedView.objects.update_or_create(
        user=user, page=page, label=label.strip()[:60], defaults={"query": query}
    )
    return view


def forget(user: User, view_id: int) -> None:
    """Remove one of one's own views. Safe to repeat because: an absent one is no error."""
    SavedView.objects.filter(user=user, pk=view_id).delete()
