"""A policy as readable rows: every section, every row, every stated field with its words.

It is read off the policy's own dataclasses, so that a field that a later release adds is shown, and compared,
without another line here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from portsec.kernel.words import Word
from screening.suitability.policy import Policy
from screening.suitability.rule import MinSanction, Rule
from screening.suitability.terms import Element, Provenance
from screening.suitability.words import Mark, RuleKind

HEAD = "policy"  # the section of what the policy says of itself
DERIVED = frozenset({"ref", "set_caveats"})  # worked out from other fields of the row
TITLES = {
    HEAD: "The policy",
    "post_levels": "Which post asks for which level",
    "offence_sets": "Sets of offences",
    "parameters": "What an entry says of itself",
    "balance": "Balance of interests",
}
FIELD_LABELS = {"seq": "Number", "legal_ref": "Legal reference", "when": "Applies to posts with"}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: `key` is the same in every version, `fields` what it states, in the order of the file."""

    key: str
    title: str
    fields: Mapping[str, str]
    mark: Mark | None = None

    @property
    def is_confirmed(self) -> bool:
        return self.mark in (None, Mark.VERIFIED)


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    rows: tuple[SheetRow, ...]

    def by_key(self) -> Mapping[str, SheetRow]:
        return {row.key: row for row in self.rows}


def sheet(policy: Policy) -> tuple[Section, ...]:
    """Every section of a policy, the head first."""
    head: dict[str, str] = {}
    sections = []
    for field in fields(policy):
        value = getattr(policy, field.name)
        rows = _rows(field.name, value)
        if rows is None:
            head |= {_label(field.name): spoken(value)} if _is_stated(value) else {}
        elif rows:
            sections.append(Section(field.name, title_of(field.name), rows))
    row = SheetRow(HEAD, policy.title, head)
    return (Section(HEAD, TITLES[HEAD], (row,)), *sections)


def title_of(section: str) -> str:
    return TITLES.get(section, _label(section))


def unconfirmed_rows(policy: Policy) -> int:
    """How many rows rest on a source that nobody has checked, or on no law."""
    return sum(not row.is_confirmed for section in sheet(policy) for row in section.rows)


def stated(row: Any, *, leave: frozenset[str] = frozenset()) -> dict[str, str]:
    """What a row states, by the words for its fields; what it leaves open is absent."""
    told: dict[str, str] = {}
    for field in fields(row):
        value = getattr(row, field.name)
        if field.name in DERIVED | leave or not _is_stated(value) or _is_moot(row, field.name):
            continue
        if isinstance(value, Provenance):
            told |= {"Source": value.source, "Mark": value.mark.label}
            told |= {"Seen in": ", ".join(value.seen)} if value.seen else {}
        else:
            told[_label(field.name)] = spoken(value)
    return told


def spoken(value: Any) -> str:
    """A value of a policy as words."""
    for kind, say in _WORDS:
        if isinstance(value, kind):
            return say(value)
    if is_dataclass(value):
        return "; ".join(f"{label.lower()} {text}" for label, text in _nested(value).items()) or "all"
    return str(value)


def sentence_floor(floor: MinSanction) -> str:
    """The least sentence that a row asks for."""
    ways = []
    if floor.custody_months is not None:
        months = f"of {floor.custody_months} months or more" if floor.custody_months else "of any length"
        suspended = "suspended or not" if floor.suspended_counts else "not suspended"
        ways.append(f"imprisonment {months}, {suspended}")
    if floor.day_rates is not None:
        ways.append(f"a fine of {floor.day_rates} day rates or more")
    return "; or ".join(ways)


def _rows(section: str, value: Any) -> tuple[SheetRow, ...] | None:
    """The rows of a section; None for a field that is a plain value."""
    if isinstance(value, Mapping):
        return tuple(_row(section, str(key), item) for key, item in value.items())
    if isinstance(value, tuple) and value and is_dataclass(value[0]):
        return tuple(_row(section, _key(item, place), item) for place, item in enumerate(value, start=1))
    if is_dataclass(value):
        return (_row(section, section, value),)
    return None


def _row(section: str, key: str, value: Any) -> SheetRow:
    if not is_dataclass(value):
        return SheetRow(key, key, {"Text": spoken(value)})
    provenance = getattr(value, "provenance", None)
    return SheetRow(key, _title(value, key), stated(value), provenance.mark if provenance else None)


def _key(row: Any, place: int) -> str:
    return str(next((getattr(row, name) for name in ("seq", "number", "name") if hasattr(row, name)), place))


def _title(row: Any, key: str) -> str:
    word = getattr(row, "kind", None) or getattr(row, "level", None)
    if isinstance(word, Word):
        return f"{key} {word.label}"
    return key.replace("_", " ").capitalize() if key.islower() else key


def _is_stated(value: Any) -> bool:
    if value is None or value is False:
        return False
    if is_dataclass(value):
        return bool(_nested(value)) or not fields(value)
    return not (hasattr(value, "__len__") and len(value) == 0)


def _is_moot(row: Any, name: str) -> bool:
    """A choice of everything there is, and fields of a rule that its kind does not read."""
    value = getattr(row, name)
    if isinstance(value, frozenset) and value == _default(row, name):
        return True
    if not isinstance(row, Rule):
        return False
    if name == "codes":  # they follow from the sets, which have a section of their own
        return True
    if name == "lookback_from":
        return row.lookback_years is None
    if name in {"min_count", "counts_from"}:
        return row.kind is not RuleKind.REPEATED_CONVICTIONS
    return name in {"min_days", "min_months", "min_proofs"} and not value


def _default(row: Any, name: str) -> Any:
    return next(field.default for field in fields(row) if field.name == name)


def _nested(value: Any) -> dict[str, str]:
    """Every field of a part of a row that is not empty; a flag says yes or no."""
    return {
        _label(field.name): spoken(item)
        for field in fields(value)
        if isinstance(item := getattr(value, field.name), bool) or _is_stated(item)
    }


def _label(name: str) -> str:
    return FIELD_LABELS.get(name, name.replace("_", " ").capitalize())


def _list(value: Any) -> str:
    items = sorted(value) if isinstance(value, frozenset) else value
    between = "; " if any(is_dataclass(item) for item in items) else ", "
    return between.join(spoken(item) for item in items)


def _element(element: Element) -> str:
    """What a level looks into, and what answers it."""
    if element.check is not None:
        return f"{element.name} (check: {element.check.label.lower()})"
    if element.advice is not None:
        return f"{element.name} (advice: {element.advice.label.lower()})"
    if element.right_to_work:
        return f"{element.name} (right to work)"
    return f"{element.name} ({'declaration' if element.in_declaration else 'nothing answers it yet'})"


def _date(value: date) -> str:
    return f"{value.day} {value:%B} {value.year}"


# In this order: a Word is text too, and a flag a number.
_WORDS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (Word, lambda value: value.label),
    (bool, lambda value: "yes" if value else "no"),
    (date, _date),
    (MinSanction, sentence_floor),
    (Element, _element),
    (Provenance, str),
    ((tuple, frozenset), _list),
    (Mapping, lambda value: "; ".join(f"{key}: {spoken(item)}" for key, item in value.items())),
)
