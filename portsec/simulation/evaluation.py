"""How well ranked cases find planted insiders: recall, precision and delay at a daily budget.

Never accuracy: with one insider among hundreds, whoever flags nobody is right nearly always.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from portsec.simulation.desk import Case

PER = 5000  # people; innocent cases are given for a port of this size


@dataclass(frozen=True, slots=True)
class Insider:
    """One line of `truth.json`."""

    person: str
    pattern: str
    first_day: date
    last_day: date
    events: frozenset[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a desk with this budget saw. `delay` is the median in days of those found; None: nobody was.

    `precision` is the share of cases shown that were about an insider. `innocent_a_day` is for 5,000 people.
    """

    budget: int
    insiders: int
    found: int
    recall: float
    precision: float
    delay: float | None
    innocent_a_day: float
    missed: tuple[Insider, ...]


def evaluate(
    days: Sequence[tuple[date, Sequence[Case]]], truth: Collection[Insider], people: int, budget: int
) -> Figures:
    """The figures of the first `budget` cases of each day.

    An insider is found on the first day, from the first deed on, on which their case is shown. A case about
    somebody else that rests on planted events (a visitor who was brought in) counts neither way.
    """
    insiders = {one.person: one for one in truth}
    planted = frozenset(event for one in truth for event in one.events)
    delays: dict[str, int] = {}
    hits = innocent = 0
    for day, cases in days:
        for case in cases[:budget]:
            insider = insiders.get(case.person)
            if insider is not None and day >= insider.first_day:
                hits += 1
                delays.setdefault(case.person, (day - insider.first_day).days)
            elif not case.events & planted:
                innocent += 1
    shown = hits + innocent
    return Figures(
        budget=budget,
        insiders=len(insiders),
        found=len(delays),
        recall=len(delays) / len(insiders) if insiders else 0.0,
        precision=hits / shown if shown else 0.0,
        delay=median(delays.values()) if delays else None,
        innocent_a_day=innocent / max(1, len(days)) * PER / people,
        missed=tuple(one for person, one in sorted(insiders.items()) if person not in delays),
    )


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """What one rule said: about insiders from their first deed on, and about everybody else."""

    rule: str
    planted_flags: int
    insiders: int
    patterns: Mapping[str, int]
    innocent_flags: int
    innocent_people: int


def by_rule(
    flags: Sequence[tuple[str, str, date, frozenset[str]]], truth: Collection[Insider]
) -> list[RuleFigures]:
    """The figures of each rule, from its flags as rule, person, day and events.

    A flag counts as planted when it rests on planted events, or speaks of an insider after the first deed.
    """
    insiders = {one.person: one for one in truth}
    owner = {event: one for one in truth for event in one.events}
    told: dict[str, tuple[list[Insider], list[str]]] = {}
    for rule, person, day, events in flags:
        hits, misses = told.setdefault(rule, ([], []))
        one = insiders.get(person)
        if one is None or day < one.first_day:
            one = next((owner[event] for event in sorted(events) if event in owner), None)
        if one is None:
            misses.append(person)
        else:
            hits.append(one)
    return [_rule_figures(rule, *told[rule]) for rule in sorted(told)]


def _rule_figures(rule: str, hits: list[Insider], misses: list[str]) -> RuleFigures:
    people = {one.person: one for one in hits}
    patterns: dict[str, int] = {}
    for one in sorted(people.values(), key=lambda one: int(one.pattern[1:])):
        patterns[one.pattern] = patterns.get(one.pattern, 0) + 1
    return RuleFigures(rule, len(hits), len(people), patterns, len(misses), len(set(misses)))
