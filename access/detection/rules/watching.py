"""D03: one person watches one box."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.unexplained import LookUp
from access.detection.usual import limit
from access.detection.window import Feed, Window, grouped
from access.detection.without_reason import without_reason
from access.detection.wording import counted, day, length, moment
from access.enums import Severity
from access.need_to_know.work_order import WINDOW

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("reads", 4, "look-ups of one box", "the median of people with work on a box is one or two"),
        ("sessions", 3, "sessions", "a screen that is loaded again is one sitting; start value"),
        ("within", 48, "hours", "from discharge to pick-up a box is watched for a day or two; start value"),
        ("spread", 8, "hours", "a caller or an alarm is dealt with within one shift; start value"),
        ("session_gap", 30, "minutes", "after so long without a look-up of the box a new session begins"),
    )
)


def one_box_watched(window: Window, given: Given) -> Iterator[Hit]:
    """One box was looked up again and again, in several sittings, without work on it and with no news of it.

    Four unexplained S2 or S3 look-ups in three sessions, over more than a shift and within 48 hours, while
    nobody changed, released or moved the box: each change begins the count anew. Insiders wait for a box to
    be discharged and scanned (WCO News 102 on rip-on/rip-off). What a chase call (E5) or an emergency (E7)
    explains does not count.
    """
    for person, look_ups in window.once(without_reason).items():
        for container, own in grouped(look_ups, lambda look_up: look_up.fact.object).items():
            if len(own) >= given.number("reads"):
                for on, members in _watched(own, _changes(window, container), given).items():
                    yield from _judge(window, person, container, on, members, given)


def _changes(window: Window, container: str) -> Sequence[datetime]:
    """When something about the box changed, so that looking again was natural; in the order of time."""
    times = [fact.at for fact in window.acts_by_object.get(container, ())]
    for visit in window.visits_by_container.get(container, ()):
        times += [at for at in (visit.discharged_at, visit.gate_out_at) if at is not None]
    return sorted(times)


def _watched(
    own: Sequence[LookUp], changes: Sequence[datetime], given: Given
) -> dict[date, dict[str, LookUp]]:
    """By day the look-ups of one person that made up a watch by then."""
    found: defaultdict[date, dict[str, LookUp]] = defaultdict(dict)
    within = given.duration("within")
    start = 0
    for end, look_up in enumerate(own):
        if end and any(own[end - 1].fact.at < change <= look_up.fact.at for change in changes):
            start = end
        while look_up.fact.at - own[start].fact.at > within:
            start += 1
        members = own[start : end + 1]
        long = look_up.fact.at - own[start].fact.at > given.duration("spread")
        enough = long and len(members) >= given.number("reads")
        if enough and sessions(members, given.duration("session_gap")) >= given.number("sessions"):
            found[day(look_up.fact.at)].update({one.fact.id: one for one in members})
    return found


def sessions(look_ups: Sequence[LookUp], gap: timedelta) -> int:
    """In how many sittings they were made, at least one."""
    return 1 + sum(later.fact.at - earlier.fact.at >= gap for earlier, later in pairwise(look_ups))


def _judge(
    window: Window, person: str, container: str, on: date, members: dict[str, LookUp], given: Given
) -> Iterator[Hit]:
    usual = limit(window, RULE.id, person, given.number("reads"), "box")
    if len(members) < usual.number:
        return
    look_ups = list(members.values())
    first, last = look_ups[0].fact, look_ups[-1].fact
    sittings = sessions(look_ups, given.duration("session_gap"))
    yield Hit(
        person=person,
        key=f"{person}:{container}:{on}",
        events=tuple(members),
        first_at=first.at,
        last_at=last.at,
        text=(
            f"{container} was looked up {counted(len(look_ups), 'time')} in {sittings} sessions from "
            f"{moment(first.at)} in {length(last.at - first.at)}, without work on it and without a change "
            f"between the look-ups. {usual.sentence}"
        ),
        strength=len(look_ups) / usual.number,
        objects=(container,),
        tried=(
            Tried("own_work", "No order, ticket or dossier of the person makes these look-ups necessary."),
            Tried("news", "The box was not changed, released, discharged or collected between them."),
        ),
    )


RULE = Rule(
    id="D03",
    version=1,
    family=Family.DATA,
    severity=Severity.HIGH,
    title="One box watched",
    innocent=(
        "A customer who calls again and again and for whom no ticket was opened; a reefer that gave alarms; "
        "or a screen that was left open and loads by itself."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(hours=96),
    detect=one_box_watched,
    needs=frozenset({Feed.DATA, Feed.WORK_ORDERS}),
    stopped_by=frozenset({Feed.WORK_ORDERS, Feed.RELEASE_CHAIN}),
    reach=WINDOW,
)
