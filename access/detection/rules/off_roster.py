"""P03: somebody enters who is not on the roster, is on leave or is sick."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from operator import attrgetter

from access.detection.duty import Duties
from access.detection.facts import GateFact, RosterSpan, is_outside
from access.detection.order_gap import teams_of
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried, Unjudged
from access.detection.window import Feed, Window
from access.detection.wording import counted, day, listed, moment
from access.enums import Direction, RosterKind, Severity

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("tolerance", 60, "minutes", "people come early and stay late, and swap by the hour; start value"),
        ("rostered_within", 14, "days", "who has no duty so near is not on the roster at all; start value"),
        ("on_the_way", 60, "minutes", "from gate to gate on a round that lasts past the duty; start value"),
        ("with_shift", 30, "minutes", "people come so long before a shift of their group; start value"),
        ("gap_people", 5, "people", "fewer are no missing roster but people; start value"),
        ("gap", 30, "% of a group that entered", "so many off the roster at once are a missing roster"),
    )
)

_AWAY = {RosterKind.LEAVE: "on leave", RosterKind.SICK: "sick"}


@dataclass(frozen=True, slots=True)
class OffRoster:
    """The ways in of one person on one day outside every duty; `absence` is leave or sickness.

    `with_shift`: all of them lie in a shift that colleagues had, from its beginning on.
    """

    person: str
    on: date
    entries: tuple[GateFact, ...]
    absence: RosterSpan | None
    with_shift: bool = False


def entry_off_roster(window: Window, given: Given) -> Iterator[Hit | Unjudged]:
    """A badge entered the port more than an hour outside every rostered duty of its holder, or while the
    holder was on leave or sick.

    Rotterdam's insiders let teams in at night and on days off; Erasmus University (2019) asks that passes be
    tied to rosters. Stand-by, call-outs and appointments are work. One finding per person and day. On its own
    it is weak: hours alone gave 38 hits over 26 of 60 people on a public badge log. Where much of a group is
    off the roster on the same day, the roster is missing and nobody is judged.
    """
    duties = window.once(Duties)
    entries = _entries(window)
    found = [
        each
        for person, read in entries.items()
        if person in window.roster_by_person
        for each in _off_roster(window, person, read, duties, given)
    ]
    gaps = _gaps(window, found, entries, given)
    yield from (_unjudged(group, on, people) for (group, on), people in sorted(gaps.items()))
    for each in found:
        if not any((group, each.on) in gaps for group in _groups(window, each.person)):
            yield _hit(each, window)


def _entries(window: Window) -> Mapping[str, Sequence[GateFact]]:
    """Granted ways in from outside, by person."""
    entries: defaultdict[str, list[GateFact]] = defaultdict(list)
    for fact in window.gate_events:
        if fact.direction == Direction.IN and is_outside(fact.area_from) and fact.granted:
            entries[window.holder(fact)].append(fact)
    return entries


def _off_roster(
    window: Window, person: str, entries: Sequence[GateFact], duties: Duties, given: Given
) -> Iterator[OffRoster]:
    tolerance, within = given.duration("tolerance"), given.duration("rostered_within")
    days: defaultdict[date, list[GateFact]] = defaultdict(list)
    for fact in entries:
        at = fact.at
        if duties.on_duty(person, at, tolerance) and not duties.absence(person, at, tolerance):
            continue
        if not duties.is_rostered(person, at, within) or duties.appointment(person, at, tolerance):
            continue
        if not _goes_on(window, person, fact, duties, given):
            days[day(at)].append(fact)
    for on, facts in days.items():
        absences = [duties.absence(person, fact.at, tolerance) for fact in facts]
        absence = next((span for span in absences if span), None)
        swapped = absence is None and _came_with_shift(window, person, facts, given)
        yield OffRoster(person, on, tuple(facts), absence, swapped)


def _goes_on(window: Window, person: str, entry: GateFact, duties: Duties, given: Given) -> bool:
    """Whether the reads before lead back to a duty without time enough between to have gone home."""
    reads = window.gate_by_person.get(person, ())
    later = entry
    for index in range(bisect_left(reads, entry.at, key=attrgetter("at")) - 1, -1, -1):
        if later.at - reads[index].at > given.duration("on_the_way"):
            return False
        later = reads[index]
        if duties.on_duty(person, later.at, timedelta()):
            return not duties.absence(person, later.at, timedelta())
    return False


def _came_with_shift(window: Window, person: str, facts: Sequence[GateFact], given: Given) -> bool:
    """Whether the first way in is at the beginning of a shift of the same group, the others in that shift."""
    first, last = facts[0].at, facts[-1].at
    before = given.duration("with_shift")
    shifts = window.once(_shifts_of_groups)
    return any(
        begin - before <= first <= begin + before and last <= end
        for group in _groups(window, person)
        for begin, end in shifts.get(group, ())
    )


def _shifts_of_groups(window: Window) -> Mapping[str, Collection[tuple[datetime, datetime]]]:
    """When the shifts of each group begin and end, whoever has them."""
    shifts: defaultdict[str, set[tuple[datetime, datetime]]] = defaultdict(set)
    for person, spans in window.roster_by_person.items():
        own = {(span.starts_at, span.ends_at) for span in spans if span.kind == RosterKind.SHIFT}
        for group in _groups(window, person):
            shifts[group] |= own
    return shifts


def _groups(window: Window, person: str) -> frozenset[str]:
    return teams_of(window.people, person)


def _gaps(
    window: Window, found: Sequence[OffRoster], entries: Mapping[str, Sequence[GateFact]], given: Given
) -> dict[tuple[str, date], tuple[int, int]]:
    """Groups and days of which the roster is missing: how many were off it, of how many that entered."""
    off: defaultdict[tuple[str, date], set[str]] = defaultdict(set)
    for each in found:
        for group in _groups(window, each.person):
            off[group, each.on].add(each.person)
    many = {place: people for place, people in off.items() if len(people) >= given.number("gap_people")}
    days = {on for _, on in many}
    entered: defaultdict[tuple[str, date], set[str]] = defaultdict(set)
    for person, facts in entries.items() if many else ():
        for on in {day(fact.at) for fact in facts} & days:
            for group in _groups(window, person):
                entered[group, on].add(person)
    share = given.number("gap") / 100
    return {
        place: (len(people), len(entered[place]))
        for place, people in many.items()
        if len(people) >= share * len(entered[place])
    }


def _unjudged(group: str, on: date, people: tuple[int, int]) -> Unjudged:
    begin = datetime.combine(on, time(), UTC)
    detail = (
        f"On {on} {people[0]} of {people[1]} people of {group} who entered were not on the roster: it "
        "seems to be missing. Their ways in of that day were not judged."
    )
    return Unjudged("roster_gap", detail, begin, begin + timedelta(days=1))


def _hit(found: OffRoster, window: Window) -> Hit:
    first, last = found.entries[0], found.entries[-1]
    why = "outside every rostered duty"
    if found.absence:
        until = moment(found.absence.ends_at)
        why = f"while the roster says {_AWAY[RosterKind(found.absence.kind)]} until {until}"
    readers = sorted({fact.reader for fact in found.entries})
    no_orders = Feed.WORK_ORDERS not in window.feeds
    return Hit(
        person=found.person,
        key=f"{found.person}:{found.on}",
        events=tuple(fact.id for fact in found.entries),
        first_at=first.at,
        last_at=last.at,
        text=(
            f"The badge entered by {listed(readers)} {why}: {counted(len(found.entries), 'time')}, first on "
            f"{moment(first.at)}.{' A shift of the same group began then.' if found.with_shift else ''}"
        ),
        severity=Severity.INFORMATIONAL if found.with_shift else None,
        strength=1.5 if found.absence else 1.0,
        tried=(
            Tried("duty", "No shift or stand-by covers it, with the tolerance before and after."),
            Tried(
                "appointment",
                "Could not be tried: the port has not delivered work orders."
                if no_orders
                else "No appointment or call-out of this person covers it.",
            ),
            Tried("roster_gap", "Most others of the same group were on the roster that day."),
        ),
    )


RULE = Rule(
    id="P03",
    version=2,
    family=Family.PHYSICAL,
    severity=Severity.MEDIUM,
    title="Entry off the roster, on leave or sick",
    innocent=(
        "A shift that was swapped or added and not entered; overtime; a forgotten belonging, a training or a "
        "visit to the office; a roster that was wrong."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=2),
    detect=entry_off_roster,
    needs=frozenset({Feed.GATE, Feed.ROSTER}),
    stopped_by=frozenset({Feed.ROSTER}),
    reach=timedelta(days=1),
)
