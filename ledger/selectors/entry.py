"""Reads the record."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from ledger.models import Entry


def entries_about(subjects: Iterable[str]) -> QuerySet[Entry]:
    """Everything recorded about these references, newest first."""
    return Entry.objects.filter(subject__in=list(subjects)).order_by("-position")


def first_altered_entry() -> Entry | None:
    """The oldest entry whose columns no longer give the hash of its content; None when all agree."""
    for entry in Entry.objects.order_by("position").iterator(chunk_size=2000):
        if bytes(entry.content_hash) != entry.computed_content_hash():
            return entry
    return None
