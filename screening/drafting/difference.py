"""What differs between two versions of a policy: row by row, and line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff

from portsec.kernel.words import Word
from screening.drafting.sheet import Section, SheetRow, sheet
from screening.suitability.policy import Policy

CONTEXT = 3  # unchanged lines shown around a changed one


class RowChange(Word):
    ADDED = "added", "Added", "good"
    REMOVED = "removed", "Removed", "bad"
    CHANGED = "changed", "Changed", "wait"


class LineKind(Word):
    """A line of a text comparison; the sign says the same as the colour."""

    ADDED = "added", "+"
    REMOVED = "removed", "-"
    SAME = "same", " "
    PLACE = "place", "@"


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field of a row on both sides; empty where a side does not state it."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowDifference:
    key: str
    title: str
    change: RowChange
    fields: tuple[FieldDifference, ...]


@dataclass(frozen=True, slots=True)
class SectionDifference:
    key: str
    title: str
    rows: tuple[RowDifference, ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    kind: LineKind
    text: str


def differences(old: Policy, new: Policy) -> tuple[SectionDifference, ...]:
    """The sections in which a row was added, removed or changed; rows are matched by their key."""
    before, after = ({section.key: section for section in sheet(policy)} for policy in (old, new))
    found = (
        SectionDifference(key, (after.get(key) or before[key]).title, _rows(before.get(key), after.get(key)))
        for key in dict.fromkeys([*before, *after])
    )
    return tuple(section for section in found if section.rows)


def text_difference(old: str, new: str) -> tuple[TextLine, ...]:
    """The lines that differ, with the lines around them; nothing where the texts are equal."""
    lines = unified_diff(old.splitlines(), new.splitlines(), n=CONTEXT, lineterm="")
    return tuple(_line(line) for number, line in enumerate(lines) if number > 1)  # without the two names


def _rows(old: Section | None, new: Section | None) -> tuple[RowDifference, ...]:
    before = old.by_key() if old else {}
    after = new.by_key() if new else {}
    keys = dict.fromkeys([*before, *after])
    return tuple(row for key in keys if (row := _row(key, before.get(key), after.get(key))) is not None)


def _row(key: str, old: SheetRow | None, new: SheetRow | None) -> RowDifference | None:
    either = new or old
    if either is None:
        return None
    changed = tuple(_fields(old, new))
    if not changed:
        return None
    change = RowChange.ADDED if old is None else RowChange.REMOVED if new is None else RowChange.CHANGED
    return RowDifference(key, either.title, change, changed)


def _fields(old: SheetRow | None, new: SheetRow | None) -> Iterator[FieldDifference]:
    before = old.fields if old else {}
    after = new.fields if new else {}
    for label in dict.fromkeys([*before, *after]):
        if before.get(label, "") != after.get(label, ""):
            yield FieldDifference(label, before.get(label, ""), after.get(label, ""))


def _line(line: str) -> TextLine:
    kind = next((kind for kind in LineKind if line.startswith(kind.label)), LineKind.PLACE)
    return TextLine(kind, line if kind is LineKind.PLACE else line[1:])
