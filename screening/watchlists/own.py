"""Lists as a simple CSV: a port's own (port bans, withdrawn badges of partner ports), and an authority's.

Columns `uid,name` and optionally `aliases` (parted by `;`), `birth_date` (1965, 1965-03 or 1965-03-09),
`nationality`, `sex` (male, female), `documents` (parted by `;`), `remarks`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from portsec.kernel.errors import InvalidInput
from screening.enums import EntityKind, ListSource
from screening.watchlists import files
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.document import WatchlistDocument
from screening.watchlists.entity import ListedDocument, ListedEntity, ListedName, Sex, script_of

REQUIRED = ("uid", "name")
SEXES: Mapping[str, Sex] = {"": "", "male": "male", "female": "female"}


def read_restricted(paths: Sequence[Path]) -> WatchlistDocument:
    """Reads the list of an authority in the same form. Raises InvalidInput as `read` does."""
    return read(paths, source=ListSource.POLICE)


def read(paths: Sequence[Path], *, source: ListSource = ListSource.OWN) -> WatchlistDocument:
    """Reads one file. Raises InvalidInput naming the line of the first row that cannot be taken."""
    if len(paths) != 1:
        raise InvalidInput(f"A list of the kind '{source.value}' is one CSV file.")
    path = paths[0]
    reader = csv.DictReader(io.StringIO(files.text(path), newline=""), strict=True, restkey="too many")
    missing = [name for name in REQUIRED if name not in (reader.fieldnames or ())]
    if missing:
        raise InvalidInput(f"{path.name} has no column '{missing[0]}'.")
    try:
        entities = [_entity(row, f"{path.name} line {reader.line_num}") for row in reader]
    except csv.Error as error:
        raise InvalidInput(f"{path.name} line {reader.line_num}: not a CSV row ({error}).") from None
    return WatchlistDocument.of(source, entities)


def _entity(row: Mapping[str, str | None], where: str) -> ListedEntity:
    if "too many" in row or any(value is None for value in row.values()):
        raise InvalidInput(f"{where}: the row has another number of cells than the header.")
    cells = {name: (value or "").strip() for name, value in row.items()}
    for name in REQUIRED:
        if not cells[name]:
            raise InvalidInput(f"{where}: '{name}' is empty.")
    if cells.get("sex", "").lower() not in SEXES:
        raise InvalidInput(f"{where}: sex is '{cells['sex']}'; write male, female or nothing.")
    try:
        births = (BirthDate.parse(cells["birth_date"]),) if cells.get("birth_date") else ()
    except InvalidInput as error:
        raise InvalidInput(f"{where}: {error.detail}") from None
    return ListedEntity(
        uid=cells["uid"],
        kind=EntityKind.PERSON,
        names=(_name(cells["name"], primary=True), *(_name(text) for text in _parts(cells, "aliases"))),
        births=births,
        nationalities=(cells["nationality"],) if cells.get("nationality") else (),
        sex=SEXES[cells.get("sex", "").lower()],
        documents=tuple(ListedDocument("document", number) for number in _parts(cells, "documents")),
        remarks=cells.get("remarks", ""),
    )


def _name(text: str, *, primary: bool = False) -> ListedName:
    return ListedName(text, "primary" if primary else "strong", script_of(text))


def _parts(cells: Mapping[str, str], column: str) -> list[str]:
    return [part.strip() for part in cells.get(column, "").split(";") if part.strip()]
