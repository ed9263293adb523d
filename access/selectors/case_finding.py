"""Person-cases with what detection found, the events behind it, and what it could not judge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Min, Prefetch, Q, QuerySet

from access.break_glass.words import ABUSE_RULE, ABUSE_TITLE
from access.casework.stages import in_stages
from access.casework.words import BY_LOT_TITLE, LOT_RULE
from access.detection.registry import RULES
from access.detection.rule import Family
from access.detection.score import CaseScore, combine
from access.enums import PersonCaseState
from access.models import DataEvent, Flag, GateEvent, PersonCase, ScanState
from access.scanning.words import ScanLane
from access.selectors.event_log import is_id, log_name
from access.selectors.finding import as_detected
from access.selectors.finding_rarity import rarity_of
from access.selectors.known_event import IMPORTED, named
from access.selectors.person_case import UNDECIDED, visible_cases
from access.selectors.pseudonym import with_sight
from access.selectors.rule_outcome import rule_weights
from accounts.models import User
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from screening.person_name import plain_name

OPEN, CLOSED = "open", "closed"
TODAY, WAITING = "today", "waiting"
CLOSED_STATES = (PersonCaseState.EXPLAINED.value, PersonCaseState.DISMISSED.value)
SHOWN_EVENTS = 40  # of one flag; a long run of look-ups says no more after that, and the log has them all
RULE_TITLES = {rule.id: rule.title for rule in RULES} | {ABUSE_RULE: ABUSE_TITLE, LOT_RULE: BY_LOT_TITLE}


@dataclass(frozen=True, slots=True)
class Finding:
    """A flag with the title of its rule and the events that it names, oldest first.

    `stages` are earlier flags of the rule that name some of these events and no others, smallest first.
    """

    flag: Flag
    title: str
    events: list[GateEvent | DataEvent]
    further: int
    stages: list[Flag]


@dataclass(frozen=True, slots=True)
class FamilyShare:
    """What one family of rules adds to a case's score, in log-odds."""

    family: Family
    points: float


@dataclass(frozen=True, slots=True)
class NotJudged:
    """A stretch that a rule could not judge, and why; as the last scan of a port left it."""

    rule: str
    title: str
    detail: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class ScanReport:
    port: str
    scanned_until: datetime
    not_judged: list[NotJudged]


def case_queue(
    *,
    scope: Scope,
    viewer: User,
    at: datetime,
    text: str = "",
    state: str = "",
    owner: User | None = None,
    rule: str = "",
) -> QuerySet[PersonCase]:
    """Person-cases in reach with `first_at` and `last_at` of their flags, and `is_unmasked`; each argument
    narrows.

    A name or number finds only what the viewer has unmasked: a search must not tell whether there is a case
    of somebody.
    """
    span = {"first_at": Min("flags__first_at"), "last_at": Max("flags__last_at")}
    cases = with_sight(visible_cases(scope=scope).annotate(**span), viewer, at=at)
    if text.strip():
        cases = cases.filter(_means(text.strip()))
    if state:
        cases = cases.filter(_in_state(state))
    if owner is not None:
        cases = cases.filter(owner=owner)
    if rule:
        cases = cases.filter(pk__in=Flag.objects.filter(rule=rule).values("case_id"))
    strongest = Flag.objects.order_by("-points", "rule", "-last_at")
    return cases.prefetch_related(Prefetch("flags", queryset=strongest))


def _in_state(state: str) -> Q:
    """Open cases stand on the desk of the day or wait; the others are called by their state."""
    groups = {
        OPEN: Q(state__in=UNDECIDED),
        TODAY: Q(state__in=UNDECIDED, on_desk=True),
        WAITING: Q(state__in=UNDECIDED, on_desk=False),
        CLOSED: Q(state__in=CLOSED_STATES),
    }
    return groups.get(state, Q(state=state))


def events_named(case: PersonCase, wanted: Iterable[str]) -> list[GateEvent | DataEvent]:
    """Events of these names, oldest first; those that no finding of the case names are left out."""
    known = {event for flag in case.flags.all() for event in flag.events}
    found = _events(case, known.intersection(wanted))
    return sorted((event for events in found.values() for event in events), key=lambda event: event.at)


def findings_of(case: PersonCase) -> list[Finding]:
    """What was found about the case, strongest first, with its events; as few queries as for one flag."""
    flags = sorted(case.flags.all(), key=lambda flag: (-flag.points, flag.rule, flag.first_at))
    by_name = _events(case, {name for flag in flags for name in flag.events})
    return [_finding(flag, stages, by_name) for flag, stages in in_stages(flags)]


