"""Loads watchlists: a new version whole, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from ledger.services import record
from screening.adjudication_words import RESTRICTED_SOURCES
from screening.models import ListEntry, ListVersion
from screening.models.adjudication import REFER
from screening.watchlists.delta import Delta, compare
from screening.watchlists.document import WatchlistDocument
from screening.watchlists.entity import ListedEntity

BATCH = 1000  # rows per insert
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did. `version` is the one now in force; `is_new` is false when nothing differed."""

    version: ListVersion
    delta: Delta
    is_new: bool


def load(
    document: WatchlistDocument,
    *,
    actor: str,
    at: datetime,
    progress: Progress = lambda done, total: None,
) -> Loaded:
    """Put a list's content in force as its next version; the versions before stay readable.

    Records: screening.watchlist.loaded.
    Safe to repeat because: content that is in force already makes no new version. Two loads of one
    source wait for each other.
    """
    with transaction.atomic():
        _one_at_a_time(document.source.value)
        current = ListVersion.objects.filter(source=document.source.value).order_by("-number").first()
        in_force = ListEntry.objects.filter(source=document.source.value, removed_in=None)
        delta = compare(dict(in_force.values_list("uid", "digest")), document.digests())
        if current is not None and delta.is_empty:
            return Loaded(current, delta, is_new=False)
        version = _new_version(document, delta, actor=actor, at=at)
        in_force.filter(uid__in=[*delta.changed, *delta.removed]).update(removed_in=version)
        touched = set(delta.touched)
        _add(
            (entity for entity in document.entities if entity.uid in touched), version, len(touched), progress
        )
        record.append(
            "screening.watchlist.loaded",
            actor=actor,
            at=at,
            subject=f"watchlist:{document.source.value}",
            source=document.source.label,
            version=version.number,
            added=len(delta.added),
            changed=len(delta.changed),
            removed=len(delta.removed),
        )
    return Loaded(version, delta, is_new=True)


def _one_at_a_time(source: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"watchlist:{source}"])


def _new_version(document: WatchlistDocument, delta: Delta, *, actor: str, at: datetime) -> ListVersion:
    last = ListVersion.objects.filter(source=document.source.value).aggregate(Max("number"))["number__max"]
    return ListVersion.objects.create(
        source=document.source.value,
        number=(last or 0) + 1,
        digest=document.digest,
        published_at=document.published_at,
        loaded_at=at,
        loaded_by=actor,
        entries=len(document.entities),
        names=document.name_count,
        added=len(delta.added),
        changed=len(delta.changed),
        removed=len(delta.removed),
    )


def _add(entities: Iterable[ListedEntity], version: ListVersion, total: int, progress: Progress) -> None:
    batch: list[ListedEntity] = []
    done = 0
    for entity in entities:
        batch.append(entity)
        if len(batch) == BATCH:
            _insert(batch, version)
            done += len(batch)
            progress(done, total)
            batch = []
    _insert(batch, version)
    progress(total, total)


def _insert(batch: list[ListedEntity], version: ListVersion) -> None:
    ListEntry.objects.bulk_create(
        ListEntry(
            source=version.source,
            uid=entity.uid,
            kind=entity.kind.value,
            name=_shown_name(entity, version.source),
            data=entity.as_data(),
            digest=entity.content_digest(),
            added_in=version,
        )
        for entity in batch
    )


def _shown_name(entity: ListedEntity, source: str) -> str:
    """What pages, exports and searches read. A restricted entry has none; only the matcher reads its data."""
    return REFER if source in RESTRICTED_SOURCES else entity.primary_name
