"""When an attempt that is refused now would be granted, if nothing changes but the time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import islice

from access.gate.decide import decide
from access.gate.facts import GateFacts
from access.gate.opening_hours import OpeningHours
from access.gate.roster import TOLERANCE

_OPENINGS = 100  # of each area; who must wait longer than that asks again


def earliest_grant(facts: GateFacts) -> datetime | None:
    """The first moment from now on with a grant as the answer, in the port's own time. None: no use to wait.

    Whatever time alone can heal ends at one of a few moments; each of them is judged like a real attempt. The
    same people and vehicle are taken to come again then.
    """
    moments = {moment.astimezone(UTC) for moment in _beginnings(facts)}
    for moment in sorted({facts.instant, *moments}):
        if moment >= facts.instant and decide(_again_at(facts, moment)).allowed:
            return moment.astimezone(facts.at.tzinfo)
    return None


def _again_at(facts: GateFacts, moment: datetime) -> GateFacts:
    waited = moment - facts.instant
    group, second = facts.group, facts.second
    if group is not None and group.seen_at is not None:
        group = replace(group, seen_at=group.seen_at.astimezone(UTC) + waited)
    if second is not None:
        second = replace(second, at=second.at.astimezone(UTC) + waited)
    return replace(facts, at=moment.astimezone(facts.at.tzinfo), group=group, second=second)


def _beginnings(facts: GateFacts) -> Iterator[datetime]:
    """Every moment at which something that refuses may end, in no order."""
    if facts.badge:
        yield facts.badge.valid_from
    for hours in facts.needs.hours:
        yield from islice(_openings(hours, facts.at), _OPENINGS)
    for duty in facts.roster.duties if facts.roster else ():
        yield from (duty.start.astimezone(UTC) - TOLERANCE, duty.end)  # a duty begins, or leave ends
    if facts.permit and facts.permit.ship_call and facts.permit.ship_call.arrived_at:
        yield facts.permit.ship_call.arrived_at
    if facts.transport and facts.transport.booking and facts.transport.booking.opens:
        yield facts.transport.booking.opens
    yield from _passback_ends(facts)
    for day in _first_days(facts):
        yield datetime.combine(day, time(0), tzinfo=facts.at.tzinfo)


def _openings(hours: OpeningHours, at: datetime) -> Iterator[datetime]:
    opening = hours.next_opening(at)
    while opening is not None:
        yield opening
        opening = hours.next_opening(opening)


def _passback_ends(facts: GateFacts) -> Iterator[datetime]:
    rules = [area.anti_passback for area in facts.area.chain if area.anti_passback] if facts.area else []
    waits = [wait for rule in rules for wait in (rule.period, rule.forgets_after) if wait is not None]
    for each in facts.presence.passes if facts.presence else ():
        yield from (each.at.astimezone(UTC) + wait for wait in waits)


def _first_days(facts: GateFacts) -> Iterator[date]:
    if facts.clearance:
        yield facts.clearance.valid_from
    yield from (each.first_day for each in facts.certificates)
    if facts.permit:
        yield facts.permit.first_day
        yield from facts.permit.days_freed()
