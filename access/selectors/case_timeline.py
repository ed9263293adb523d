"""What a case's person did on the days in question: badge and data on one timeline, explained or not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from access.casework.words import HappeningState
from access.detection.facts import SENSITIVE, DataFact, GateFact, RosterSpan
from access.detection.unexplained import is_sensitive_look
from access.detection.window import Window
from access.enums import DataAction, DataResult, Direction, GateResult, RosterKind
from access.models import Flag, PersonCase
from access.need_to_know.explanation import FULL
from access.scanning.extent import Extent
from access.selectors import detection

MOST_DAYS = 7  # the newest days with a finding; the log has all
MOST_EVENTS = 200  # of one day: a clerk looks up sixty boxes
AROUND_A_SHIFT = timedelta(minutes=60)  # as rules D09 and P03 have it
AT_WORK = frozenset({RosterKind.SHIFT.value, RosterKind.ON_CALL.value})


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One read at a gate or one look-up. `state` is None for what nobody asks a reason for.

    `name` is how flags call it. `who` is the badge or account: it names the person.
    """

    name: str
    at: datetime
    is_gate: bool
    title: str
    who: str
    result: GateResult | DataResult
    reasons: tuple[str, ...]
    state: HappeningState | None
    why: str
    rules: tuple[str, ...]
    work_ref: str


@dataclass(frozen=True, slots=True)
class CaseDay:
    """A day with a finding, in the port's own time; its events in the order of time."""

    day: date
    events: tuple[CaseEvent, ...]
    further: int
    counts: Mapping[HappeningState, int]


def case_days(case: PersonCase, flags: Iterable[Flag]) -> list[CaseDay]:
    """The newest days on which something was found, newest first, with all that the person did then."""
    found = list(flags)
    days = sorted({timezone.localdate(flag.last_at) for flag in found}, reverse=True)[:MOST_DAYS]
    if not days or not case.subject:
        return []
    window, rules = _loaded(case, days[-1], days[0]), _rules_by_event(found)
    events: defaultdict[date, list[CaseEvent]] = defaultdict(list)
    for event in _events(window, case.subject, rules):
        events[timezone.localdate(event.at)].append(event)
    return [_day(day, events[day]) for day in days]


def totals(days: Iterable[CaseDay]) -> list[tuple[HappeningState, int]]:
    """How many events of these days are explained, suspicious and unexplained."""
    counted: Counter[HappeningState] = Counter()
    for each in days:
        counted.update(each.counts)
    return [(state, counted[state]) for state in HappeningState]


def _rules_by_event(flags: Iterable[Flag]) -> Mapping[str, tuple[str, ...]]:
    rules: defaultdict[str, set[str]] = defaultdict(set)
    for flag in flags:
        for event in flag.events:
            rules[event].add(flag.rule)
    return {event: tuple(sorted(named)) for event, named in rules.items()}


def _loaded(case: PersonCase, first: date, last: date) -> Window:
    """The person's own events of these days, with what could explain them."""
    begin = timezone.make_aware(datetime.combine(first, time.min))
    end = timezone.make_aware(datetime.combine(last, time.max))
    return detection.share(case.port, Extent(begin, end, begin, frozenset({case.subject})), ())


def _events(window: Window, subject: str, rules: Mapping[str, tuple[str, ...]]) -> Iterator[CaseEvent]:
    spans = [span for span in window.context.roster or () if span.person == subject]
    for entry in window.gate_events:
        if _is_of(entry, subject):
            yield _entry(entry, spans, rules)
    for look_up in window.data_events:
        if _is_of(look_up, subject):
            yield _look_up(look_up, window, rules)


def _day(day: date, found: list[CaseEvent]) -> CaseDay:
    events = sorted(found, key=lambda event: (event.at, event.name))
    counted = Counter(event.state for event in events if event.state is not None)
    counts = dict(counted)  # a template that asks a Counter for its items gets the count of "items", 0
    return CaseDay(day, tuple(events[:MOST_EVENTS]), max(0, len(events) - MOST_EVENTS), counts)


def _is_of(fact: GateFact | DataFact, subject: str) -> bool:
    """Whether it is the subject's own; the log may name a badge or an account and no person."""
    stand_in = fact.badge if isinstance(fact, GateFact) else fact.account
    return subject == (fact.person or stand_in)


def _entry(fact: GateFact, spans: list[RosterSpan], rules: Mapping[str, tuple[str, ...]]) -> CaseEvent:
    named = rules.get(fact.id, ())
    state, why = _rostered(fact, spans)
    return CaseEvent(
        name=fact.id,
        at=fact.at,
        is_gate=True,
        title=f"{fact.reader}, {Direction(fact.direction).label.lower()}",
        who=fact.badge,
        result=GateResult(fact.result),
        reasons=fact.reasons,
        state=HappeningState.SUSPICIOUS if named else state,
        why=why,
        rules=named,
        work_ref="",
    )


def _rostered(fact: GateFact, spans: list[RosterSpan]) -> tuple[HappeningState | None, str]:
    if not spans:
        return None, "No roster of this person is delivered for the day."
    for span in spans:
        begins, ends = span.starts_at - AROUND_A_SHIFT, span.ends_at + AROUND_A_SHIFT
        if span.kind in AT_WORK and begins <= fact.at.astimezone(UTC) <= ends:
            return HappeningState.EXPLAINED, f"{RosterKind(span.kind).label} at that time."
    return HappeningState.UNEXPLAINED, "Outside the roster."


def _look_up(fact: DataFact, window: Window, rules: Mapping[str, tuple[str, ...]]) -> CaseEvent:
    named = rules.get(fact.id, ())
    state, why = _explained(fact, window)
    return CaseEvent(
        name=fact.id,
        at=fact.at,
        is_gate=False,
        title=f"{DataAction(fact.action).label} {fact.object}, {fact.field_class}",
        who=fact.account,
        result=DataResult(fact.result),
        reasons=(),
        state=HappeningState.SUSPICIOUS if named else state,
        why=why,
        rules=named,
        work_ref=fact.work_ref,
    )


def _explained(fact: DataFact, window: Window) -> tuple[HappeningState | None, str]:
    if fact.rank < SENSITIVE or not is_sensitive_look(fact):
        return None, ""
    answer = window.explainer.answer(fact)
    if answer.weight >= FULL:
        return HappeningState.EXPLAINED, answer.code
    if answer.weight:
        return HappeningState.UNEXPLAINED, "Only work that the person opened shortly before."
    return HappeningState.UNEXPLAINED, "No work on record asks for it."
