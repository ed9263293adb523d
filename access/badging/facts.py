"""What the issuing of a badge is judged on, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from access.gate.clearance import ClearanceFacts


@dataclass(frozen=True, slots=True)
class WantedArea:
    """An area that the badge shall open. `level`: rank of clearance that it and those around it need."""

    name: str
    level: int


@dataclass(frozen=True, slots=True)
class WantedTraining:
    """A training or licence that an area or the type of badge asks for."""

    code: str
    name: str
    is_licence: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The last days of everything that a badge may not outlive; None where there is no such end.

    `need` is the end of the work that the clearance was asked for, `contract` that of the contract or
    assignment, `left` the day on which the person left the employer.
    """

    clearance: date | None = None
    need: date | None = None
    contract: date | None = None
    left: date | None = None
    badge_type: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFacts:
    """All that is known when somebody decides on a badge. Days are those of the port's calendar.

    `certificates` are the codes of trainings that the person holds today. `held_badge` is the number of
    another badge in force. `blank_cards` are those of this type with whoever issues; None: no stock is kept.
    """

    today: date
    last_day: date
    bounds: Bounds
    areas: tuple[WantedArea, ...] = ()
    trainings: tuple[WantedTraining, ...] = ()
    certificates: frozenset[str] = field(default_factory=frozenset)
    clearance: ClearanceFacts | None = None
    is_banned: bool = False
    has_photo: bool = False
    held_badge: str = ""
    replaced_is_suspended: bool = False
    blank_cards: int | None = None


# What each bound is called in a sentence, and the code of the reason when a badge would outlive it.
BOUND_NAMES: Mapping[str, tuple[str, str]] = {
    "clearance": ("end_after_clearance", "the clearance"),
    "need": ("end_after_need", "the need for access"),
    "contract": ("end_after_contract", "the contract"),
    "left": ("end_after_leaving", "the employment"),
    "badge_type": ("end_after_longest", "the longest time of this type of badge"),
}