def score_of(case: PersonCase, *, at: datetime) -> tuple[CaseScore, list[FamilyShare]]:
    """The score as it stands now, and what each family adds to it, largest first."""
    weights = rule_weights(case.port_id)
    score = combine(
        [as_detected(flag, weight=weights.get(flag.rule, 1.0)) for flag in case.flags.all()],
        at,
        rarity=rarity_of(case.port, at=at),
    )
    shares = [FamilyShare(family, round(points, 1)) for family, points in score.by_family.items()]
    return score, sorted(shares, key=lambda share: -share.points)


def other_cases(case: PersonCase, *, scope: Scope) -> QuerySet[PersonCase]:
    """Earlier and later cases of the same subject at the same port."""
    same = visible_cases(scope=scope).filter(port_id=case.port_id, subject=case.subject)
    return same.exclude(pk=case.pk).order_by("-opened_at")


def scan_reports(*, scope: Scope) -> list[ScanReport]:
    """How far detection has judged each port in reach, and what it could not judge."""
    states = ScanState.objects.select_related("port").order_by("port__locode")
    if not scope.is_system:
        states = states.filter(port_id__in=scope.ports(Capability.VIEW_PERSON_CASES.value))
    ports: dict[str, list[ScanState]] = {}
    for state in states:
        ports.setdefault(state.port.name, []).append(state)
    return [ScanReport(name, _judged_until(own), _not_judged_once(own)) for name, own in ports.items()]


def _judged_until(states: Sequence[ScanState]) -> datetime:
    """How far everybody's new events are judged; the other lanes look again at what has been judged so."""
    persons = [state for state in states if state.lane == ScanLane.PERSON.value]
    return min(state.scanned_until for state in persons or states)


def _not_judged_once(states: Iterable[ScanState]) -> list[NotJudged]:
    """What the lanes and shares could not judge; what several say alike is told once."""
    items = [_not_judged(item) for state in states for item in state.not_evaluated]
    return sorted({(item.rule, item.detail): item for item in items}.values(), key=lambda item: item.rule)


def _means(text: str) -> Q:
    person = Q(subject__iexact=text) | Q(person__ref__iexact=text)
    words = plain_name(text).split()
    if words:
        person |= Q(*(Q(person__search_name__contains=word) for word in words))
    return Q(ref__iexact=text) | (Q(is_unmasked=True) & person)


def _events(case: PersonCase, names: set[str]) -> dict[str, list[GateEvent | DataEvent]]:
    # A number of an imported log may look like one of our ids, so every name is looked for as both.
    ours = Q(id__in=[name for name in names if is_id(name)], port_id=case.port_id)
    gate = GateEvent.objects.filter(ours | named("gate", case.port_id, [IMPORTED], names))
    data = DataEvent.objects.filter(ours | named("data", case.port_id, [IMPORTED], names))
    found: dict[str, list[GateEvent | DataEvent]] = {}
    for event in _both(gate.select_related("reader"), data):
        found.setdefault(log_name(event), []).append(event)
    return found


def _both(gate: Iterable[GateEvent], data: Iterable[DataEvent]) -> Iterable[GateEvent | DataEvent]:
    yield from gate
    yield from data


def _finding(flag: Flag, stages: list[Flag], by_name: dict[str, list[GateEvent | DataEvent]]) -> Finding:
    events = sorted(
        (event for name in flag.events for event in _meant(flag, by_name.get(name, []))),
        key=lambda event: event.at,
    )
    title = RULE_TITLES.get(flag.rule, flag.rule)
    return Finding(flag, title, events[:SHOWN_EVENTS], max(len(events) - SHOWN_EVENTS, 0), stages)


def _meant(flag: Flag, same_name: list[GateEvent | DataEvent]) -> list[GateEvent | DataEvent]:
    """An imported gate log and data log may both have a number 17; then the time tells which one is meant."""
    if len(same_name) < 2:
        return same_name
    return [event for event in same_name if flag.first_at <= event.at <= flag.last_at] or same_name


def _not_judged(item: dict[str, str]) -> NotJudged:
    return NotJudged(
        item["rule"],
        RULE_TITLES.get(item["rule"], item["rule"]),
        item["detail"],
        datetime.fromisoformat(item["since"]),
        datetime.fromisoformat(item["until"]),
    )
