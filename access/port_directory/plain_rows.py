"""When a staged row of a log is plain: SQL that is true only where no cell can be in doubt.

A plain row means to the database exactly what `tables` makes of it; a test compares the two for any text. All
others, wrong or only written otherwise, are read by `tables` itself, which alone knows what to say of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from access.enums import DataAction, DataResult, Direction, FieldClass, GateResult
from portsec.kernel.words import Word

_TIME: Final = "T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{3}|[.][0-9]{6})?)?"
_OFFSET: Final = "(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"
_YEAR: Final = "^(19|20|21)[0-9]{2}-"
_MOMENT: Final = f"{_YEAR}(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8]){_TIME}{_OFFSET}$"
_LATE_IN_MONTH: Final = f"{_YEAR}(0[13-9]|1[0-2])-(29|30){_TIME}{_OFFSET}$"


def _text(longest: int) -> str:
    return f"({{0}} IS NULL OR length({{0}}) <= {longest})"


def _needed(longest: int) -> str:
    return f"length({{0}}) <= {longest}"


def _word(words: type[Word], *, needed: bool) -> str:
    listed = ", ".join(f"'{member.value}'" for member in words)
    return f"{{0}} IN ({listed})" if needed else f"({{0}} IS NULL OR {{0}} IN ({listed}))"


_AT: Final = f"({{0}} ~ '{_MOMENT}' OR {{0}} ~ '{_LATE_IN_MONTH}')"
_CODES: Final = "({0} IS NULL OR {0} ~ '^[a-z0-9_]{1,60}( [a-z0-9_]{1,60})*$')"
_COUNT: Final = "({0} IS NULL OR {0} ~ '^[0-9]{1,9}$')"
# Eleven letters and digits may be a container number written by hand.
_OBJECT: Final = (
    "({0} IS NULL OR {0} ~ '^[A-Z]{3}[UJZ][0-9]{7}$'"
    " OR length({0}) <= 60 AND length(regexp_replace({0}, '[^A-Za-z0-9]', '', 'g')) <> 11)"
)

GATE: Final[Mapping[str, str]] = {
    "event": _needed(100),
    "at": _AT,
    "reader": _needed(40),
    "direction": _word(Direction, needed=True),
    "badge": _text(40),
    "person": _text(60),
    "result": _word(GateResult, needed=True),
    "reason": _CODES,
    "auth_mode": _text(30),
    "vehicle": _text(30),
    "escort": _text(60),
}
DATA: Final[Mapping[str, str]] = {
    "event": _needed(100),
    "at": _AT,
    "account": _text(120),
    "person": _text(60),
    "action": _word(DataAction, needed=True),
    "object_type": _text(30),
    "object": _OBJECT,
    "field_class": _word(FieldClass, needed=False),
    "rows": _COUNT,
    "result": _word(DataResult, needed=True),
    "workstation_area": _text(40),
    "ip": _text(45),
    "system": _text(40),
    "purpose": _text(200),
    "work_ref": _text(60),
}


def is_plain(columns: Mapping[str, str]) -> str:
    """The condition over a staged row: printable ASCII, no blank around a cell, every cell in its form."""
    doubt = f"concat_ws('|', '', {', '.join(_quoted(columns))}, '') ~ '[^ -~]| [|]|[|] '"
    cells = " AND ".join(form.replace("{0}", f'"{name}"') for name, form in columns.items())
    named = " AND (account IS NOT NULL OR person IS NOT NULL)" if "account" in columns else ""
    return f"COALESCE(NOT {doubt} AND {cells}{named}, false)"


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]
