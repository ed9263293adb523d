"""CSV that a spreadsheet opens without running anything: RFC 4180, UTF-8 with BOM, formula quoting."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from io import StringIO
from typing import Any

BOM = b"\xef\xbb\xbf"

# First characters that make a spreadsheet run a cell, plain and full-width (OWASP ASVS 5.0, 1.2.10). A value
# that begins with quotes before such a character gets one more, so that reading gives back what was written.
RUNS = re.compile("'*[=+\\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]")


def quoted(value: Any) -> str:
    """The cell's text: times in ISO 8601, nothing for None, a quote before what a spreadsheet would run."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return str(value)
    text = str(value)
    return f"'{text}" if RUNS.match(text) else text


def unquoted(text: str) -> str:
    """The text that `quoted` was given."""
    return text[1:] if text.startswith("'") and RUNS.match(text) else text


def stream(
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    finished: Callable[[int, str], None],
) -> Iterator[bytes]:
    """The file in pieces. Calls `finished` with the rows sent and the SHA-256 of the bytes sent.

    That is also done when the reader goes away half-way: what was sent was read.
    """
    digest, sent = hashlib.sha256(), 0
    try:
        first = BOM + _line(header)
        digest.update(first)
        yield first
        for row in rows:
            line = _line(row)
            digest.update(line)
            sent += 1
            yield line
    finally:
        finished(sent, digest.hexdigest())


def _line(cells: Sequence[Any]) -> bytes:
    """One record. QUOTE_MINIMAL is what RFC 4180 asks for; the ending is CRLF."""
    buffer = StringIO(newline="")
    csv.writer(buffer).writerow([quoted(cell) for cell in cells])
    return buffer.getvalue().encode("utf-8", errors="replace")
