"""The ECRIS tables: offence codes (Annex A) and sanction codes (Annex B).

Council Decision 2009/316/JHA, now kept under Directive (EU) 2019/884. Most labels have not yet been compared
with the official text; each row's `Standing` says so, and so does whatever decides something by it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from portsec.kernel.errors import InvalidInput
from portsec.kernel.words import Word

_DATA = Path(__file__).parent / "data"
_OFFENCE_SPELLING = re.compile(r"(\d{4}) ?(?:00)?")


class Standing(Word):
    """How far the wording of a table row can be relied on."""

    VERIFIED = "verified", "Compared with the official text"
    MEMORY = "memory", "Not yet compared with the official text"
    MEMORY_UNSURE = "memory-unsure", "Not yet compared, and numbering in doubt"


@dataclass(frozen=True, slots=True)
class Offence:
    """One row of Annex A. `parent` is the open category, empty for an open category itself."""

    code: str
    parent: str
    label: str
    status: Standing

    @property
    def is_confirmed(self) -> bool:
        return self.status is Standing.VERIFIED


@dataclass(frozen=True, slots=True)
class Sanction:
    """One row of Annex B, built like `Offence`."""

    code: str
    parent: str
    label: str
    status: Standing

    @property
    def is_confirmed(self) -> bool:
        return self.status is Standing.VERIFIED


def _rows(name: str) -> Iterator[tuple[str, str, str, Standing]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            yield row["code"], row["parent"], row["label_en"], Standing(row["status"])


OFFENCES: Mapping[str, Offence] = MappingProxyType(
    {row[0]: Offence(*row) for row in _rows("ecris_offences.csv")}
)
SANCTIONS: Mapping[str, Sanction] = MappingProxyType(
    {row[0]: Sanction(*row) for row in _rows("ecris_sanctions.csv")}
)


def offence(code: str) -> Offence:
    """The offence of a code, written "0701 00", "070100" or "0701". Raises InvalidInput naming the code."""
    known = OFFENCES.get(code)
    if known is None:
        spelling = _OFFENCE_SPELLING.fullmatch(code.strip())
        known = OFFENCES.get(f"{spelling[1]} 00") if spelling else None
    if known is None:
        raise InvalidInput(f"'{code}' is not an ECRIS offence code.", fields={"offence_code": code})
    return known


def sanction(code: str) -> Sanction:
    """The sanction of a code such as "1001". Raises InvalidInput naming the code."""
    try:
        return SANCTIONS[code.strip()]
    except KeyError:
        raise InvalidInput(
            f"'{code}' is not an ECRIS sanction code.", fields={"sanction_code": code}
        ) from None


def is_confirmed(code: str) -> bool:
    """Whether the wording of this offence code was compared with the official text."""
    return offence(code).is_confirmed


def in_set(code: str, prefixes: Iterable[str]) -> bool:
    """Whether an offence is named by one of the codes: itself, or its open category."""
    found = offence(code)
    named = {offence(prefix).code for prefix in prefixes}
    return found.code in named or found.parent in named


def members(prefixes: Iterable[str]) -> frozenset[str]:
    """All offence codes that these codes name: an open category stands for its sub-codes too."""
    named = {offence(prefix).code for prefix in prefixes}
    return frozenset(code for code, row in OFFENCES.items() if code in named or row.parent in named)


def is_custodial(code: str) -> bool:
    """Whether a sanction takes away freedom (Annex B group 1000)."""
    found = sanction(code)
    return "1000" in (found.code, found.parent)
