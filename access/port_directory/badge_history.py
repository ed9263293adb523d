"""From the rows of one badge to its history of states.

Rows apply in the order of `valid_from`, each giving the state from then on. A row that stands at the very
start of a badge and yet names another state than the one it started with tells the state of today, as a
table with one row a badge does, but not since when. It then holds from the earliest moment that the file
vouches for: the end of the badge, the start of the holder's next badge, or else the import. Uses before that
moment are not judged: they were rightful as far as anyone can know.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from itertools import pairwise
from operator import itemgetter

from access.enums import BadgeState
from access.port_directory import days
from access.port_directory.records import BadgeRow
from access.port_directory.sheet import Line
from access.transitions import BADGE_TRANSITIONS

ALLOWED = frozenset({(old, new) for (old, _), new in BADGE_TRANSITIONS.items()})

# Whoever was given another badge no longer had this one; a suspended or expired badge stays in the hand.
REPLACED_BY_NEXT = frozenset(
    {BadgeState.REVOKED, BadgeState.LOST, BadgeState.STOLEN, BadgeState.SUPERSEDED, BadgeState.RETURNED}
)
GUESSED = "the state's moment is not given; taken to hold from {0}. Give it as valid_from of a row of its own"
NOT_JUDGED = "the import on, so that earlier uses are not judged"


@dataclass(frozen=True, slots=True)
class Step:
    """The badge is in this state from `at` on."""

    state: BadgeState
    at: datetime


@dataclass(frozen=True, slots=True)
class Details:
    """What else a badge row says."""

    person: str
    areas: tuple[str, ...]
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class KeptBadge:
    """A badge that is known already. `fixed`: issued here; only the badge desk changes its details."""

    steps: tuple[Step, ...]
    details: Details
    fixed: bool = False


@dataclass(slots=True)
class Outcome:
    """What the rows of one badge add: `steps`, and `details` or None where nothing changes."""

    steps: list[Step] = field(default_factory=list)
    details: Details | None = None
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)


def follow(
    rows: Iterable[Line[BadgeRow]],
    kept: KeptBadge | None,
    *,
    next_start: datetime | None,
    zone: tzinfo,
    at: datetime,
) -> Outcome:
    """What the rows of one badge add to what is kept. `next_start` is when the holder's next badge begins."""
    ordered = sorted(rows, key=lambda line: days.begins(line.row.valid_from, zone))
    outcome = Outcome()
    steps = list(kept.steps) if kept else []
    details = kept.details if kept else None
    for place, line in enumerate(ordered):
        since = days.begins(line.row.valid_from, zone)
        given = _details(line, zone, outcome)
        start = steps[0].at if steps else since
        if given.valid_until <= start:
            outcome.refused.append((line.number, "valid_until does not lie after the start of the badge"))
            continue
        goes_on = any(days.begins(later.row.valid_from, zone) > since for later in ordered[place + 1 :])
        found = _steps(line, since, steps, goes_on, _Hints(given.valid_until, next_start, at), outcome)
        if found is None:
            continue
        is_newest = not steps or since >= steps[-1].at or since == start
        differs = is_newest and given != details
        if differs and kept and kept.fixed:
            outcome.refused.append(
                (line.number, "the badge was issued here; its details change at the badge desk")
            )
            continue
        steps += found
        outcome.steps += found
        if differs:
            details = outcome.details = given
        _count(outcome, is_new=bool(found), differs=differs)
    return outcome


@dataclass(frozen=True, slots=True)
class _Hints:
    """The moments from which a state may be taken to hold when none is given."""

    valid_until: datetime
    next_start: datetime | None
    at: datetime

    def since(self, state: BadgeState, after: datetime) -> tuple[datetime, str]:
        """The earliest vouched moment after `after`, and how the report names it."""
        known = [(self.valid_until, "the end of the badge")]
        if self.next_start is not None and state in REPLACED_BY_NEXT:
            known.append((self.next_start, "the start of the holder's next badge"))
        past = [(moment, name) for moment, name in known if after < moment <= self.at]
        return min(past, default=(max(self.at, after), NOT_JUDGED))


def _steps(
    line: Line[BadgeRow],
    since: datetime,
    steps: Sequence[Step],
    goes_on: bool,
    hints: _Hints,
    outcome: Outcome,
) -> list[Step] | None:
    """The steps that this row adds, or None when it was refused."""
    state = BadgeState(line.row.state)
    if not steps:
        if state is BadgeState.ACTIVE or goes_on:
            return [Step(state, since)]
        if since >= hints.at:
            return [Step(state, since)]
        return [Step(BadgeState.ACTIVE, since), _guessed(line, state, since, hints, outcome)]
    last = steps[-1]
    if Step(state, since) in steps or (state is last.state and since == steps[0].at):
        return []
    if since != steps[0].at and since <= last.at:
        told = f"the badge is known to be {last.state.value} since {last.at.isoformat()}; this row is older"
        outcome.refused.append((line.number, told))
        return None
    if state is last.state:
        return []
    if (last.state, state) not in ALLOWED:
        outcome.refused.append((line.number, f"a {last.state.value} badge cannot become {state.value}"))
        return None
    if since == steps[0].at:
        return [_guessed(line, state, last.at, hints, outcome)]
    return [Step(state, since)]


def _guessed(
    line: Line[BadgeRow], state: BadgeState, after: datetime, hints: _Hints, outcome: Outcome
) -> Step:
    since, name = hints.since(state, after)
    outcome.remarks.append((line.number, GUESSED.format(name)))
    return Step(state, since)


def _details(line: Line[BadgeRow], zone: tzinfo, outcome: Outcome) -> Details:
    row = line.row
    if row.valid_until is None:
        outcome.remarks.append((line.number, "no valid_until is given; the badge counts as having no end"))
    until = days.NO_END if row.valid_until is None else days.ends(row.valid_until, zone)
    return Details(row.person, row.areas, until)


def _count(outcome: Outcome, *, is_new: bool, differs: bool) -> None:
    if is_new:
        outcome.new += 1
    elif differs:
        outcome.changed += 1
    else:
        outcome.unchanged += 1


def next_starts(badges: Iterable[tuple[str, str, datetime]]) -> dict[str, datetime]:
    """By badge, when the same person's next badge begins; from badge, person and start of each."""
    by_person: dict[str, list[tuple[datetime, str]]] = {}
    for badge, person, start in sorted(badges, key=itemgetter(2)):
        if person:
            by_person.setdefault(person, []).append((start, badge))
    found: dict[str, datetime] = {}
    for held in by_person.values():
        for (start, badge), (following, _) in pairwise(held):
            if following > start:
                found[badge] = following
    return found
