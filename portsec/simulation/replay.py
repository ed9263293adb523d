"""Runs the rules over a simulated port in memory and tells how well they found its insiders."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from operator import attrgetter
from pathlib import Path

from access.detection.budget import budget, threshold
from access.detection.facts import PeerLimit, PersonContext
from access.detection.registry import RULES, run
from access.detection.rule import Flag, NotEvaluated, Rule
from access.detection.window import Event, Window
from portsec.simulation.desk import daily_cases
from portsec.simulation.directory import PortData
from portsec.simulation.evaluation import PER, Figures, Insider, RuleFigures, by_rule, evaluate
from portsec.simulation.history import measured_limits

BUDGETS = (5, 10, 20)
STEP = timedelta(days=7)
"""Judged at once. Shorter is closer to a live port and slower, as each step loads the look-back again."""
HONEST = 0.35  # share of the days before anybody's first deed
SETTLED = 7  # days
SOURCES = ("system:", "reader:", "log:")
"""What rules name that is nobody."""
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Judged:
    """All flags of a simulated port, by due time, and what the rules could not judge."""

    flags: tuple[Flag, ...]
    not_evaluated: tuple[NotEvaluated, ...]
    first_day: datetime
    days: int
    people: tuple[PersonContext, ...] = ()

    @property
    def about_people(self) -> list[Flag]:
        """Those about somebody. A silent log is for whoever runs it, not for the desk of persons."""
        return [flag for flag in self.flags if not flag.person.startswith(SOURCES)]


def judge(port: PortData, rules: Sequence[Rule] = RULES, step: timedelta = STEP) -> Judged:
    """Judge the whole log in steps, each seeing only what had happened by its end."""
    first, last = _ends(port)
    begin = datetime.combine(first.astimezone(UTC).date(), time.min, UTC)
    look_back = max(rule.look_back for rule in rules)
    flags: dict[tuple[str, str], Flag] = {}
    unjudged: dict[tuple[str, str], NotEvaluated] = {}
    limits: tuple[PeerLimit, ...] = ()
    days = (last - begin).days + 1
    since, end = begin, begin + timedelta(days=days)
    while since < end:
        until = min(since + step, end) - INSTANT
        loaded_since = max(begin, since - look_back)
        window = Window(
            since=since,
            until=until,
            gate=_between(port.gate, loaded_since, until),
            data=_between(port.data, loaded_since, until),
            context=replace(port.context, peer_limits=limits or None),
            loaded_since=loaded_since,
        )
        report = run(window, rules)
        limits = measured_limits(window)  # for the next step: nobody is measured against the future
        for flag in report.flags:
            flags.setdefault((flag.rule, flag.key), flag)
        for item in report.not_evaluated:
            unjudged.setdefault((item.rule, item.code), item)
        since = until + INSTANT
    ordered = sorted(flags.values(), key=lambda flag: (flag.due_at, flag.rule, flag.key))
    people = tuple(port.context.people or ())
    return Judged(tuple(ordered), tuple(unjudged.values()), begin, days, people)


def figures(judged: Judged, truth: Sequence[Insider], people: int, least_score: float = 0.0) -> list[Figures]:
    """Recall, precision and delay at each budget, with a desk of its own for each.

    Budgets are for 5,000 people: a smaller port's desk looks at fewer cases, or its figures would flatter.
    """
    flags = judged.about_people
    found = []
    for cases_a_day in BUDGETS:
        size = max(1, round(cases_a_day * people / PER))
        cases = daily_cases(flags, judged.first_day, judged.days, size, least_score, judged.people)
        found.append(evaluate(list(cases), truth, people, size))
    return found


def usual_threshold(judged: Judged, people: int) -> float:
    """The score from which on the honest first third of the days would have kept within the daily budget.

    The first week is left out: nothing has been measured then. Nobody needs the truth for this.
    """
    honest = int(judged.days * HONEST)
    cases = daily_cases(judged.about_people, judged.first_day, honest, people, people=judged.people)
    scores = [[case.score for case in of_day] for _, of_day in cases]
    return threshold(scores[SETTLED if honest > 2 * SETTLED else 0 :], budget(people))


def rule_figures(judged: Judged, truth: Sequence[Insider]) -> list[RuleFigures]:
    """What each rule said about insiders and about others."""
    told = [
        (flag.rule, flag.person, flag.due_at.astimezone(UTC).date(), frozenset(flag.events))
        for flag in judged.flags
    ]
    return by_rule(told, truth)


def read_truth(directory: Path) -> list[Insider]:
    """The insiders that `simulate` planted."""
    lines = json.loads((directory / "truth.json").read_text(encoding="utf-8"))
    return [
        Insider(
            person=line["person"],
            pattern=line["pattern"],
            first_day=datetime.fromisoformat(line["first_at"]).date(),
            last_day=datetime.fromisoformat(line["last_at"]).date(),
            events=frozenset(line["events"]),
        )
        for line in lines
    ]


def _ends(port: PortData) -> tuple[datetime, datetime]:
    times = [events[place].at for events in (port.gate, port.data) if events for place in (0, -1)]
    return min(times), max(times)


def _between(events: Sequence[Event], since: datetime, until: datetime) -> Sequence[Event]:
    first = bisect_left(events, since, key=attrgetter("at"))
    return events[first : bisect_right(events, until, key=attrgetter("at"))]
