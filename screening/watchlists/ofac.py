"""OFAC's Specially Designated Nationals list in its legacy delimited files, or as one advanced XML file.

Four delimited files belong together by entry number: `sdn.csv` (entries), `alt.csv` (aliases), `add.csv`
(addresses) and `sdn_comments.csv` (remarks too long for their column go on there).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from portsec.kernel.errors import InvalidInput
from screening.enums import EntityKind, ListSource
from screening.watchlists import files, ofac_advanced, ofac_remarks
from screening.watchlists.delimited import DelimitedFile, key
from screening.watchlists.document import WatchlistDocument
from screening.watchlists.entity import ListedDocument, ListedEntity, ListedName

# File name and number of columns, as OFAC publishes them.
COLUMNS = {"sdn.csv": 12, "alt.csv": 5, "add.csv": 6, "sdn_comments.csv": 2}
_MISSING = {
    "alt.csv": "No alt.csv was given: the entries stand without their aliases.",
    "add.csv": "No add.csv was given: the entries stand without their addresses.",
    "sdn_comments.csv": "No sdn_comments.csv was given: long remarks may be cut.",
}
_KINDS = {
    "": EntityKind.ORGANISATION,
    "individual": EntityKind.PERSON,
    "vessel": EntityKind.VESSEL,
    "aircraft": EntityKind.AIRCRAFT,
}
_DETAILS = ("Call sign", "Vessel type", "Tonnage", "Gross registered tonnage", "Flag", "Owner")
_FLAG = 4


@dataclass(slots=True)
class _Gathered:
    """What the side files say, by entry number."""

    aliases: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    addresses: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    remarks: dict[str, str] = field(default_factory=dict)
    mentioned: dict[str, str] = field(default_factory=dict)  # where each entry was first spoken of


def read(paths: Sequence[Path]) -> WatchlistDocument:
    """Reads a directory, the delimited files in any order, or the advanced XML file alone.

    Raises InvalidInput, and reads nothing, if a file is missing, unreadable, of another format or cut off.
    """
    if len(paths) == 1 and ofac_advanced.is_it(paths[0]):
        return ofac_advanced.read(paths[0])
    given = _recognised(paths)
    _refuse_cut_files(given)
    gathered = _gathered(given)
    sdn = given["sdn.csv"]
    entities = [_entity(sdn.name, line, row, gathered) for line, row in sdn.rows(COLUMNS["sdn.csv"])]
    _refuse_strangers(gathered.mentioned, {entity.uid for entity in entities})
    notes = tuple(sentence for name, sentence in _MISSING.items() if name not in given)
    if not sdn.marked:
        notes += ("sdn.csv has no end mark, so that a cut at the end of a row cannot be seen.",)
    return WatchlistDocument.of(ListSource.OFAC, entities, notes=notes)


def _recognised(paths: Sequence[Path]) -> dict[str, DelimitedFile]:
    given: dict[str, DelimitedFile] = {}
    for path in paths:
        for file in _candidates(path):
            opened = DelimitedFile.open(file)
            name = _publisher_name(file, opened)
            if name in given:
                raise InvalidInput(f"{file.name} and {given[name].name} are both OFAC's {name}; give one.")
            given[name] = opened
    if "sdn.csv" not in given:
        where = ", ".join(path.name or str(path) for path in paths) or "nothing"
        raise InvalidInput(f"OFAC's sdn.csv is not among what was given ({where}).")
    return given


def _candidates(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return [file for file in files.listing(path) if file.name.lower() in COLUMNS]


def _publisher_name(path: Path, opened: DelimitedFile) -> str:
    """By name; a file under another name is known by its number of columns."""
    if path.name.lower() in COLUMNS:
        return path.name.lower()
    found = opened.columns()
    for name, columns in COLUMNS.items():
        if columns == found:
            return name
    raise InvalidInput(f"{path.name} is none of OFAC's delimited files ({', '.join(COLUMNS)}).")


def _refuse_cut_files(given: dict[str, DelimitedFile]) -> None:
    """OFAC ends its files with a mark: where one file has it and another has not, that one lost its end."""
    ended = [file for name, file in given.items() if name != "sdn_comments.csv"]
    whole = next((file for file in ended if file.marked), None)
    cut = next((file for file in ended if not file.marked), None)
    if whole is not None and cut is not None:
        raise InvalidInput(
            f"{cut.name} has no end mark although {whole.name} has one; the file looks cut off."
        )


def _gathered(given: dict[str, DelimitedFile]) -> _Gathered:
    gathered = _Gathered()
    for where, number, row in _side_rows(given, "alt.csv", gathered.mentioned):
        if not row[3].strip():
            raise InvalidInput(f"{where}: the alias of entry {number} is empty.")
        gathered.aliases[number].append(row[3].strip())
    for _, number, row in _side_rows(given, "add.csv", gathered.mentioned):
        if address := ", ".join(part.strip() for part in row[2:5] if part.strip()):
            gathered.addresses[number].append(address)
    for _, number, row in _side_rows(given, "sdn_comments.csv", gathered.mentioned):
        gathered.remarks[number] = gathered.remarks.get(number, "") + row[1]
    return gathered


def _side_rows(
    given: dict[str, DelimitedFile], name: str, mentioned: dict[str, str]
) -> Iterator[tuple[str, str, list[str]]]:
    """`alt.csv line 7`, entry number and cells of each row; nothing if the file was not given."""
    if name not in given:
        return
    file = given[name]
    for line, row in file.rows(COLUMNS[name]):
        where, number = f"{file.name} line {line}", key(file.name, line, row[0])
        mentioned.setdefault(number, where)
        yield where, number, row


def _refuse_strangers(mentioned: dict[str, str], known: set[str]) -> None:
    """A row about an entry that sdn.csv does not hold: one of the files is cut or of another day."""
    for number, where in mentioned.items():
        if number not in known:
            raise InvalidInput(
                f"{where}: entry {number} is not in sdn.csv; one of the files is cut off or of another day."
            )


def _entity(file: str, line: int, row: list[str], gathered: _Gathered) -> ListedEntity:
    uid = key(file, line, row[0])
    name, kind, programmes, title = (cell.strip() for cell in row[1:5])
    if not name:
        raise InvalidInput(f"{file} line {line}: entry {uid} has no name.")
    if kind.lower() not in _KINDS:
        raise InvalidInput(f'{file} line {line}: "{kind[:40]}" is not a kind of entry that OFAC uses.')
    # The column breaks wherever it is full, even inside a word: what goes on is joined as it stands.
    remarks = row[11] + gathered.remarks.get(uid, "")
    said = ofac_remarks.read(remarks)
    aliases = [ListedName(alias, "strong") for alias in gathered.aliases.get(uid, ())]
    weak = [ListedName(alias, "weak") for alias in said.weak_names]
    return ListedEntity(
        uid=uid,
        kind=_KINDS[kind.lower()],
        reference=uid,
        names=(ListedName(name), *aliases, *weak),
        births=tuple(said.births),
        birth_places=tuple(said.birth_places),
        addresses=tuple(gathered.addresses.get(uid, ())),
        nationalities=tuple(said.nationalities) or _flag(row),
        sex=said.sex,
        documents=tuple(said.documents) + _call_sign(row),
        programmes=tuple(programmes.split("] [")),
        designations=tuple(part.strip() for part in title.split(";") if part.strip()),
        details=tuple((label, cell) for label, cell in zip(_DETAILS, row[5:11], strict=True) if cell),
        remarks=remarks,
    )


def _flag(row: list[str]) -> tuple[str, ...]:
    return (row[5 + _FLAG],) if row[5 + _FLAG] else ()


def _call_sign(row: list[str]) -> tuple[ListedDocument, ...]:
    return (ListedDocument("Call sign", row[5]),) if row[5] else ()
