"""What new values for a rule would do, in figures without names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

FEWEST_PEOPLE: Final = 10
"""Groups of fewer people are told together: in a small one a figure points at somebody."""

SMALL_GROUPS: Final = "Smaller groups together"
NEAR: Final = timedelta(days=1)
"""Another rule speaks of the same thing when it flags the same person within a day."""

A_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: about whom, and when it falls due."""

    key: str
    subject: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A case that turned out to be right, with the time in which a finding would have helped."""

    subject: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class GroupHit:
    """How many people of a group are flagged, with the new and the old values."""

    group: str
    people: int
    new: int
    old: int


@dataclass(frozen=True, slots=True)
class Figures:
    """`overlap` is the share of new findings that another rule tells as well; None where nothing is found."""

    days: float
    new: int
    old: int
    new_per_week: float
    old_per_week: float
    new_people: int
    old_people: int
    gained: int
    lost: int
    overlap: float | None
    groups: tuple[GroupHit, ...]
    confirmed: int
    caught_new: int
    caught_old: int

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def figures(
    new: Collection[Found],
    old: Collection[Found],
    *,
    span: timedelta,
    others: Iterable[Found],
    groups: Mapping[str, str],
    confirmed: Collection[Confirmed],
) -> Figures:
    """`others` are flags of other rules, `groups` says of everybody at the port in which group they are."""
    weeks = span / A_WEEK
    new_keys, old_keys = {one.key for one in new}, {one.key for one in old}
    told = _told_by_others(new, others)
    return Figures(
        days=round(span / timedelta(days=1), 1),
        new=len(new_keys),
        old=len(old_keys),
        new_per_week=round(len(new_keys) / weeks, 1) if weeks else 0.0,
        old_per_week=round(len(old_keys) / weeks, 1) if weeks else 0.0,
        new_people=len({one.subject for one in new}),
        old_people=len({one.subject for one in old}),
        gained=len(new_keys - old_keys),
        lost=len(old_keys - new_keys),
        overlap=told / len(new) if new else None,
        groups=_by_group(new, old, groups),
        confirmed=len(confirmed),
        caught_new=sum(_catches(new, case) for case in confirmed),
        caught_old=sum(_catches(old, case) for case in confirmed),
    )


def _told_by_others(new: Collection[Found], others: Iterable[Found]) -> int:
    times: dict[str, list[datetime]] = {}
    for other in others:
        times.setdefault(other.subject, []).append(other.due_at)
    return sum(any(abs(one.due_at - at) <= NEAR for at in times.get(one.subject, ())) for one in new)


def _catches(found: Collection[Found], case: Confirmed) -> bool:
    return any(one.subject == case.subject and case.since <= one.due_at <= case.until for one in found)


def _by_group(
    new: Collection[Found], old: Collection[Found], groups: Mapping[str, str]
) -> tuple[GroupHit, ...]:
    """Large groups by themselves, the small ones and the unknown together; the most people hit first."""
    size: dict[str, int] = {}
    for group in groups.values():
        size[group] = size.get(group, 0) + 1
    named = {group for group, people in size.items() if group and people >= FEWEST_PEOPLE}

    def of(subject: str) -> str:
        group = groups.get(subject, "")
        return group if group in named else SMALL_GROUPS

    hit_new = _people_hit(new, of)
    hit_old = _people_hit(old, of)
    people = {group: size[group] for group in named}
    people[SMALL_GROUPS] = sum(count for group, count in size.items() if group not in named)
    told = [
        GroupHit(group, people[group], hit_new.get(group, 0), hit_old.get(group, 0))
        for group in {*hit_new, *hit_old}
    ]
    return tuple(sorted(told, key=lambda one: (-one.new, -one.old, one.group)))


def _people_hit(found: Collection[Found], of: Callable[[str], str]) -> dict[str, int]:
    hit: dict[str, set[str]] = {}
    for one in found:
        hit.setdefault(of(one.subject), set()).add(one.subject)
    return {group: len(people) for group, people in hit.items()}
