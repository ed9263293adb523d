"""D08: boxes of lines and terminals with which the person's firm has nothing to do."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from access.detection.facts import CargoVisit
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.unexplained import LookUp
from access.detection.window import Feed, Window, grouped
from access.detection.without_reason import without_reason
from access.detection.wording import counted, listed
from access.detection.work import Work
from access.detection.working_day import working_day
from access.enums import Severity
from access.need_to_know.work_order import WINDOW

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("boxes", 3, "boxes a day", "one or two are slips and questions of the day; start value"),
        ("history", 60, "days", "work for a line shows within two months; start value"),
        ("known", 20, "boxes", "so much explained work of the firm must be known to say whom it works for"),
    )
)


class Links:
    """Whom each organisation works for: lines and terminals of the boxes that its work explains."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._work = Work(window)
        self._times: defaultdict[tuple[str, str], list[datetime]] = defaultdict(list)
        for each in window.sensitive_look_ups:
            someone = window.people.get(each.fact.person)
            visit = None if each.unexplained or someone is None else self.visit(each)
            if visit is not None and someone is not None:
                for name in ("", visit.owner, visit.terminal):
                    self._times[someone.organisation, name].append(each.fact.at)

    def visit(self, each: LookUp) -> CargoVisit | None:
        return next(
            (
                visit
                for box in self._work.containers(each.fact.object)
                if (visit := self._work.visit(box, each.fact.at))
            ),
            None,
        )

    def count(self, organisation: str, name: str, until: datetime, history: timedelta) -> int:
        """How many explained look-ups the organisation had for this line or terminal; "" is for any."""
        times = self._times.get((organisation, name), ())
        return bisect_left(times, until) - bisect_left(times, until - history)


def boxes_of_strangers_looked_up(window: Window, given: Given) -> Iterator[Hit]:
    """Boxes were looked up of lines or at terminals with which the person's firm has nothing to do.

    Three boxes in a day, without work on record, of a line or terminal for which nobody of the firm had work
    in 60 days. Employees at Amsterdam looked up ships from lists that they were sent (2020–23). Firms of
    whose work too little is known are left out.
    """
    links = Links(window)
    first = working_day(window.since)
    for person, look_ups in window.once(without_reason).items():
        someone = window.people.get(person)
        if someone is None or not someone.organisation:
            continue
        for on, of_day in grouped(look_ups, lambda each: working_day(each.fact.at)).items():
            if on >= first and len({each.fact.object for each in of_day}) >= given.number("boxes"):
                yield from _judge(links, person, someone.organisation, on, of_day, given)


def _judge(
    links: Links, person: str, organisation: str, on: date, of_day: Sequence[LookUp], given: Given
) -> Iterator[Hit]:
    history = given.duration("history")
    strange: dict[str, LookUp] = {}
    names: set[str] = set()
    for each in of_day:
        visit, at = links.visit(each), each.fact.at
        if visit is None or links.count(organisation, "", at, history) < given.number("known"):
            continue
        unknown = [
            name
            for name in (visit.owner, visit.terminal)
            if name and name != organisation and not links.count(organisation, name, at, history)
        ]
        if unknown:
            strange[each.fact.id] = each
            names.update(unknown)
    facts = [each.fact for each in strange.values()]
    boxes = tuple(sorted({fact.object for fact in facts}))
    if len(boxes) < given.number("boxes"):
        return
    yield Hit(
        person=person,
        key=f"{person}:{on}",
        events=tuple(strange),
        first_at=facts[0].at,
        last_at=facts[-1].at,
        text=(
            f"{counted(len(boxes), 'box', 'boxes')} looked up on the working day of {on} are of "
            f"{listed(sorted(names))}, for whom nobody of the firm had work in {history.days} days: "
            f"{listed(boxes)}."
        ),
        strength=len(boxes) / given.number("boxes"),
        objects=boxes,
        tried=(Tried("customer", "No work of anybody in the firm concerns this line or terminal."),),
    )


RULE = Rule(
    id="D08",
    version=1,
    family=Family.DATA,
    severity=Severity.MEDIUM,
    title="Boxes of lines and terminals that are no customers",
    innocent=(
        "A new customer, an alliance of lines that share their ships, a merger, or a desk that two firms "
        "share."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=62),
    detect=boxes_of_strangers_looked_up,
    needs=frozenset({Feed.DATA, Feed.WORK_ORDERS, Feed.CARGO, Feed.PEOPLE}),
    reach=WINDOW,
    stopped_by=frozenset({Feed.WORK_ORDERS, Feed.RELEASE_CHAIN}),
)
