"""Writes rejected rows as a table that can be corrected and sent again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from screening.crew.columns import ERROR_COLUMN, is_error_column


def correction_table(
    header: Sequence[str], rejected: Sequence[dict[str, Any]]
) -> tuple[list[str], Iterator[list[str]]]:
    """Header and rows as they were sent, with what is wrong in a last column.

    `rejected` are rows as kept: `cells`, and `errors` with `field` and `reason`. The error column of an
    earlier round is replaced.
    """
    kept = [place for place, heading in enumerate(header) if not is_error_column(heading)]

    def rows() -> Iterator[list[str]]:
        for row in rejected:
            cells = row["cells"]
            said = " ".join(f"{error['field']}: {error['reason']}" for error in row["errors"])
            yield [*(cells[place] if place < len(cells) else "" for place in kept), said]

    return [*(header[place] for place in kept), ERROR_COLUMN], rows()
