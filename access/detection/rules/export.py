"""D14: data are exported or printed in a way that is new for the person and the peers."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter

from access.detection.baseline import LEAST_PEERS
from access.detection.baseline_peers import Peers
from access.detection.facts import DataFact, WorkOrder
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.unexplained import NOT_LOGISTICS
from access.detection.window import Feed, Window, grouped
from access.detection.wording import counted, length, moment
from access.detection.working_day import begin_of, working_day
from access.enums import DataAction, DataResult, FieldClass, RosterKind, Severity
from access.need_to_know.explanation import FULL

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("rows", 200, "rows a day", "lists of one ship's exceptions are shorter; start value"),
        ("own", 5, "times the own 95th percentile", "own reports vary less; start value"),
        ("own_days", 5, "days with exports", "fewer do not show what is usual for the person"),
        ("known", 14, "days", "before that every export of a person is the first; start value"),
        ("peers", 3, "times the 99th percentile of peers", "peers' reports vary less; start value"),
        ("peer_days", 20, "days with exports", "fewer do not show what is usual among peers"),
        ("history", 60, "days", "two closings of a month; start value"),
        ("peers_with_s3", 5, "% of the peers", "S3 exports that colleagues make, too, are part of the work"),
        ("parting", 60, "minutes", "the last hour before leave, or before the clearance ends; start value"),
        ("parting_rows", 20, "rows", "a page of data at parting; single boxes are worked off; start value"),
        ("leave_after", 24, "hours", "leave that begins so soon after a shift follows on it"),
    )
)

_TAKING = frozenset({DataAction.EXPORT, DataAction.PRINT})
REPORT_KINDS = frozenset({"report", "audit", "supervision"})
"""Orders that ask for a list; the job of a regular report is registered as one."""


class Exports:
    """Exports and prints by person and working day, without the jobs of registered reports."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._orders = {order.work_ref: order for order in window.context.work_orders or ()}
        taking = [fact for fact in window.data_events if fact.action in _TAKING and self._counts(fact)]
        self.days: dict[str, Mapping[date, Sequence[DataFact]]] = {
            person: grouped(facts, lambda fact: working_day(fact.at))
            for person, facts in grouped(taking, lambda fact: fact.person).items()
        }
        self._peers = Peers(window.people.values())

    def _counts(self, fact: DataFact) -> bool:
        known = bool(fact.person) and fact.object_type not in NOT_LOGISTICS
        return known and fact.result == DataResult.OK and not self._is_report(fact)

    def _is_report(self, fact: DataFact) -> bool:
        order: WorkOrder | None = self._orders.get(fact.work_ref)
        if order is None or order.kind.strip().casefold() not in REPORT_KINDS:
            return False
        return bool(order.opened_by) and order.opened_by not in (fact.person, fact.account)

    def rows_before(self, person: str, on: date, history: timedelta) -> list[int]:
        """Rows of each day with exports in the time before, smallest first."""
        days = self.days.get(person, {})
        return sorted(
            sum(fact.rows for fact in facts) for day, facts in days.items() if on - history <= day < on
        )

    def s3_before(self, person: str, on: date, history: timedelta) -> bool:
        days = self.days.get(person, {}).items()
        return any(
            fact.rank >= FieldClass.S3.rank
            for day, facts in days
            if on - history <= day < on
            for fact in facts
        )

    def peers_of(self, person: str) -> Collection[str]:
        group = self._peers.of(person)
        return [peer for peer in group.people if peer != person] if group else ()


def unusual_export(window: Window, given: Given) -> Iterator[Hit]:
    """More rows were exported or printed in a day than is usual, or S3 for the first time, or on parting.

    More than 200 rows, five times the own 95th percentile and three times the peers' 99th; a first S3 export
    that no work explains; or a page of sensitive data in the last hour before leave or the end of the
    clearance. In insider cases data are often taken in the last weeks of a job (CERT Guide to Insider
    Threats, 2012). Registered report jobs do not count.
    """
    exports = Exports(window)
    first = working_day(window.since)
    for person, days in exports.days.items():
        for on, facts in days.items():
            if on < first:
                continue
            said = [
                *_too_many_rows(exports, person, on, facts, given),
                *_first_s3(window, exports, person, on, facts, given),
                *_on_parting(window, person, facts, given),
            ]
            if said:
                yield _hit(person, on, facts, said, given)


