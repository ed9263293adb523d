"""Reads watchlists: what is in force, and who on them resembles a person."""

from __future__ import annotations

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, transaction
from django.db.models import QuerySet

from screening.enums import ListSource
from screening.matching.candidates import CANDIDATES_PER_NAME, subject_keys
from screening.matching.subject import Subject
from screening.models import ListEntry, ListName, ListVersion

# pg_trgm's scale, 0 to 1. Two parts of a name of six share about a fifth of its trigrams; below a tenth
# nothing has ever reached the alert threshold, and the index can leave it out.
MIN_SIMILARITY = 0.1


def is_any_list_in_force() -> bool:
    return ListVersion.objects.exists()


def lists_in_force() -> list[ListVersion]:
    """The newest version of each source that was ever loaded."""
    return list(ListVersion.objects.order_by("source", "-number").distinct("source"))


def versions_of(source: ListSource) -> QuerySet[ListVersion]:
    """Every version of a list, newest first."""
    return ListVersion.objects.filter(source=source.value).order_by("-number")


def entries_in_force() -> QuerySet[ListEntry]:
    return ListEntry.objects.filter(removed_in=None)


def candidate_entries(subject: Subject) -> list[ListEntry]:
    """Entries in force whose names share trigrams with the subject's, most alike first for each name.

    The similarity threshold is set for this query alone, inside a transaction of its own.
    """
    found: dict[int, ListEntry] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(MIN_SIMILARITY)])
        for key in subject_keys(subject):
            names = (
                ListName.objects.filter(
                    search_key__trigram_similar=key,
                    entry__removed_in=None,
                    entry__kind=subject.kind.value,
                )
                .annotate(alike=TrigramSimilarity("search_key", key))
                .select_related("entry")
                .order_by("-alike", "pk")[:CANDIDATES_PER_NAME]
            )
            found |= {name.entry_id: name.entry for name in names}
    return list(found.values())
