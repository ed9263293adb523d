"""A whole watchlist as read from the publisher's files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from portsec.kernel.errors import InvalidInput
from screening.enums import ListSource
from screening.watchlists.entity import ListedEntity


@dataclass(frozen=True, slots=True)
class WatchlistDocument:
    """One version of one list.

    `digest` covers the entries alone: the same content gives the same digest whatever the order of
    files and rows or the moment of publication. `notes` are sentences that the person who loads the list
    must see, for example that no file of aliases was given.
    """

    source: ListSource
    digest: str
    published_at: datetime | None
    entities: tuple[ListedEntity, ...]
    notes: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        source: ListSource,
        entities: Iterable[ListedEntity],
        *,
        published_at: datetime | None = None,
        notes: tuple[str, ...] = (),
    ) -> Self:
        """Orders the entries by uid. Raises InvalidInput for no entry at all or a uid given twice."""
        ordered = tuple(sorted(entities, key=lambda entity: entity.uid))
        if not ordered:
            raise InvalidInput(f"The {source.label} holds no entry; an empty list is never loaded.")
        seal = hashlib.sha256()
        before = None
        for entity in ordered:
            if entity.uid == before:
                raise InvalidInput(f"The {source.label} gives entry {entity.uid} twice.")
            before = entity.uid
            seal.update(f"{entity.uid}:{entity.content_digest()}\n".encode())
        return cls(source, seal.hexdigest(), published_at, ordered, notes)

    def digests(self) -> dict[str, str]:
        """Each entry's content digest by uid: what `delta.compare` takes."""
        return {entity.uid: entity.content_digest() for entity in self.entities}

    @property
    def name_count(self) -> int:
        return sum(len(entity.names) for entity in self.entities)
