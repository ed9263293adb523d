"""Which reader reads which publisher's files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from portsec.kernel.errors import InvalidInput
from screening.enums import ListSource
from screening.watchlists import eu, ofac, own, un
from screening.watchlists.document import WatchlistDocument

READERS: Mapping[ListSource, Callable[[Sequence[Path]], WatchlistDocument]] = {
    ListSource.OFAC: ofac.read,
    ListSource.UN: un.read,
    ListSource.EU: eu.read,
    ListSource.OWN: own.read,
    ListSource.POLICE: own.read_restricted,
}


def read_source(source: ListSource, paths: Sequence[Path]) -> WatchlistDocument:
    """Reads a whole list from its publisher's own files, or from a directory that holds them.

    Raises InvalidInput with one clear line if anything is missing, unreadable, cut off or of another
    format. There is no half-read list.
    """
    if not paths:
        raise InvalidInput(f"No file was given for the {source.label}.")
    return READERS[source](paths)
