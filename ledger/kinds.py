"""The closed registry of what can be recorded.

A kind names its fields, can tell itself as a sentence and says which fields are shown to whom.
Personal data is referenced (by `person`, `application` … references), never copied into a field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portsec.kernel.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry.

    `name` is `app.noun.past_verb`. `fields` are exactly the keys of the entry's body. `sentence` is a
    format string over the fields. `confidential` fields are left out by `redact`.
    """

    name: str
    fields: tuple[str, ...]
    sentence: str
    tone: str = "info"
    icon: str = "circle"
    confidential: tuple[str, ...] = ()
    version: int = 1

    def describe(self, body: Mapping[str, Any]) -> str:
        """The entry as one sentence for people who may see all of it."""
        return self.sentence.format(**{field: _words(body.get(field)) for field in self.fields})

    def redact(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The body without what only the case's own officers may read."""
        return {key: "(withheld)" if key in self.confidential else value for key, value in body.items()}


KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Adds kinds. Raises ValueError when a name is taken or a sentence names an unknown field."""
    for kind in kinds:
        if kind.name in KINDS:
            raise ValueError(f"ledger kind {kind.name} is registered twice")
        if not set(kind.confidential) <= set(kind.fields):
            raise ValueError(f"ledger kind {kind.name}: confidential names an unknown field")
        kind.describe(dict.fromkeys(kind.fields, ""))
        KINDS[kind.name] = kind


def kind_of(name: str) -> Kind:
    """Raises InvalidInput for a name that nobody registered: unknown kinds are never written."""
    try:
        return KINDS[name]
    except KeyError:
        raise InvalidInput(f"There is no ledger kind '{name}'.") from None


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value) or "none"
    return "" if value is None else str(value)
