"""From the rows of one person to a history of clearances. Rows apply in the order of `valid_from`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo

from access.port_directory import days
from access.port_directory.cells import LEVELS
from access.port_directory.records import ClearanceRow
from access.port_directory.sheet import Line

GRANTED = "granted"
LOWEST_LEVEL = 1  # what every clearance reaches, so nothing is given that the file does not say
LEVEL_UNKNOWN = f"no level is given; the clearance counts as {LEVELS[LOWEST_LEVEL]}"


@dataclass(frozen=True, slots=True)
class Spell:
    """A clearance is in this state from `since` on; `last_day` is its end by the port's calendar.

    `key` names the kept row. `fixed`: two officers decided it here, and no file changes it.
    """

    since: datetime
    state: str
    level: int
    last_day: date
    key: int | None = None
    fixed: bool = False


@dataclass(slots=True)
class Outcome:
    """What the rows of one person come to."""

    new: list[tuple[int, Spell]] = field(default_factory=list)
    changed: list[tuple[int, Spell]] = field(default_factory=list)
    unchanged: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)


def follow(rows: Iterable[Line[ClearanceRow]], kept: Sequence[Spell], *, zone: tzinfo) -> Outcome:
    """What the rows of one person add to what is kept. `kept` stands in the order of `since`."""
    outcome = Outcome()
    spells = list(kept)
    told: dict[tuple[datetime, str], int] = {}
    for line in sorted(rows, key=lambda line: days.begins(line.row.valid_from, zone)):
        since = days.begins(line.row.valid_from, zone)
        earlier_line = told.get((since, line.row.state))
        if earlier_line is not None:
            _again(line, spells, since, earlier_line, outcome, zone)
            continue
        told[since, line.row.state] = line.number
        same = next(
            (spell for spell in spells if (spell.since, spell.state) == (since, line.row.state)), None
        )
        if same is not None:
            _compare(line, same, outcome, zone)
            continue
        spell = _new(line, since, spells, outcome, zone)
        if spell is not None:
            spells.append(spell)
            spells.sort(key=lambda one: one.since)
            outcome.new.append((line.number, spell))
    return outcome


def _new(
    line: Line[ClearanceRow], since: datetime, spells: Sequence[Spell], outcome: Outcome, zone: tzinfo
) -> Spell | None:
    row = line.row
    day = days.first_day(since, zone)
    if any(spell.since > since and days.first_day(spell.since, zone) == day for spell in spells):
        outcome.refused.append((line.number, "a later state is already known for the same day"))
        return None
    before = next((spell for spell in reversed(spells) if spell.since <= since), None)
    level = row.level or (before.level if before else None)
    if level is None:
        outcome.remarks.append((line.number, LEVEL_UNKNOWN))
    last_day = _last_day(row, before, zone)
    if last_day is None:
        outcome.refused.append((line.number, "valid_until is missing; a clearance has an end"))
        return None
    if row.state == GRANTED and last_day < day:
        outcome.refused.append((line.number, "valid_until lies before valid_from"))
        return None
    return Spell(since, row.state, level or LOWEST_LEVEL, max(last_day, day))


def _last_day(row: ClearanceRow, before: Spell | None, zone: tzinfo) -> date | None:
    """A suspension or withdrawal may leave the end open: it is that of the clearance which it ends."""
    if row.valid_until is not None:
        return days.last_day(row.valid_until, zone)
    if row.state == GRANTED:
        return None
    return before.last_day if before else days.first_day(row.valid_from, zone)


def _compare(line: Line[ClearanceRow], kept: Spell, outcome: Outcome, zone: tzinfo) -> None:
    given = _given(line.row, kept, zone)
    if given == kept:
        outcome.unchanged += 1
    elif kept.fixed:
        outcome.refused.append((line.number, "two officers decided this clearance here; no file changes it"))
    elif given.state == GRANTED and given.last_day < days.first_day(given.since, zone):
        outcome.refused.append((line.number, "valid_until lies before valid_from"))
    else:
        outcome.changed.append((line.number, given))


def _again(
    line: Line[ClearanceRow],
    spells: Sequence[Spell],
    since: datetime,
    earlier: int,
    outcome: Outcome,
    zone: tzinfo,
) -> None:
    same = next((spell for spell in spells if (spell.since, spell.state) == (since, line.row.state)), None)
    if same is not None and _given(line.row, same, zone) == same:
        outcome.unchanged += 1
    else:
        outcome.refused.append((line.number, f"line {earlier} says the same with other values"))


def _given(row: ClearanceRow, kept: Spell, zone: tzinfo) -> Spell:
    """The kept spell as this row would have it; what the row leaves open stays."""
    last_day = kept.last_day if row.valid_until is None else days.last_day(row.valid_until, zone)
    if row.state != GRANTED:
        last_day = max(last_day, days.first_day(kept.since, zone))
    return replace(kept, level=row.level or kept.level, last_day=last_day)
