"""What a past look-up is judged on: who somebody was, and what was known, from when until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from access.enums import FieldClass
from access.gate.clearance import ClearanceFacts
from access.need_to_know.facts import (
    BreakGlassFact,
    GrantFact,
    ReleaseHopFact,
    ResourceFacts,
    ShiftFact,
    WorkOrderFact,
)


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` until before `until`; None is open."""

    since: datetime | None = None
    until: datetime | None = None

    def holds_at(self, at: datetime) -> bool:
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


ALWAYS = (Span(),)


@dataclass(frozen=True, slots=True)
class ClearanceThen:
    """A clearance with the states that it was in, each from its moment on. Before the first it was not there.

    `suspended_until` is the last day of the suspension that was put on it last.
    """

    level_rank: int
    valid_from: date
    valid_until: date
    escort_only: bool
    states: tuple[tuple[datetime, str], ...]
    suspended_until: date | None = None

    def state_at(self, at: datetime, day: date) -> str | None:
        """The state that counted, or None where there was no such clearance yet."""
        before = [state for since, state in self.states if since <= at]
        if not before:
            return None
        lapsed = self.suspended_until is not None and self.suspended_until < day
        return (
            "granted"
            if before[-1] == "suspended" and len(before) == len(self.states) and lapsed
            else before[-1]
        )


@dataclass(frozen=True, slots=True)
class Way:
    """One way to ask: by an account and its role or, with an empty `account`, by another system and a post.

    `live` are the times at which the account was open, `allowed` those at which the role included it.
    """

    account: str
    classes: frozenset[FieldClass]
    live: tuple[Span, ...] = ALWAYS
    allowed: tuple[Span, ...] = ALWAYS


@dataclass(frozen=True, slots=True)
class PersonThen:
    """Somebody whom work could connect with the object, with what is on record of them."""

    ref: str
    organisation: str = ""
    ways: tuple[Way, ...] = ()
    clearances: tuple[ClearanceThen, ...] = ()
    bans: tuple[Span, ...] = ()
    teams: tuple[tuple[str, Span], ...] = ()
    functions: tuple[tuple[str, Span], ...] = ()
    shifts: tuple[ShiftFact, ...] = ()
    grants: tuple[GrantFact, ...] = ()
    break_glasses: tuple[tuple[BreakGlassFact, datetime | None], ...] = ()
    """Each with the moment of its review: before that it opened what it was broken for."""

    def clearance_at(self, at: datetime, zone: ZoneInfo) -> ClearanceFacts | None:
        """The newest clearance that had begun, in the state in which it was."""
        day = at.astimezone(zone).date()
        for held in sorted(self.clearances, key=lambda one: one.valid_from, reverse=True):
            state = held.state_at(at, day) if held.valid_from <= day else None
            if state is not None:
                return ClearanceFacts(
                    state=state,
                    level_rank=held.level_rank,
                    valid_from=held.valid_from,
                    valid_until=held.valid_until,
                    escort_only=held.escort_only,
                )
        return None


@dataclass(frozen=True, slots=True)
class ObjectThen:
    """The container with its stay, and the work and the release chain around it."""

    name: str
    zone: ZoneInfo
    resource: ResourceFacts | None
    work_orders: tuple[WorkOrderFact, ...] = ()
    release_hops: tuple[ReleaseHopFact, ...] = ()
