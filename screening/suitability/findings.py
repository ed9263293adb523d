"""What a judgement found: one finding per ground, with its sentence, its row and how long it counts."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Self

from screening.enums import Effect
from screening.suitability.rule import Rule
from screening.suitability.said import Blank, Quoted, Said, fill
from screening.suitability.words import Waiver

# Only an order, strongest first; no arithmetic is done with it.
WEIGHTS: Mapping[Effect, int] = MappingProxyType(
    {Effect.BAR: 3, Effect.PRESUME_UNSUITABLE: 2, Effect.REFER: 1, Effect.NOTE: 0}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One ground that speaks, with everything an officer needs to test it.

    `said` is what it states, sentence by sentence, in a form that letters can say in other languages.
    `rule` is the policy row ("" where the judgement itself demands it), `source` its basis with its mark,
    `reason` the row's own words for the person. `about` names the conviction, hit or check. `counts_until` is
    the last day it counts; None with `permanent` means for good, None without it that no end applies or can
    be worked out; `counts_from` is the day from which that period runs. `waiver` and `remedy` say whether
    somebody may set the ground aside, who and how; `tier` is its step of gravity, `clock` the clock that it
    starts, `relevance` why it matters for this post. `doubts` say what the record leaves open, `caveats`
    what has not been confirmed of the row or the codes. While an `incomplete` finding stands, the file is not
    ready for a recommendation.
    """

    criterion: str
    effect: Effect
    said: tuple[Said | Quoted, ...]
    rule: str = ""
    counts_until: date | None = None
    permanent: bool = False
    source: str = ""
    reason: str = ""
    about: str = ""
    caveats: tuple[str, ...] = ()
    incomplete: bool = False
    counts_from: date | None = None
    waiver: Waiver | None = None
    remedy: str = ""
    tier: int | None = None
    clock: str = ""
    relevance: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What it states, as officers read it."""
        return " ".join(each.english for each in self.said)

    def adding(self, *more: Said | Quoted) -> Self:
        """The finding with further sentences at its end."""
        return replace(self, said=(*self.said, *more))

    @property
    def weight(self) -> int:
        return WEIGHTS[self.effect]

    @property
    def confirmed(self) -> bool:
        """Nothing that this finding rests on is still to be confirmed."""
        return not self.caveats

    @property
    def end(self) -> date:
        """For comparing findings: without a known end, the end of the calendar."""
        return self.counts_until or date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A conviction that was read and does not count, and why. A `hidden` one is counted, never shown."""

    about: str
    code: str
    sentence: str
    hidden: bool


def weaker(effect: Effect, cap: Effect | None) -> Effect:
    """The effect, but no stronger than the cap."""
    if cap is None or WEIGHTS[effect] <= WEIGHTS[cap]:
        return effect
    return cap


@cache
def explanation(criterion: Callable[..., Any]) -> tuple[str, str]:
    """The two paragraphs of a criterion: the sentence it states, with its blanks, and the ground for it."""
    sentence, _, ground = inspect.cleandoc(criterion.__doc__ or "").partition("\n\n")
    if not sentence or not ground:
        raise TypeError(f"{criterion.__name__} must state its sentence and its ground")
    return " ".join(sentence.split()), " ".join(ground.split())


def say(criterion: Callable[..., Any], **blanks: Blank) -> Said:
    """The sentence of a criterion with its blanks filled. Raises KeyError where one has no value."""
    return fill(criterion.__name__, explanation(criterion)[0], blanks)


def by_rule(criterion: Callable[..., Any], rule: Rule, *, about: str = "", **blanks: Blank) -> Finding:
    """The finding of a row that says the same of every case it fits."""
    return Finding(
        criterion=rule.kind.value,
        effect=rule.effect,
        said=(say(criterion, **blanks),),
        rule=rule.ref,
        source=str(rule.provenance),
        reason=rule.reason,
        about=about,
        caveats=rule.provenance.caveats,
        waiver=rule.waiver,
        remedy=rule.remedy,
        tier=rule.tier,
        clock=rule.clock,
    )


def open_point(
    criterion: Callable[..., Any], *, about: str = "", source: str = "", **blanks: Blank
) -> Finding:
    """The finding that something must be settled before the file can be judged."""
    return Finding(
        criterion=criterion.__name__,
        effect=Effect.REFER,
        said=(say(criterion, **blanks),),
        source=source,
        about=about,
        incomplete=True,
    )
