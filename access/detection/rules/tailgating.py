"""P09: more go through than are read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from operator import attrgetter

from access.detection.facts import GateFact
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.window import Feed, Window
from access.detection.wording import counted, moment
from access.enums import Severity

_START = date(2026, 11, 22)

PARAMETERS = (
    Parameter("lane", 3, "seconds", "nobody passes a one-person lane in less time", _START),
    Parameter("group", 30, "seconds", "people in one vehicle present themselves in this time", _START),
)


def two_on_one_read(window: Window, given: Given) -> Iterator[Hit]:
    """More people or vehicles went through a gate than badges were read, or two badges were read in a
    one-person lane faster than two people can pass.

    Teams drove bumper to bumper behind an insider's read and walked in behind borrowed passes (Antwerp,
    2020). Everybody in a vehicle who presents a badge counts. One finding per read.
    """
    yield from _counted_through(window, given)
    lanes = {reader.reader for reader in window.context.readers or () if reader.one_person}
    for lane in sorted(lanes):
        granted = [fact for fact in window.gate_by_reader.get(lane, ()) if fact.granted]
        for first, second in pairwise(granted):
            close = second.at - first.at < given.duration("lane")
            if close and first.badge != second.badge and first.direction == second.direction:
                yield _too_fast(window, first, second)


def _counted_through(window: Window, given: Given) -> Iterator[Hit]:
    for count in window.context.passage_counts or ():
        fact = window.gate_by_id.get(count.event)
        if fact is None or not fact.granted:
            continue
        read = len(_together(window, fact, given.duration("group")))
        if count.passed > read:
            yield Hit(
                person=window.holder(fact) or f"badge:{fact.badge}",
                key=f"{fact.id}:counted",
                events=(fact.id,),
                first_at=fact.at,
                last_at=fact.at,
                due_at=fact.at + given.duration("group"),
                text=(
                    f"{count.passed} went through at {fact.reader} on {moment(fact.at)}, and "
                    f"{counted(read, 'badge')} had been read."
                ),
                tried=(Tried("group", "No other badge was read for the same vehicle at that time."),),
            )


def _together(window: Window, fact: GateFact, within: timedelta) -> set[str]:
    """The badges read at the same gate with this one: for the same vehicle shortly before or after."""
    if not fact.vehicle:
        return {fact.badge}
    reads = window.gate_by_reader[fact.reader]
    first = bisect_left(reads, fact.at - within, key=attrgetter("at"))
    last = bisect_right(reads, fact.at + within, key=attrgetter("at"))
    return {read.badge for read in reads[first:last] if read.granted and read.vehicle == fact.vehicle}


def _too_fast(window: Window, first: GateFact, second: GateFact) -> Hit:
    seconds = (second.at - first.at).total_seconds()
    return Hit(
        person=window.holder(second) or f"badge:{second.badge}",
        key=f"{second.id}:lane",
        events=(first.id, second.id),
        first_at=first.at,
        last_at=second.at,
        text=(
            f"Two badges were read within {seconds:g} s in the one-person lane {second.reader} on "
            f"{moment(second.at)}."
        ),
    )


RULE = Rule(
    id="P09",
    version=1,
    family=Family.PHYSICAL,
    severity=Severity.MEDIUM,
    title="Two through on one read",
    innocent=(
        "A trailer, a bicycle or luggage that broke the beam twice; a door held open out of politeness; one "
        "person who carries two badges by permission."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=1),
    detect=two_on_one_read,
    needs=frozenset({Feed.GATE}),
    needs_one_of=frozenset({Feed.PASSAGE_COUNTS, Feed.READERS}),
)