def _too_many_rows(
    exports: Exports, person: str, on: date, facts: Sequence[DataFact], given: Given
) -> Iterator[str]:
    rows = sum(fact.rows for fact in facts)
    if rows <= given.number("rows"):
        return
    history = given.duration("history")
    own = exports.rows_before(person, on, history)
    usual = _percentile(own, 0.95) if len(own) >= given.number("own_days") else 0
    others = sorted(
        rows for peer in exports.peers_of(person) for rows in exports.rows_before(peer, on, history)
    )
    among_peers = _percentile(others, 0.99) if len(others) >= given.number("peer_days") else 0
    if rows > max(given.number("own") * usual, given.number("peers") * among_peers):
        yield (
            f"{rows} rows; of the person's own days with exports 95 of 100 stay under {usual or 'no known'} "
            f"rows, of the peers' 99 of 100 under {among_peers or 'no known'} rows."
        )


def _percentile(ordered: Sequence[int], share: float) -> int:
    return ordered[math.ceil(share * len(ordered)) - 1]


def _first_s3(
    window: Window, exports: Exports, person: str, on: date, facts: Sequence[DataFact], given: Given
) -> Iterator[str]:
    critical = [fact for fact in facts if fact.rank >= FieldClass.S3.rank]
    history = given.duration("history")
    if not critical or exports.s3_before(person, on, history) or not _is_known(window, person, on, given):
        return
    peers = exports.peers_of(person)
    doing = sum(exports.s3_before(peer, on, history) for peer in peers)
    if len(peers) >= LEAST_PEERS.value and doing * 100 >= given.number("peers_with_s3") * len(peers):
        return
    if all(window.explainer.answer(fact).weight >= FULL for fact in critical):
        return
    yield f"It is the first export at S3 in {length(history)}; {doing} of {len(peers)} peers made one."


def _is_known(window: Window, person: str, on: date, given: Given) -> bool:
    """Whether the log has known the person for a while; before that everything is a first time."""
    facts = window.data_by_person[person]
    begin, end = begin_of(on) - given.duration("history"), begin_of(on) - given.duration("known")
    position = bisect_left(facts, begin, key=attrgetter("at"))
    return position < len(facts) and facts[position].at < end


def _on_parting(window: Window, person: str, facts: Sequence[DataFact], given: Given) -> Iterator[str]:
    ends = _partings(window, person, given)
    last_hour = given.duration("parting")
    for end, what in sorted(ends.items()):
        taken = sum(
            fact.rows
            for fact in facts
            if fact.rank >= FieldClass.S2.rank and timedelta() <= end - fact.at <= last_hour
        )
        if taken >= given.number("parting_rows"):
            yield f"{taken} sensitive rows in the last {length(last_hour)} before {what}."


def _partings(window: Window, person: str, given: Given) -> dict[datetime, str]:
    """Ends of the last shift before a leave, and of the clearance, with what follows."""
    ends: dict[datetime, str] = {}
    shift_end: datetime | None = None
    for span in window.roster_by_person.get(person, ()):
        if span.kind == RosterKind.LEAVE and shift_end is not None:
            if timedelta() <= span.starts_at - shift_end <= given.duration("leave_after"):
                ends[shift_end] = f"the leave from {moment(span.starts_at)}"
        elif span.kind == RosterKind.SHIFT:
            shift_end = span.ends_at
    for clearance in window.clearance_history.get(person, ()):
        if clearance.until is not None:
            ends[clearance.until] = f"the end of the clearance on {moment(clearance.until)}"
    return ends


def _hit(person: str, on: date, facts: Sequence[DataFact], said: Sequence[str], given: Given) -> Hit:
    rows = sum(fact.rows for fact in facts)
    return Hit(
        person=person,
        key=f"{person}:{on}",
        events=tuple(fact.id for fact in facts),
        first_at=facts[0].at,
        last_at=facts[-1].at,
        text=(
            f"{counted(len(facts), 'export or print', 'exports or prints')} on the working day of {on}. "
            f"{' '.join(said)}"
        ),
        strength=max(1.0, rows / given.number("rows") / 2),
        objects=tuple(sorted({fact.object for fact in facts} - {""})),
        tried=(Tried("report_job", "No registered report that somebody else opened asks for it."),),
    )


RULE = Rule(
    id="D14",
    version=1,
    family=Family.DATA,
    severity=Severity.HIGH,
    title="Unusual export or print",
    innocent=(
        "A report at the end of a month, quarter or year that is not registered as a job; a hand-over before "
        "leave; or a new task that needs lists."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=63),
    detect=unusual_export,
    needs=frozenset({Feed.DATA}),
)
