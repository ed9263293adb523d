"""What would be decided if somebody asked now: nothing is shown by it, so it is no look-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings

from access.enums import DataAction, FieldClass
from access.look_up_facts.asked import Asked
from access.need_to_know.decide import LookUpDecision
from access.selectors.decision import decided_all
from accounts.models import Port

MOST_JUDGED: Final = 500
"""Candidates that one part of a search looks at. Where few of many may see, it is short, and more follows."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Which act on fields of which class, at a port and a moment, and for which purpose.

    `any_purpose`: a grant counts for whatever purpose it was given, as for somebody who states it.
    """

    port: Port
    action: DataAction
    field_class: FieldClass
    at: datetime
    purpose: str = ""
    any_purpose: bool = False


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A decision that would be taken; `purpose` is what must be stated for it."""

    decision: LookUpDecision
    purpose: str

    @property
    def allowed(self) -> bool:
        return self.decision.verdict.allowed


@dataclass(frozen=True, slots=True)
class Asking:
    """Who would ask, as `account` or `person`, for which container; `act` where it is not the sight's."""

    subject_type: str
    name: str
    container: str
    act: tuple[DataAction, FieldClass] | None = None


def foreseen(sight: Sight, asking: Sequence[Asking]) -> list[Foreseen]:
    """One answer for each, in order."""
    answers = decided_all([_asked(sight, each) for each in asking], any_purpose=sight.any_purpose)
    return [Foreseen(answer.decision, answer.purpose) for answer in answers]


def _asked(sight: Sight, asking: Asking) -> Asked:
    action, field_class = asking.act or (sight.action, sight.field_class)
    return Asked(
        port=sight.port.pk,
        at=sight.at,
        zone=settings.ZONE,
        subject_type=asking.subject_type,
        subject=asking.name,
        object=asking.container,
        action=action,
        field_class=field_class,
        purpose=sight.purpose,
    )
