"""D25: two people from different firms look up the same boxes together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter

from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.unexplained import LookUp
from access.detection.window import Feed, Window, grouped
from access.detection.without_reason import without_reason
from access.detection.wording import counted, length, listed, moment
from access.enums import Severity
from access.need_to_know.work_order import WINDOW

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("within", 6, "hours", "one tells the other at once; start value"),
        ("boxes", 2, "boxes", "one may be chance; start value"),
        ("together", 30, "days", "start value"),
        ("lookers", 5, "people", "a box that more look at without a reason is talked about; start value"),
    )
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two look-ups of one box, the later one by the other person of the pair."""

    box: str
    earlier: LookUp
    later: LookUp

    @property
    def at(self) -> datetime:
        return self.later.fact.at

    @property
    def pair(self) -> tuple[str, str]:
        first, second = sorted((self.earlier.fact.person, self.later.fact.person))
        return first, second


def same_boxes_by_two(window: Window, given: Given) -> Iterator[Hit]:
    """Two people of different firms and teams looked up the same box within hours, more than once.

    Both without a reason, within six hours, for two boxes in 30 days. Rings have people at several firms:
    in Antwerp in 2020 a clerk, dockers, crane drivers and a guard were arrested together. Boxes that many
    look at are left out.
    """
    meetings = grouped(sorted(_meetings(window, given), key=_order), lambda meeting: meeting.pair)
    for pair, together in meetings.items():
        for index, latest in enumerate(together):
            since = latest.at - given.duration("together")
            recent = [one for one in together[: index + 1] if one.at >= since]
            boxes = {one.box for one in recent}
            known = {one.box for one in recent[:-1]}
            if len(boxes) >= given.number("boxes") and latest.box not in known:
                for person in pair:
                    yield _hit(person, recent, given)


def _order(meeting: Meeting) -> tuple[datetime, str, str]:
    return meeting.at, meeting.later.fact.id, meeting.earlier.fact.id


def _meetings(window: Window, given: Given) -> Iterator[Meeting]:
    by_box: defaultdict[str, list[LookUp]] = defaultdict(list)
    for look_ups in window.once(without_reason).values():
        for each in look_ups:
            by_box[each.fact.object].append(each)
    for box, look_ups in by_box.items():
        if not 1 < len({each.fact.person for each in look_ups}) <= given.number("lookers"):
            continue
        ordered = sorted(look_ups, key=attrgetter("fact.at", "fact.id"))
        for index, later in enumerate(ordered):
            for earlier in reversed(ordered[:index]):
                if later.fact.at - earlier.fact.at > given.duration("within"):
                    break
                if _apart(window, earlier.fact.person, later.fact.person):
                    yield Meeting(box, earlier, later)


def _apart(window: Window, one: str, other: str) -> bool:
    """Whether they work for different firms and in no common team; unknown people are not judged."""
    first, second = window.people.get(one), window.people.get(other)
    if one == other or first is None or second is None:
        return False
    return first.organisation != second.organisation and not first.teams & second.teams


def _hit(person: str, recent: Sequence[Meeting], given: Given) -> Hit:
    facts = sorted(
        {each.fact.id: each.fact for one in recent for each in (one.earlier, one.later)}.values(),
        key=attrgetter("at", "id"),
    )
    boxes = tuple(sorted({one.box for one in recent}))
    latest = recent[-1]
    return Hit(
        person=person,
        key=f"{person}:{':'.join(latest.pair)}:{latest.box}",
        events=tuple(fact.id for fact in facts),
        first_at=facts[0].at,
        last_at=facts[-1].at,
        text=(
            f"{counted(len(boxes), 'box', 'boxes')} looked up without a reason by this person and by "
            f"somebody of another firm, within {length(given.duration('within'))} of each other, the last "
            f"one on {moment(latest.at)}: {listed(boxes)}."
        ),
        strength=len(boxes) / given.number("boxes"),
        objects=boxes,
        tried=(
            Tried("common_work", "They share neither firm nor team, and no order explains either look-up."),
            Tried("talked_about", "Hardly anybody else looked up these boxes without a reason."),
        ),
    )


RULE = Rule(
    id="D25",
    version=1,
    family=Family.DATA,
    severity=Severity.HIGH,
    title="Same boxes looked up by two",
    innocent="A telephone call or meeting about a box that makes trouble, for which no dossier was opened.",
    parameters=PARAMETERS,
    look_back=timedelta(days=32),
    detect=same_boxes_by_two,
    needs=frozenset({Feed.DATA, Feed.WORK_ORDERS, Feed.PEOPLE}),
    stopped_by=frozenset({Feed.WORK_ORDERS, Feed.RELEASE_CHAIN}),
    reach=WINDOW,
)
