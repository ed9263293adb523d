"""D26: the same trade again and again among what nothing explains."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from access.detection.over_represented import chance_of_at_least
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.rules.slow_drip import monday
from access.detection.unexplained import LookUp
from access.detection.window import Feed, Window
from access.detection.without_reason import without_reason
from access.detection.wording import counted, listed
from access.detection.work import Work
from access.enums import Severity
from access.need_to_know.work_order import WINDOW

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("weeks", 3, "weeks", "once or twice is a question of the day; start value"),
        ("within", 12, "weeks", "a line of supply runs for months; start value"),
        ("chance", 1, "in 1,000", "given how much of the port's cargo is of this trade; start value"),
    )
)


@dataclass(frozen=True, slots=True)
class Lane:
    """A trade: whose boxes, and from where."""

    owner: str
    origin: str

    def __str__(self) -> str:
        return f"{self.owner or 'unknown owner'} from {self.origin or 'unknown origin'}"


def same_trade_lane_again(window: Window, given: Given) -> Iterator[Hit]:
    """Boxes of one owner and origin came up again in several weeks among look-ups without a reason.

    In three different weeks of twelve, and more often than this trade's share of the port's boxes would have
    it (less likely than 1 in 1,000). Loads come by the same line of supply until it is found.
    """
    visits = window.context.cargo or ()
    shares = Counter(Lane(visit.owner, visit.origin) for visit in visits)
    work, total = Work(window), len(visits)
    for person, look_ups in window.once(without_reason).items():
        boxes = _boxes(work, look_ups)
        for lane in sorted({lane for lane, _ in boxes if lane.origin}, key=str):
            weeks = {monday(each.fact.at) for its, each in boxes if its == lane}
            if len(weeks) >= given.number("weeks"):
                yield from _judge(person, lane, boxes, shares[lane] / total, given)


def _boxes(work: Work, look_ups: Sequence[LookUp]) -> list[tuple[Lane, LookUp]]:
    """Each box of each week once, with its trade."""
    found: dict[tuple[date, str], tuple[Lane, LookUp]] = {}
    for each in look_ups:
        for box in work.containers(each.fact.object)[:1]:
            visit = work.visit(box, each.fact.at)
            if visit is not None:
                key = monday(each.fact.at), box
                found.setdefault(key, (Lane(visit.owner, visit.origin), each))
    return list(found.values())


def _judge(
    person: str, lane: Lane, boxes: Sequence[tuple[Lane, LookUp]], share: float, given: Given
) -> Iterator[Hit]:
    """A hit in each week in which the trade came up again and that makes it enough."""
    weeks: defaultdict[date, list[LookUp]] = defaultdict(list)
    for its, each in boxes:
        if its == lane:
            weeks[monday(each.fact.at)].append(each)
    for week, latest in weeks.items():
        begin = week - (given.number("within") - 1) * timedelta(weeks=1)
        recent = {one: its for one, its in weeks.items() if begin <= one <= week}
        own = [each for its in recent.values() for each in its]
        trials = sum(begin <= monday(each.fact.at) <= week for _, each in boxes)
        chance = chance_of_at_least(len(own), [share] * trials)
        if len(recent) >= given.number("weeks") and chance * 1000 < given.number("chance"):
            facts = sorted((each.fact for each in own), key=lambda fact: (fact.at, fact.id))
            names = tuple(sorted({fact.object for fact in facts}))
            yield Hit(
                person=person,
                key=f"{person}:{lane}:{week}",
                events=tuple(fact.id for fact in facts),
                first_at=facts[0].at,
                last_at=max(each.fact.at for each in latest),
                text=(
                    f"{len(own)} of {counted(trials, 'box', 'boxes')} looked up without a reason are of "
                    f"{lane}, in {counted(len(recent), 'week')}: {listed(names)}. Of all boxes in the port "
                    f"it is {share:.1%}."
                ),
                strength=len(recent) / given.number("weeks"),
                objects=names,
                tried=(Tried("common_trade", "The trade is rarer in the port than among these look-ups."),),
            )


RULE = Rule(
    id="D26",
    version=1,
    family=Family.DATA,
    severity=Severity.HIGH,
    title="Same trade again and again",
    innocent="A customer whom the person looks after, if the orders for that customer were not delivered.",
    parameters=PARAMETERS,
    look_back=timedelta(weeks=13),
    detect=same_trade_lane_again,
    needs=frozenset({Feed.DATA, Feed.WORK_ORDERS, Feed.CARGO}),
    stopped_by=frozenset({Feed.WORK_ORDERS, Feed.RELEASE_CHAIN}),
    reach=WINDOW,
)
