"""D05: look-ups that mostly miss."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter

from access.detection.facts import DataFact
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried, Unjudged
from access.detection.typing_error import one_keystroke
from access.detection.window import Feed, Window
from access.detection.wording import counted, day, length, listed, moment
from access.enums import DataResult, Severity

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("within", 60, "minutes", "one sitting; start value"),
        ("queries", 10, "look-ups", "fewer say nothing about a share; start value"),
        ("missed", 40, "% of the look-ups", "people miss one in twenty; start value"),
        ("corrected", 5, "minutes", "who mistypes a number types it again at once"),
        ("others_missed", 20, "% of other people's look-ups", "beyond it the system or a list is at fault"),
    )
)

_MISSES = frozenset({DataResult.NOT_FOUND, DataResult.DENIED})


def look_ups_mostly_missed(window: Window, given: Given) -> Iterator[Hit | Unjudged]:
    """Of many look-ups in one sitting a large part was refused or found nothing.

    Ten look-ups within an hour, 40 % of them without an answer, where people miss one in twenty. Slips that
    the right number followed do not count. Searching for what one may not see leaves refusals first (MITRE
    insider-threat knowledge base: insiders research records before they act, T1213).
    """
    for person, facts in window.data_by_person.items():
        looks = [fact for fact in facts if fact.is_look]
        missed = [fact for fact in looks if fact.result in _MISSES]
        if not person or len(missed) < given.number("queries") * given.number("missed") / 100:
            continue
        for on, members in _sittings(looks, given).items():
            others = _missed_by_others(window, person, members)
            if others * 100 >= given.number("others_missed"):
                detail = f"{others:.0%} of all people's look-ups missed: the system, not one person."
                yield Unjudged("misses_everywhere", detail, members[0].at, members[-1].at)
            else:
                yield _hit(person, on, members)


def _sittings(looks: Sequence[DataFact], given: Given) -> dict[date, Sequence[DataFact]]:
    """By day the look-ups of all stretches that missed too much."""
    found: defaultdict[date, dict[str, DataFact]] = defaultdict(dict)
    misses = [_is_miss(position, looks, given) for position in range(len(looks))]
    start = missed = 0
    for end, fact in enumerate(looks):
        missed += misses[end]
        while fact.at - looks[start].at > given.duration("within"):
            missed -= misses[start]
            start += 1
        count = end - start + 1
        if (
            misses[end]
            and count >= given.number("queries")
            and missed * 100 >= given.number("missed") * count
        ):
            found[day(fact.at)].update({one.id: one for one in looks[start : end + 1]})
    return {on: sorted(members.values(), key=attrgetter("at", "id")) for on, members in found.items()}


def _is_miss(position: int, looks: Sequence[DataFact], given: Given) -> bool:
    """Whether it missed and no right number, one keystroke away, had gone before or followed at once."""
    fact = looks[position]
    if fact.result not in _MISSES:
        return False
    for later in looks[position + 1 :]:
        if later.at - fact.at > given.duration("corrected"):
            return True
        same_length = len(later.object) == len(fact.object)
        if later.result == DataResult.OK and same_length and one_keystroke(fact.object, later.object):
            return False
    return True


def _missed_by_others(window: Window, person: str, members: Sequence[DataFact]) -> float:
    """The share of what other people looked up meanwhile in the same system that missed."""
    events, system = window.data_events, members[0].system
    first = bisect_left(events, members[0].at, key=_at)
    last = bisect_right(events, members[-1].at, key=_at)
    others = [
        fact
        for fact in events[first:last]
        if fact.person != person and fact.system == system and fact.is_look
    ]
    return sum(fact.result in _MISSES for fact in others) / len(others) if len(others) > 1 else 0.0


def _at(fact: DataFact) -> datetime:
    return fact.at


def _hit(person: str, on: date, members: Sequence[DataFact]) -> Hit:
    missed = [fact for fact in members if fact.result in _MISSES]
    refused = sum(fact.result == DataResult.DENIED for fact in missed)
    objects = sorted({fact.object for fact in missed} - {""})
    return Hit(
        person=person,
        key=f"{person}:{on}",
        events=tuple(fact.id for fact in members),
        first_at=members[0].at,
        last_at=members[-1].at,
        text=(
            f"{len(missed)} of {counted(len(members), 'look-up')} from {moment(members[0].at)} in "
            f"{length(members[-1].at - members[0].at)} got no answer, {refused} of them refused: "
            f"{listed(objects)}."
        ),
        strength=len(missed) / len(members) * 2,
        objects=tuple(objects),
        tried=(
            Tried("typing_error", "The right number, one keystroke away, did not follow at once."),
            Tried("system_fault", "Other people's look-ups of that time were answered."),
        ),
    )


RULE = Rule(
    id="D05",
    version=1,
    family=Family.DATA,
    severity=Severity.HIGH,
    title="Look-ups that mostly miss",
    innocent=(
        "A list of boxes that have left or are not announced yet; a damaged scanner; or a right taken "
        "away by mistake, so that everyday work is refused."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(hours=26),
    detect=look_ups_mostly_missed,
    needs=frozenset({Feed.DATA}),
)
