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
    {
        BadgeState.REVOKED,
        BadgeState.LOST,
        BadgeState.STOLEN,
        BadgeState.SUPERSEDED,
        BadgeState.RETURNED,
        BadgeState.DESTROYED,
    }
)
GUESSED = "the state's moment is not given; taken to hold from {0}. Give it as valid_from of a row of its own"
ENDLESS = "no valid_until is given; the badge counts as having no end"
FIXED = "the badge was issued here; holder, areas and end stay as the badge desk has them"
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
    history = _History(kept, next_start, zone, at)
    for place, line in enumerate(ordered):
        history.take(line, ordered[place + 1 :])
    return history.outcome


class _History:
    """A badge while its rows are taken one after the other."""

    def __init__(
        self, kept: KeptBadge | None, next_start: datetime | None, zone: tzinfo, at: datetime
    ) -> None:
        self.outcome = Outcome()
        self._kept = kept
        self._steps = list(kept.steps) if kept else []
        self._details = kept.details if kept else None
        self._next_start = next_start
        self._zone = zone
        self._at = at

    def take(self, line: Line[BadgeRow], later: Sequence[Line[BadgeRow]]) -> None:
        """Take one row; `later` are those that follow."""
        since = days.begins(line.row.valid_from, self._zone)
        details = self._told(line)
        start = self._steps[0].at if self._steps else since
        if details.valid_until <= start:
            self._refuse(line, "valid_until does not lie after the start of the badge")
            return
        goes_on = any(days.begins(other.row.valid_from, self._zone) > since for other in later)
        found = self._new_steps(line, since, details.valid_until, goes_on)
        if found is None:
            return
        is_newest = since == start or not self._steps or since >= self._steps[-1].at
        self._steps += found
        self.outcome.steps += found
        differs = is_newest and self._take_details(line, details, is_last=not later)
        if found:
            self.outcome.new += 1
        elif differs:
            self.outcome.changed += 1
        else:
            self.outcome.unchanged += 1

    def _new_steps(
        self, line: Line[BadgeRow], since: datetime, valid_until: datetime, goes_on: bool
    ) -> list[Step] | None:
        """The steps that this row adds, or None when it was refused."""
        state = BadgeState(line.row.state)
        if not self._steps:
            if state is BadgeState.ACTIVE or goes_on or since >= self._at:
                return [Step(state, since)]
            guessed = self._guessed(line, state, since, valid_until)
            # A card is handed in before it is destroyed, though a table tells the last of it alone.
            before = [Step(BadgeState.RETURNED, guessed.at)] if state is BadgeState.DESTROYED else []
            return [Step(BadgeState.ACTIVE, since), *before, guessed]
        start, last = self._steps[0].at, self._steps[-1]
        if self._is_known(state, since, goes_on=goes_on):
            return []
        if since == start and goes_on:
            self._refuse(line, f"the badge is known to begin as {self._steps[0].state.value}")
            return None
        if since != start and since <= last.at:
            told = f"the badge is known to be {last.state.value} since {last.at.isoformat()}"
            self._refuse(line, f"{told}; this row is older")
            return None
        if (last.state, state) not in ALLOWED:
            self._refuse(line, f"a badge that is {last.state.value} cannot become {state.value}")
            return None
        if since == start:
            return [self._guessed(line, state, last.at, valid_until)]
        return [Step(state, since)]

    def _is_known(self, state: BadgeState, since: datetime, *, goes_on: bool) -> bool:
        """Whether the history has this state at that moment, or at any where the row gives no moment."""
        if since == self._steps[0].at and not goes_on:
            return any(step.state is state for step in self._steps)
        before = [step.state for step in self._steps if step.at < since]
        return state in {*before[-1:], *(step.state for step in self._steps if step.at == since)}

    def _guessed(
        self, line: Line[BadgeRow], state: BadgeState, after: datetime, valid_until: datetime
    ) -> Step:
        """The step to a state whose moment nobody gave: at the earliest vouched moment after `after`."""
        vouched = [(valid_until, "the end of the badge")]
        if self._next_start is not None and state in REPLACED_BY_NEXT:
            vouched.append((self._next_start, "the start of the holder's next badge"))
        past = [(moment, name) for moment, name in vouched if after < moment <= self._at]
        since, name = min(past, default=(max(self._at, after), NOT_JUDGED))
        self.outcome.remarks.append((line.number, GUESSED.format(name)))
        return Step(state, since)

    def _told(self, line: Line[BadgeRow]) -> Details:
        """What the row tells of the badge; what it leaves open stays as it is known."""
        row, known = line.row, self._details
        if row.valid_until is not None:
            until = days.ends(row.valid_until, self._zone)
        elif known is not None:
            until = known.valid_until
        else:
            until = days.NO_END
            self.outcome.remarks.append((line.number, ENDLESS))
        person, areas = (known.person, known.areas) if known else ("", ())
        return Details(row.person or person, row.areas or areas, until)

    def _take_details(self, line: Line[BadgeRow], told: Details, *, is_last: bool) -> bool:
        """Whether the details changed: of a new badge each row tells them, of a kept one the last row."""
        if told == self._details or (self._kept is not None and not is_last):
            return False
        if self._kept is not None and self._kept.fixed:
            self.outcome.remarks.append((line.number, FIXED))
            return False
        self._details = self.outcome.details = told
        return True

    def _refuse(self, line: Line[BadgeRow], reason: str) -> None:
        self.outcome.refused.append((line.number, reason))


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
