"""The clock of one request: which it is, when it ends in the State asked, how much of it is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from screening.enums import Channel, CheckKind, CheckResult, CheckState, RequestStatus
from screening.public_holidays import Calendar, calendar_of
from screening.suitability.clocks import due, working_days
from screening.suitability.policy import Policy
from screening.suitability.words import ClockUnit

# By which clock of the policy an answer is awaited. A policy may leave one out: the law's own days stand in
# for requests to States, and the case's own due date for everything else.
CHANNEL_CLOCKS: Mapping[Channel, tuple[str, ...]] = MappingProxyType(
    {
        Channel.OWN_REGISTER: ("register_reply", "ecris_reply"),
        Channel.ECRIS: ("ecris_reply",),
        Channel.OWN_REQUEST: ("own_record_request",),
    }
)
WORKING_DAYS_BY_LAW: Mapping[Channel, int] = MappingProxyType(
    {
        Channel.OWN_REGISTER: 10,  # as asked of another State; Directive (EU) 2022/2557, Art. 14(3)
        Channel.ECRIS: 10,  # Framework Decision 2009/315/JHA, Art. 8(1)
        Channel.OWN_REQUEST: 20,  # Framework Decision 2009/315/JHA, Art. 6(2) with Art. 8(2)
    }
)
NO_REPLY = "no_reply"  # the policy's clock after which a State that stays silent is given up
NO_REPLY_WORKING_DAYS = 40  # without such a clock: four times the ten that the law gives; a proposal
WEEKS_FOR_HOLIDAYS = 8  # no State closes its offices longer in one period; only how far the calendar reaches


@dataclass(frozen=True, slots=True)
class Term:
    """A period: so many days, of this kind."""

    days: int
    unit: ClockUnit


def term_of(kind: CheckKind, channel: Channel | None, policy: Policy) -> Term | None:
    """How long an answer may take; None where the policy says nothing and no law does."""
    names = CHANNEL_CLOCKS[channel] if channel is not None else (f"{kind.value}_reply",)
    for name in names:
        if name in policy.clocks:
            return Term(policy.clocks[name].days, policy.clocks[name].unit)
    return Term(WORKING_DAYS_BY_LAW[channel], ClockUnit.WORKING) if channel is not None else None


def end_of(term: Term, start: date, country: str) -> date:
    """The last day of the period in that State, its holidays and its weekend left out of working days."""
    span = timedelta(days=2 * term.days, weeks=WEEKS_FOR_HOLIDAYS)
    calendar = calendar_of(country, start, start + span)
    return due(start, term.days, term.unit, calendar.closed, calendar.weekend)


def days_left(due_on: date, today: date, country: str) -> int:
    """Working days that the State still has, today not counted; below zero since the answer is overdue."""
    calendar = calendar_between(due_on, today, country)
    left = working_days(today, due_on, calendar.closed, calendar.weekend)
    return min(left, -1) if today > due_on else left


def days_since(start: date, today: date, country: str) -> int:
    """Working days since the question went out."""
    calendar = calendar_between(start, today, country)
    return working_days(start, today, calendar.closed, calendar.weekend)


def calendar_between(one: date, other: date, country: str) -> Calendar:
    return calendar_of(country, min(one, other), max(one, other))


def given_up_after(policy: Policy) -> int:
    """Working days of silence after which "no reply" is a reason."""
    clock = policy.clocks.get(NO_REPLY)
    return clock.days if clock is not None else NO_REPLY_WORKING_DAYS


def status_of(
    state: CheckState,
    result: CheckResult | None,
    *,
    due_on: date,
    today: date,
    is_unclear: bool = False,
    names_another_state: bool = False,
    is_state_bound: bool = True,
) -> RequestStatus:
    """How the request stands today. Nobody sets `overdue`: it follows from the clock."""
    if state is CheckState.INVALID:
        return RequestStatus.INVALID
    if state is CheckState.REQUESTED:
        if is_unclear:
            return RequestStatus.UNCLEAR
        return RequestStatus.OVERDUE if today > due_on else RequestStatus.REQUESTED
    if result is CheckResult.UNOBTAINABLE:
        return RequestStatus.UNOBTAINABLE
    if names_another_state:
        return RequestStatus.NOT_RETRANSMISSIBLE
    is_empty = is_state_bound and result in {CheckResult.CLEAR, CheckResult.NOT_NEEDED}
    return RequestStatus.NO_RECORD if is_empty else RequestStatus.ANSWERED
