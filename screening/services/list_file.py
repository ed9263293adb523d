"""Fetches a list's file from its publisher's address. What arrives must be what the checksum names."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urldefrag, urlsplit
from urllib.request import Request, urlopen

from portsec.kernel.errors import InvalidInput
from screening.watchlists.files import LARGEST_FILE_BYTES

TIMEOUT = 60  # seconds without a byte
AT_ONCE = 1 << 20  # bytes
CHECKSUM = re.compile(r"sha256=([0-9a-fA-F]{64})")
ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def is_address(text: str) -> bool:
    return ADDRESS.match(text) is not None


@contextmanager
def local(places: list[str]) -> Iterator[list[Path]]:
    """Each place as a file or directory of this machine: a path as it is, an address fetched and checked.

    An address carries its checksum: `https://example.org/list.xml#sha256=…`. Fetched files are gone when the
    block ends. Raises InvalidInput for an address without one, one that does not answer, is too large, or
    sends something else than the checksum names.
    """
    with TemporaryDirectory(prefix="portsec-list-") as directory:
        yield [
            _fetched(place, Path(directory) / str(number)) if is_address(place) else Path(place)
            for number, place in enumerate(places)
        ]


def _fetched(address: str, directory: Path) -> Path:
    url, fragment = urldefrag(address)
    wanted = CHECKSUM.fullmatch(fragment)
    if wanted is None:
        raise InvalidInput(
            f"{url} needs its checksum: add #sha256= and 64 hexadecimal digits to the address."
        )
    directory.mkdir()
    path = directory / (Path(unquote(urlsplit(url).path)).name or "list")
    found = _download(url, path)
    if found != wanted[1].lower():
        raise InvalidInput(f"{url} sent another file than its checksum names (it has sha256 {found}).")
    return path


def _download(url: str, path: Path) -> str:
    """Writes the file and returns its SHA-256 in hexadecimal."""
    seal = hashlib.sha256()
    size = 0
    try:
        # The scheme is http or https: `is_address` has seen to it.
        with urlopen(Request(url), timeout=TIMEOUT) as answer, path.open("wb") as file:  # noqa: S310
            while part := answer.read(AT_ONCE):
                size += len(part)
                if size > LARGEST_FILE_BYTES:
                    raise InvalidInput(
                        f"{url} sends more than {LARGEST_FILE_BYTES:,} bytes, the most we read."
                    )
                seal.update(part)
                file.write(part)
    except (OSError, HTTPException, ValueError) as error:
        raise InvalidInput(f"{url} could not be fetched: {error}.") from None
    return seal.hexdigest()
