"""What letters say, as plain facts. Each kind of letter has its own class, so that it can tell no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands at the top of every letter. `contact` are lines at which the port can be asked."""

    number: str
    issued_on: date
    authority: str
    contact: tuple[str, ...] = ()
    recipient: str
    recipient_lines: tuple[str, ...] = ()
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom a letter is about. `native_name` is the name in the person's own script."""

    name: str
    native_name: str = ""
    born: date | None = None
    post: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One finding against the person. `counts_until` is None where it counts without end or has no window.

    `sentence` is the English that officers read, `said` the same in the neutral form of
    `screening.suitability.said`; empty for findings from before it was kept.
    """

    sentence: str
    said: tuple[dict[str, Any], ...] = ()
    reason: str = ""
    rule: str = ""
    source: str = ""
    counts_until: date | None = None
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class Essence:
    """What may be said of a secret ground, and the law by which no more is said."""

    legal_ground: str
    text: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """A door that stands open to the person. `kind` is one of appeal, objection, waiver, court."""

    kind: str
    body: str
    until: date
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationFacts:
    head: Head
    subject: Subject
    employer: str
    answer_by: date
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    head: Head
    subject: Subject
    reasons: str = ""
    grounds: tuple[Ground, ...] = ()
    essences: tuple[Essence, ...] = ()
    material: tuple[str, ...] = ()
    answer_by: date
    how_to_answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFacts:
    """`outcome` is grant, conditional or refuse."""

    head: Head
    subject: Subject
    outcome: str
    valid_from: date | None = None
    valid_until: date | None = None
    conditions: tuple[str, ...] = ()
    reasons: str = ""
    grounds: tuple[Ground, ...] = ()
    essences: tuple[Essence, ...] = ()
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeFacts:
    """For the employer: there is no field for reasons, so that no reason can reach them."""

    head: Head
    subject: Subject
    outcome: str
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class ErasedClass:
    """One line of a certificate: data class and action as words' values, and the rule with its source."""

    data_class: str
    action: str
    count: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureFacts:
    head: Head
    erased: tuple[ErasedClass, ...]
    by_order: bool = False


LetterFacts = InvitationFacts | NoticeFacts | DecisionFacts | OutcomeFacts | ErasureFacts
