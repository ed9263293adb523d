"""P11: a visitor with many hosts, without a host, or who stays on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter

from access.detection.facts import GateFact
from access.detection.physical_facts import HostedVisit
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.window import Feed, Window, grouped
from access.detection.wording import counted, day, length, moment
from access.enums import Severity

_START = date(2026, 11, 22)

PARAMETERS = (
    Parameter("hosts", 3, "hosts", "one visitor knows one firm; start value", _START),
    Parameter("within", 30, "days", "the span in which hosts count; start value", _START),
    Parameter("beyond", 60, "minutes", "visits run late; start value", _START),
)

MANY_HOSTS = frozenset({"surveyor", "chandler", "agent", "inspector", "emergency"})
"""Categories of visitors who serve many firms by their trade."""


def visitor_without_host(window: Window, given: Given) -> Iterator[Hit]:
    """A visitor came to several hosts, was inside after the host had left, or stayed more than an hour longer
    than booked.

    Registered as a visitor, a team member needs one weak host and no vetting (guards, taxi drivers and
    truckers at Rotterdam, 2021). Surveyors, chandlers and others who serve many firms have no limit of hosts.
    One finding per visit, and per visitor and month for hosts.
    """
    visits = [
        visit
        for visit in window.context.hosted_visits or ()
        if window.history_since <= visit.starts_at <= window.until
    ]
    for visitor, own in grouped(sorted(visits, key=attrgetter("starts_at")), attrgetter("visitor")).items():
        yield from _many_hosts(window, visitor, own, given)
        for visit in own:
            yield from _alone(window, visit)
            yield from _too_long(window, visit, given.duration("beyond"))


def _many_hosts(window: Window, visitor: str, visits: Sequence[HostedVisit], given: Given) -> Iterator[Hit]:
    months: dict[tuple[int, int], Hit] = {}
    for last in visits:
        span = [
            visit
            for visit in visits
            if timedelta() <= last.starts_at - visit.starts_at <= given.duration("within")
        ]
        hosts = {visit.host for visit in span if visit.category not in MANY_HOSTS}
        reads = [
            fact for visit in span for fact in _reads(window, visit.visitor, visit.starts_at, visit.ends_at)
        ]
        if len(hosts) >= given.number("hosts") and reads:
            on = day(last.starts_at)
            months[on.year, on.month] = _hit(
                visitor,
                f"{visitor}:hosts:{on:%Y-%m}",
                reads,
                max(last.ends_at, reads[-1].at),
                f"The visitor came to {counted(len(hosts), 'host')} in "
                f"{length(last.starts_at - span[0].starts_at)}.",
            )
    yield from months.values()


def _alone(window: Window, visit: HostedVisit) -> Iterator[Hit]:
    """The host's last way out came before the visitor's, while the visitor was inside."""
    came = _reads(window, visit.visitor, visit.starts_at, visit.ends_at)
    left = [fact for fact in came if fact.leaving]
    hosts = [
        fact
        for fact in _reads(window, visit.host, visit.starts_at, visit.ends_at)
        if left and came[0].at <= fact.at < left[-1].at
    ]
    if hosts and hosts[-1].leaving:
        yield _hit(
            visit.host,
            f"{visit.visitor}:alone:{came[0].id}",
            [came[0], hosts[-1], left[-1]],
            visit.ends_at,
            f"The host left on {moment(hosts[-1].at)}, "
            f"{length(left[-1].at - hosts[-1].at)} before the visitor.",
        )


def _too_long(window: Window, visit: HostedVisit, beyond: timedelta) -> Iterator[Hit]:
    came = _reads(window, visit.visitor, visit.starts_at, visit.ends_at)
    following = _reads(window, visit.visitor, visit.ends_at + beyond, visit.ends_at + timedelta(days=1))
    if came and not came[-1].leaving and following and following[0].leaving:
        late = following[0]
        yield _hit(
            visit.visitor,
            f"{visit.visitor}:late:{came[0].id}",
            [came[0], late],
            late.at,
            f"The visitor left on {moment(late.at)}, {length(late.at - visit.ends_at)} later than booked.",
        )


def _reads(window: Window, person: str, since: datetime, until: datetime) -> Sequence[GateFact]:
    """Granted reads of the span, in the order of time."""
    reads = window.gate_by_person.get(person, ())
    first = bisect_left(reads, since, key=attrgetter("at"))
    return [fact for fact in reads[first : bisect_right(reads, until, key=attrgetter("at"))] if fact.granted]


def _hit(person: str, key: str, facts: Sequence[GateFact], due_at: datetime, text: str) -> Hit:
    return Hit(
        person=person,
        key=key,
        events=tuple(dict.fromkeys(fact.id for fact in facts)),
        first_at=facts[0].at,
        last_at=facts[-1].at,
        due_at=due_at,
        text=text,
        tried=(Tried("category", "The visitor is booked in no category that serves many firms."),),
    )


RULE = Rule(
    id="P11",
    version=1,
    family=Family.PHYSICAL,
    severity=Severity.MEDIUM,
    title="Visitor without a host",
    innocent=(
        "A visitor who was handed over to a colleague of the host; a delay on a ship; a supplier who serves "
        "several firms and is booked as a plain visitor."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=33),
    detect=visitor_without_host,
    needs=frozenset({Feed.GATE, Feed.HOSTED_VISITS}),
)
