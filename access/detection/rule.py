"""What a rule is, and what it may say: a flag, or that it could not judge."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from access.detection.window import Feed, Window
from access.enums import Severity
from portsec.kernel.words import Word

_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}


class Family(Word):
    """Where a rule looks. Ten copies of one symptom stay one symptom: points are capped per family."""

    DATA = "D", "Data access"
    PHYSICAL = "P", "Gates and badges"
    CROSS = "X", "Data and gates together"
    GOVERNANCE = "G", "Rights and controls"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that decides whether people are flagged: its unit, why it is what it is, and since when."""

    name: str
    value: float
    unit: str
    reason: str
    since: date

    @property
    def duration(self) -> timedelta:
        """The value as a duration. Raises KeyError when the unit is not one of time."""
        return timedelta(seconds=self.value * _SECONDS[self.unit])


@dataclass(frozen=True)
class Given:
    """The parameters of one run, by name."""

    parameters: tuple[Parameter, ...]
    _by_name: dict[str, Parameter] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {parameter.name: parameter for parameter in self.parameters})

    def number(self, name: str) -> float:
        return self._by_name[name].value

    def duration(self, name: str) -> timedelta:
        return self._by_name[name].duration


@dataclass(frozen=True, slots=True)
class Tried:
    """An innocent explanation that was looked for, and why it does not hold."""

    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Hit:
    """What a detector found. `key` names the thing found, not the window in which it was found.

    `due_at` is the moment from which the finding stands; without it, `last_at`. `strength` (1 and up) says
    how far beyond the bare minimum the finding lies. `severity` and `innocent` stand in for the rule's own.
    """

    person: str
    key: str
    events: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    text: str
    due_at: datetime | None = None
    severity: Severity | None = None
    strength: float = 1.0
    objects: tuple[str, ...] = ()
    tried: tuple[Tried, ...] = ()
    innocent: str = ""


@dataclass(frozen=True, slots=True)
class Unjudged:
    """Events that a detector could not or must not judge, and why. `code` is lower snake and stable."""

    code: str
    detail: str
    since: datetime
    until: datetime


Detector = Callable[[Window, Given], Iterable[Hit | Unjudged]]


@dataclass(frozen=True)
class Rule:
    """One row of the rule table.

    `needs` are feeds without which it neither fires nor passes; of `needs_one_of` a single one will do.
    `look_back` is the history needed to judge a finding due at a moment; `reach` is how long before its own
    time a late fact can still change a judgement (a work order explains look-ups made before it). While one
    of `stopped_by` is dead, what the rule finds says nothing about people and is not told (`feed_guard`).
    """

    id: str
    version: int
    family: Family
    severity: Severity
    title: str
    innocent: str
    parameters: tuple[Parameter, ...]
    look_back: timedelta
    detect: Detector
    needs: frozenset[Feed] = frozenset()
    needs_one_of: frozenset[Feed] = frozenset()
    reach: timedelta = timedelta()
    stopped_by: frozenset[Feed] = frozenset()

    def given(self, values: Mapping[str, float]) -> Given:
        """The parameters with these values in place of their own."""
        return Given(
            tuple(
                replace(parameter, value=values[parameter.name]) if parameter.name in values else parameter
                for parameter in self.parameters
            )
        )

    @property
    def says(self) -> str:
        """The sentence of this rule in general: first paragraph of its detector."""
        return _paragraph(self.detect, 0)

    @property
    def ground(self) -> str:
        """Its ground in law or practice: second paragraph of its detector."""
        return _paragraph(self.detect, 1)


@dataclass(frozen=True, slots=True)
class Flag:
    """A finding about one person. The same events give the same `key` in whatever window they are seen."""

    rule: str
    version: int
    severity: Severity
    family: Family
    person: str
    key: str
    events: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    due_at: datetime
    text: str
    innocent: str
    points: float
    parameters: tuple[Parameter, ...]
    objects: tuple[str, ...] = ()
    tried: tuple[Tried, ...] = ()


@dataclass(frozen=True, slots=True)
class NotEvaluated:
    """A rule could not judge this stretch: it neither fired nor passed."""

    rule: str
    code: str
    detail: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that one run says: flags in the order of time, and what was not judged."""

    flags: tuple[Flag, ...]
    not_evaluated: tuple[NotEvaluated, ...]


def _paragraph(detect: Detector, number: int) -> str:
    paragraphs = (inspect.getdoc(detect) or "").split("\n\n")
    return " ".join(paragraphs[number].split()) if number < len(paragraphs) else ""
