"""Opening the files that somebody hands us, with one clear sentence when that fails."""

from __future__ import annotations

from pathlib import Path

from portsec.kernel.errors import InvalidInput

# The largest list published today (OFAC, advanced XML) is about 120 MB; anything far above is not a list.
LARGEST_FILE_BYTES = 256 * 1024 * 1024


def contents(path: Path) -> bytes:
    """The bytes of a file. Raises InvalidInput if it is missing, unreadable, empty or too large."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE_BYTES:
            raise InvalidInput(
                f"{path.name} has {size:,} bytes; {LARGEST_FILE_BYTES:,} are the most we read."
            )
        data = path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {(error.strerror or 'unknown error').lower()}.") from None
    if not data.strip(b"\x1a \t\r\n\x00"):
        raise InvalidInput(f"{path.name} is empty.")
    return data


def text(path: Path) -> str:
    """The text of a file, UTF-8 with or without mark, else Latin-1 as the older lists used.

    Raises InvalidInput as `contents` does, and for files that are not text.
    """
    data = contents(path)
    if b"\x00" in data:
        raise InvalidInput(f"{path.name} is not a text file.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def listing(directory: Path) -> list[Path]:
    """The files of a directory in the order of their names. Raises InvalidInput if it cannot be read."""
    try:
        return sorted(path for path in directory.iterdir() if path.is_file())
    except OSError as error:
        raise InvalidInput(
            f"{directory} cannot be read: {(error.strerror or 'unknown error').lower()}."
        ) from None
