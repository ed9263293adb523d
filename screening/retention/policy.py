"""The retention table as data, and its strict reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from portsec.kernel.errors import InvalidInput
from screening.enums import ApplicationState
from screening.retention.words import CountedFrom, DataClass, ErasureAction, Mark

DEFAULT = Path(__file__).parent / "eu-port-default.yaml"
LONGEST = 600  # months; a longer period is a slip of the pen
CLOSED = (
    ApplicationState.GRANTED,
    ApplicationState.REFUSED,
    ApplicationState.WITHDRAWN,
    ApplicationState.INCOMPLETE,
)
KEYS = {"data_class", "action", "months", "from", "mark", "source", "reason"}
HEAD = {"code", "version", "title", "valid_from", "legal_ref", "rows"}
# A case holds these; without a row for each outcome something would be kept for ever.
OF_A_CASE = (
    *(DataClass.RECORD_ANSWER, DataClass.DOCUMENTS, DataClass.DECLARATION, DataClass.ADVICE),
    *(DataClass.SECRET_POINTER, DataClass.LETTERS, DataClass.CASE_FILE),
)
OF_A_PERSON = (DataClass.RIGHTS_REQUEST, DataClass.PORT_BAN, DataClass.IDENTITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table; `outcomes` are the closed states that it is for."""

    data_class: DataClass
    action: ErasureAction
    outcomes: tuple[ApplicationState, ...]
    months: int
    counted_from: CountedFrom
    mark: Mark
    source: str
    reason: str

    @property
    def words(self) -> str:
        """The rule as certificates and pages give it."""
        if self.action is ErasureAction.KEEP:
            return f"kept {self.months} months after {self.counted_from.label}"
        if not self.months:
            return f"when {self.counted_from.label}"
        return f"{self.months} months after {self.counted_from.label}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionPolicy:
    code: str
    version: int
    title: str
    valid_from: date
    legal_ref: str
    rows: tuple[Row, ...]

    @property
    def ref(self) -> str:
        return f"{self.code}/{self.version}"

    def row(self, data_class: DataClass, outcome: ApplicationState | None = None) -> Row:
        """The line for a class of data and the outcome of its case."""
        for row in self.rows:
            if row.data_class is data_class and (outcome is None or outcome in row.outcomes):
                return row
        raise InvalidInput(f"The retention table has no row for {data_class.value}.")


@cache
def default_policy() -> RetentionPolicy:
    """The table that comes with portsec."""
    return read(DEFAULT.read_text(encoding="utf-8"))


def read(text: str) -> RetentionPolicy:
    """Read a table. Raises InvalidInput with the row and key that is wrong or missing."""
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise InvalidInput(f"The retention table is not YAML: {error}") from None
    if not isinstance(raw, dict) or set(raw) != HEAD or not isinstance(raw["rows"], list):
        raise InvalidInput(f"A retention table has exactly these keys: {', '.join(sorted(HEAD))}.")
    rows = tuple(_row(number, row) for number, row in enumerate(raw["rows"], start=1))
    policy = RetentionPolicy(**{key: raw[key] for key in HEAD - {"rows"}}, rows=rows)
    _check_complete(policy)
    return policy


def _row(number: int, raw: Any) -> Row:
    if not isinstance(raw, Mapping) or not KEYS <= set(raw) <= KEYS | {"outcomes"}:
        raise InvalidInput(f"Row {number} needs exactly {', '.join(sorted(KEYS))}, and may have outcomes.")
    months = raw["months"]
    if not isinstance(months, int) or not 0 <= months <= LONGEST:
        raise InvalidInput(f"Row {number}: months is {months!r}, not a number from 0 to {LONGEST}.")
    try:
        return Row(
            data_class=DataClass(raw["data_class"]),
            action=ErasureAction(raw["action"]),
            outcomes=tuple(ApplicationState(one) for one in raw["outcomes"]) if "outcomes" in raw else CLOSED,
            months=months,
            counted_from=CountedFrom(raw["from"]),
            mark=Mark(raw["mark"]),
            source=str(raw["source"]),
            reason=str(raw["reason"]),
        )
    except ValueError as error:
        raise InvalidInput(f"Row {number}: {error}.") from None


def _check_complete(policy: RetentionPolicy) -> None:
    wanted = {(one, outcome) for one in OF_A_CASE for outcome in CLOSED}
    found = [(row.data_class, outcome) for row in policy.rows for outcome in row.outcomes]
    missing = sorted(
        f"{one.value} of a case that was {outcome.value}" for one, outcome in wanted - set(found)
    )
    twice = sorted(
        {f"{one.value}, {outcome.value}" for one, outcome in found if found.count((one, outcome)) > 1}
    )
    if missing or twice:
        raise InvalidInput(f"Retention rows missing: {missing}; twice: {twice}.")
    for one in (*OF_A_PERSON, DataClass.LEDGER):
        policy.row(one)
