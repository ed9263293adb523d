"""P05: somebody goes into an area that neither they nor their peers have needed for months."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from access.detection.facts import GateFact, is_outside
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.window import Feed, Window, grouped
from access.detection.wording import counted, moment
from access.enums import Direction, Severity

_START = date(2026, 11, 22)

PARAMETERS = (
    Parameter("unused", 90, "days", "longer than leave, shorter than a right should last unused", _START),
    Parameter("peers", 5, "% of the peers", "what more of them use belongs to the work; start value", _START),
    Parameter("least_peers", 8, "people", "a smaller peer group says nothing about what is usual", _START),
)

_RESTRICTED = 2  # rank of clearance from which an area counts as restricted

Uses = Mapping[tuple[str, str], Sequence[datetime]]


def area_never_needed(window: Window, given: Given) -> Iterator[Hit]:
    """A badge went into an area that its holder had not used for 90 days and that hardly any peer uses.

    Insiders were given extra areas for one job, and whoever prepares one walks the way before (Erasmus
    University, 2019). Informational; medium for areas of level 2 and up. One finding per person and area, at
    the first way in.
    """
    uses = _uses(window)
    levels = {area.area: area.level for area in window.context.areas or ()}
    peers = grouped((one for one in window.people.values() if one.peer_group), lambda one: one.peer_group)
    for (person, area), times in uses.items():
        someone = window.people.get(person)
        if someone is None or is_outside(area):
            continue
        others = [one.person for one in peers.get(someone.peer_group, ()) if one.person != person]
        if len(others) < given.number("least_peers"):
            continue
        for fact in window.gate_by_person.get(person, ()):
            if fact.area_to != area or not _enters(fact):
                continue
            since = fact.at - given.duration("unused")
            if _last_use(times, fact.at, since):
                continue
            using = sum(_last_use(uses.get((one, area), ()), fact.at, since) is not None for one in others)
            if using < given.number("peers") / 100 * len(others):
                yield _hit(person, fact, using, len(others), levels.get(area, 0))


def _uses(window: Window) -> Uses:
    """All known uses by person and area, in the order of time."""
    uses: defaultdict[tuple[str, str], list[datetime]] = defaultdict(list)
    for use in window.context.area_uses or ():
        uses[use.person, use.area].append(use.last_at)
    for fact in window.gate_events:
        if _enters(fact):
            uses[window.holder(fact), fact.area_to].append(fact.at)
    return {place: sorted(times) for place, times in uses.items()}


def _enters(fact: GateFact) -> bool:
    return fact.direction == Direction.IN and fact.granted


def _last_use(times: Sequence[datetime], before: datetime, since: datetime) -> datetime | None:
    """The latest use before a moment, from `since` on."""
    position = bisect_left(times, before)
    return times[position - 1] if position and times[position - 1] >= since else None


def _hit(person: str, fact: GateFact, using: int, peers: int, level: int) -> Hit:
    return Hit(
        person=person,
        key=f"{person}:{fact.area_to}:{fact.id}",
        events=(fact.id,),
        first_at=fact.at,
        last_at=fact.at,
        text=(
            f"The badge went into {fact.area_to} on {moment(fact.at)} for the first time in at least "
            f"90 days; {using} of {counted(peers, 'peer')} used it in that time."
        ),
        severity=Severity.MEDIUM if level >= _RESTRICTED else Severity.INFORMATIONAL,
        tried=(Tried("peers", "Hardly any peer goes there, so it does not belong to the work of the role."),),
    )


RULE = Rule(
    id="P05",
    version=1,
    family=Family.PHYSICAL,
    severity=Severity.INFORMATIONAL,
    title="Area never needed before",
    innocent=(
        "A detour because of road works or a closed door; cover for somebody of another role; a new task "
        "that came with new areas; a training or a tour."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=1),
    detect=area_never_needed,
    needs=frozenset({Feed.GATE, Feed.PEOPLE, Feed.AREA_USES}),
)
