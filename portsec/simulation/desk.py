"""What stands on the analyst's desk each day: open person-cases, the highest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from access.detection.facts import PersonContext
from access.detection.rarity import Rarity, measured
from access.detection.rule import Flag
from access.detection.score import combine


@dataclass(frozen=True, slots=True)
class Case:
    """An open person-case on the evening of a day, with the events that its flags name."""

    person: str
    score: float
    events: frozenset[str]
    rules: tuple[str, ...]


def daily_cases(
    flags: Iterable[Flag],
    first_day: datetime,
    days: int,
    budget: int,
    least_score: float = 0.0,
    people: Collection[PersonContext] = (),
) -> Iterator[tuple[date, list[Case]]]:
    """The cases that each day puts before the analyst, at most `budget`, the highest first.

    One open case a person. Cases that were shown are dealt with that day: their flags are gone, later ones
    open a new case. Those that the budget leaves over stay open and fade. `first_day` is a midnight. With
    `people`, findings weigh by how rare they have been until that evening; without, by their severity.
    """
    waiting = sorted(flags, key=lambda flag: (flag.due_at, flag.rule, flag.key))
    open_flags: defaultdict[str, list[Flag]] = defaultdict(list)
    place = 0
    for number in range(days):
        evening = first_day + timedelta(days=number + 1)
        while place < len(waiting) and waiting[place].due_at < evening:
            open_flags[waiting[place].person].append(waiting[place])
            place += 1
        rarity = measured(waiting[:place], people, first_day, evening) if people else None
        found = _cases(open_flags, evening, least_score, rarity)
        cases = sorted(found, key=lambda case: (-case.score, case.person))
        shown = cases[:budget]
        for case in shown:
            del open_flags[case.person]
        yield (first_day + timedelta(days=number)).date(), shown


def _cases(
    open_flags: dict[str, list[Flag]], at: datetime, least_score: float, rarity: Rarity | None
) -> Iterator[Case]:
    for person, flags in open_flags.items():
        score = combine(flags, at, rarity=rarity)
        if score.opens_case and score.score >= least_score:
            events = frozenset(event for flag in flags for event in flag.events)
            yield Case(person, score.score, events, tuple(sorted({flag.rule for flag in flags})))
