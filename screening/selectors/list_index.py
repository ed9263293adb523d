"""The lists in force as one index in memory: each process keeps its own and brings it up to date.

A new version of a list touches few entries, and only those are taken out and put in.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from screening.matching.index import Index
from screening.models import ListEntry, ListVersion
from screening.watchlists.entity import ListedEntity

FETCHED_AT_ONCE = 2_000  # rows


class ListIndex:
    """An index whose keys are (source, key of the `ListEntry`), and the versions that it holds."""

    def __init__(self) -> None:
        self._index: Index[tuple[str, int]] = Index()
        self._held: dict[str, int] = {}  # source -> key of the version
        self._numbers: dict[str, int] = {}  # source -> number of that version
        self._lock = Lock()

    def current(self) -> Index[tuple[str, int]]:
        """All lists in force, in their newest versions. A single query where nothing is new."""
        rows = ListVersion.objects.order_by("source", "-number").distinct("source")
        newest = {source: (pk, number) for source, pk, number in rows.values_list("source", "pk", "number")}
        with self._lock:
            for source in newest.keys() | self._held.keys():
                key, _ = newest.get(source, (None, 0))
                if key != self._held.get(source):
                    self._bring_up(source, key)
            self._numbers = {source: number for source, (_, number) in newest.items()}
            return self._index

    @property
    def versions(self) -> dict[str, int]:
        """The number of the version of each list that the index held when it was last asked for."""
        return dict(self._numbers)

    def _bring_up(self, source: str, newest: int | None) -> None:
        held = ListVersion.objects.filter(pk=self._held.pop(source, None)).first()
        entries = ListEntry.objects.filter(source=source)
        if held is None:  # never held, or a restored database knows nothing of it
            for key in [key for key in self._index if key[0] == source]:
                self._index.remove(key)
            added = entries.filter(removed_in=None)
        else:
            gone = entries.filter(removed_in__number__gt=held.number)
            for number in gone.values_list("pk", flat=True):
                self._index.remove((source, number))
            added = entries.filter(removed_in=None, added_in__number__gt=held.number)
        with _nothing_collected():
            for row in added.iterator(chunk_size=FETCHED_AT_ONCE):
                self._index.add((source, row.pk), ListedEntity.from_data(row.data))
        if newest is not None:
            self._held[source] = newest


LISTS = ListIndex()


class ChangedEntries:
    """An index of the entries alone that came into force after given versions; the last one is kept."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._index: Index[tuple[str, int]] = Index()
        self._lock = Lock()

    def since(self, versions: dict[str, int]) -> Index[tuple[str, int]]:
        """`versions` says for each list the number after which an entry counts as changed."""
        entries = [
            ListEntry.objects.filter(source=source, removed_in=None, added_in__number__gt=number)
            for source, number in sorted(versions.items())
        ]
        with self._lock:
            key = tuple(row for rows in entries for row in rows.order_by("pk").values_list("pk", flat=True))
            if key != self._key:
                with _nothing_collected():
                    self._index = Index(
                        ((row.source, row.pk), ListedEntity.from_data(row.data))
                        for rows in entries
                        for row in rows.iterator(chunk_size=FETCHED_AT_ONCE)
                    )
                self._key = key
            return self._index


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """The collector would look through a growing million of objects again and again: half of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


CHANGED = ChangedEntries()
