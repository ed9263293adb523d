"""Reads watchlists: what is in force. Who on them resembles a person is `selectors.list_index`'s to say."""

from __future__ import annotations

from django.db.models import QuerySet

from screening.enums import ListSource
from screening.models import ListEntry, ListVersion


def is_any_list_in_force() -> bool:
    return ListVersion.objects.exists()


def is_ever_loaded(source: ListSource) -> bool:
    return versions_of(source).exists()


def lists_in_force() -> list[ListVersion]:
    """The newest version of each source that was ever loaded."""
    return list(ListVersion.objects.order_by("source", "-number").distinct("source"))


def versions_of(source: ListSource) -> QuerySet[ListVersion]:
    """Every version of a list, newest first."""
    return ListVersion.objects.filter(source=source.value).order_by("-number")


def entries_in_force() -> QuerySet[ListEntry]:
    return ListEntry.objects.filter(removed_in=None)
