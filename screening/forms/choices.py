"""The closed lists that several forms offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from screening.matching.countries import country_names
from screening.offences import OFFENCES, SANCTIONS, Offence, Sanction

Choices = list[tuple[str, str]]
Grouped = list[tuple[str, Choices | str]]

SEXES: Choices = [("", "Not stated"), ("F", "Female"), ("M", "Male"), ("X", "Unspecified in the document")]
UNCONFIRMED_MARK = " †"  # explained beside the field


def countries(empty: str = "Choose a country") -> Choices:
    """Every country by name, under its ISO 3166-1 code."""
    return [("", empty), *country_names().items()]


def country_name(code: str) -> str:
    """The name of a country as pages show it; an unknown code stands for itself."""
    return country_names().get(code, code)


def offences() -> Grouped:
    """ECRIS offence codes under their open category; unconfirmed wordings carry a mark."""
    return [("", "Choose an offence"), *_grouped(OFFENCES)]


def sanctions() -> Grouped:
    """ECRIS sanction codes, grouped and marked in the same way."""
    return [("", "No sanction stated"), *_grouped(SANCTIONS)]


def _grouped(rows: Mapping[str, Offence] | Mapping[str, Sanction]) -> Iterable[tuple[str, Choices | str]]:
    groups: dict[str, Choices] = {}
    heads: dict[str, str] = {}
    for code, row in rows.items():
        head = row.parent or code
        groups.setdefault(head, []).append((code, _label(row)))
        if not row.parent:
            heads[head] = row.label
    return [(heads.get(head, head), choices) for head, choices in groups.items()]


def _label(row: Offence | Sanction) -> str:
    return f"{row.code} {row.label}{'' if row.is_confirmed else UNCONFIRMED_MARK}"
