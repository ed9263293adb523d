"""The moments at which an answer about one person and one object may change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from access.hindsight.facts import ObjectThen, PersonThen, Span
from access.need_to_know.explanation import SELF_MADE_WITHIN
from access.need_to_know.facts import WorkOrderFact
from access.need_to_know.release_chain import AFTER_GATE_OUT
from access.need_to_know.roster import TOLERANCE
from access.need_to_know.work_order import EMERGENCY_KINDS, WINDOW, kind_of

JUST_AFTER: Final = timedelta(microseconds=1)
"""Where a limit itself still counts, the next moment no longer does."""


def moments(person: PersonThen, thing: ObjectThen, since: datetime, until: datetime) -> list[datetime]:
    """`since` and every moment before `until` at which something begins or ends, in order.

    Between two of them nothing on record changes, so what holds at the first holds until the second.
    """
    found = {since}
    for at in (*_of_object(thing, person), *_of_person(person, thing.zone)):
        if since < at < until:
            found.add(at)
    return sorted(found)


def _of_object(thing: ObjectThen, person: PersonThen) -> Iterator[datetime]:
    teams = {name for name, _ in person.teams}
    for order in thing.work_orders:
        if order.person == person.ref or order.team in teams or kind_of(order) in EMERGENCY_KINDS:
            yield from _of_order(order)
    for hop in thing.release_hops:
        yield from (hop.at, hop.at + SELF_MADE_WITHIN + JUST_AFTER)
        if hop.ended_at is not None:
            yield hop.ended_at
    if thing.resource is None:
        return
    if thing.resource.gate_out_at is not None:
        yield thing.resource.gate_out_at + AFTER_GATE_OUT + JUST_AFTER
    call = thing.resource.vessel_call
    if call is not None and call.starts_at is not None and call.ends_at is not None:
        yield from (call.starts_at - WINDOW, call.ends_at + WINDOW + JUST_AFTER)


def _of_order(order: WorkOrderFact) -> Iterator[datetime]:
    yield from (order.opened_at - WINDOW, order.opened_at, order.opened_at + SELF_MADE_WITHIN + JUST_AFTER)
    if order.closed_at is not None:
        yield order.closed_at + WINDOW + JUST_AFTER


def _of_person(person: PersonThen, zone: ZoneInfo) -> Iterator[datetime]:
    for shift in person.shifts:
        yield from (shift.starts_at - TOLERANCE, shift.ends_at + TOLERANCE + JUST_AFTER)
    for grant in person.grants:
        yield from (grant.valid_from, grant.valid_until)
    for opened, reviewed_at in person.break_glasses:
        yield from (opened.begun_at, opened.ends_at)
        if reviewed_at is not None:
            yield reviewed_at
    for held in person.clearances:
        yield from (at for at, _ in held.states)
        yield from _days(zone, held.valid_from, held.valid_until + timedelta(days=1))
        if held.suspended_until is not None:
            yield from _days(zone, held.suspended_until + timedelta(days=1))
    yield from _ends(person.bans)
    yield from _ends(span for _, span in (*person.teams, *person.functions))
    for way in person.ways:
        yield from _ends((*way.live, *way.allowed))


def _ends(spans: Iterable[Span]) -> Iterator[datetime]:
    for span in spans:
        yield from (at for at in (span.since, span.until) if at is not None)


def _days(zone: ZoneInfo, *days: date) -> Iterator[datetime]:
    yield from (datetime.combine(day, time(), zone) for day in days)
