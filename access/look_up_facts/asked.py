"""What the statement is asked: one look-up, or several in one go."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from access.enums import DataAction, FieldClass
from access.need_to_know.facts import LEAST_CLASS
from access.need_to_know.segregation import APART

ACCOUNT: Final = "account"
CONTAINER: Final = "container"
VESSEL_CALL: Final = "vessel_call"
ATTRIBUTE: Final = "attribute"
"""Types of object that mean more than their own name. A container is looked up with its present stay, a
vessel call with the ship's stay. An attribute is written `origin:COTRB`: whatever fits it is asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One look-up. `at` is aware; `zone` is the port's own, because clearances run by calendar day.

    `subject_type` is account or person. Facts are read for this action and this field class, and for no
    other: what a lower or higher class needs besides is not among them.
    """

    port: int
    at: datetime
    zone: ZoneInfo
    subject_type: str
    subject: str
    object: str
    object_type: str = CONTAINER
    action: DataAction = DataAction.READ
    field_class: FieldClass = FieldClass.S1
    purpose: str = ""
    work_ref: str = ""

    @property
    def local(self) -> datetime:
        """The moment in the port's own time."""
        return self.at.astimezone(self.zone)

    @property
    def protection(self) -> FieldClass:
        """The class that it is judged as, as in `LookUpFacts`."""
        least = LEAST_CLASS.get(self.action, FieldClass.S0)
        return max(self.field_class, least, key=lambda each: each.rank)

    @property
    def searched_by(self) -> str:
        """The attribute that is asked for; empty where one thing is."""
        return self.object.partition(":")[0].strip().casefold() if self.object_type == ATTRIBUTE else ""


def as_json(asked: Sequence[Asked]) -> str:
    """The one parameter of the statement. Rows come back with `place`, their place in this sequence."""
    return json.dumps([_row(place, each) for place, each in enumerate(asked)])


def _row(place: int, one: Asked) -> dict[str, Any]:
    return {
        "place": place,
        "port": one.port,
        "at": one.at.astimezone(UTC).isoformat(),
        "day": one.local.date().isoformat(),
        "subject_type": one.subject_type,
        "subject": without_nul(one.subject),
        "object": without_nul(one.object),
        "object_type": one.object_type,
        "field_class": one.protection.value,
        "is_act": one.action in APART,
    }


def without_nul(text: str) -> str:
    """PostgreSQL keeps no NUL in a text, so what contains one names nothing."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")
