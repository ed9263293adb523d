"""P04: gates refuse a badge again and again, or somebody gets in behind another badge."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from operator import attrgetter

from access.detection.facts import GateFact, is_outside
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried, Unjudged
from access.detection.window import Feed, Window
from access.detection.wording import counted, day, length, listed, moment
from access.enums import Direction, Severity

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("at_one_reader", 3, "refusals", "a second try is normal, a third one is not; start value"),
        ("at_one_reader_within", 10, "minutes", "the span in which they count as one attempt; start value"),
        ("zones", 3, "areas", "who tries so many doors looks for one that opens; start value"),
        ("zones_within", 24, "hours", "a day and its shift; start value"),
        ("fault_share", 20, "% of the reads of a day", "beyond it the reader fails, not the people"),
        ("fault_people", 4, "people", "fewer refused on a day are people, not a fault; start value"),
        ("behind_within", 60, "seconds", "as long as a door or barrier stays open; start value"),
        ("behind_shown_within", 16, "hours", "a stay does not last longer (P08)"),
    )
)

PAPERS = frozenset(
    {
        "badge_expired",
        "badge_not_yet_valid",
        "biometric_mismatch",
        "biometric_missing",
        "credential_malformed",
        "missing_trainings",
        "permit_expired",
        "permit_not_yet_valid",
        "training_expired",
        "training_missing",
        "training_not_yet_valid",
    }
)
"""Reasons about papers and fingers, not about where somebody wants to go."""


def refused_again_and_again(window: Window, given: Given) -> Iterator[Hit | Unjudged]:
    """A badge was refused several times at one reader or at several areas in a day, or its holder was
    refused, another badge opened the same door at once, and the holder was seen inside afterwards.

    Extraction teams try doors and follow others through (HLN and VRT on the Antwerp cases of 2020). High for
    several areas and for following; refusals for papers alone (expiry, training, fingers) are informational.
    A reader that refuses a fifth of its reads on a day, and several people, is taken as faulty.
    """
    faulty: dict[tuple[str, date], int] = {}
    kept: dict[str, list[GateFact]] = {}
    for person, refused in window.refusals_by_person.items():
        if _is_worth_a_look(refused, given):
            kept[person] = [fact for fact in refused if not _at_faulty_reader(window, fact, faulty, given)]
    yield from (_unjudged(reader, on, people) for (reader, on), people in sorted(faulty.items()) if people)
    for person, refused in kept.items():
        yield from _at_one_reader(person, refused, given)
        yield from _at_several_areas(person, refused, given)
    for person, refused in window.refusals_by_person.items():
        yield from _behind_another(window, person, refused, given)


def _is_worth_a_look(refused: Sequence[GateFact], given: Given) -> bool:
    return len(refused) >= min(given.number("at_one_reader"), given.number("zones"))


def _at_faulty_reader(
    window: Window, fact: GateFact, faulty: dict[tuple[str, date], int], given: Given
) -> bool:
    """Whether the reader was faulty that day. `faulty` counts the refused people, 0 without a fault."""
    place = fact.reader, day(fact.at)
    if place not in faulty:
        begin = datetime.combine(place[1], time(), UTC)
        reads = window.gate_by_reader[fact.reader]
        first = bisect_left(reads, begin, key=attrgetter("at"))
        last = bisect_left(reads, begin + timedelta(days=1), key=attrgetter("at"))
        refused = [read for read in reads[first:last] if not read.granted]
        people = len({window.holder(read) for read in refused})
        share = given.number("fault_share") / 100
        is_faulty = people >= given.number("fault_people") and len(refused) >= share * (last - first)
        faulty[place] = people if is_faulty else 0
    return bool(faulty[place])


def _unjudged(reader: str, on: date, people: int) -> Unjudged:
    begin = datetime.combine(on, time(), UTC)
    detail = f"On {on} reader {reader} refused {people} people and much of its reads: taken as a fault."
    return Unjudged("reader_fault", detail, begin, begin + timedelta(days=1))


def _at_one_reader(person: str, refused: Sequence[GateFact], given: Given) -> Iterator[Hit]:
    """One finding per reader and day on which so many refusals lay close together."""
    least, within = int(given.number("at_one_reader")), given.duration("at_one_reader_within")
    by_reader: defaultdict[str, list[GateFact]] = defaultdict(list)
    for fact in refused:
        by_reader[fact.reader].append(fact)
    for reader, facts in by_reader.items():
        days: defaultdict[date, dict[str, GateFact]] = defaultdict(dict)
        for end in range(least - 1, len(facts)):
            close = facts[end - least + 1 : end + 1]
            if close[-1].at - close[0].at <= within:
                days[day(close[-1].at)].update((fact.id, fact) for fact in close)
        for on, found in days.items():
            events = list(found.values())
            text = (
                f"Reader {reader} refused the badge {counted(len(events), 'time')} from "
                f"{moment(events[0].at)} to {moment(events[-1].at)} {_reasons(events)}."
            )
            severity = _severity(events, Severity.MEDIUM)
            yield _hit(person, f"{person}:reader:{reader}:{on}", events, text, severity)


def _at_several_areas(person: str, refused: Sequence[GateFact], given: Given) -> Iterator[Hit]:
    """One finding per day at whose end so many areas had refused entry in the time before."""
    least, within = given.number("zones"), given.duration("zones_within")
    inward = [fact for fact in refused if not fact.leaving and not is_outside(fact.area_to)]
    days: dict[date, list[GateFact]] = {}
    start = 0
    for end, fact in enumerate(inward):
        while fact.at - inward[start].at > within:
            start += 1
        span = inward[start : end + 1]
        if len({each.area_to for each in span}) >= least:
            days[day(fact.at)] = span
    for on, events in days.items():
        areas = sorted({fact.area_to for fact in events})
        text = (
            f"The badge was refused at {counted(len(areas), 'area')} in "
            f"{length(events[-1].at - events[0].at)}: {listed(areas)} {_reasons(events)}."
        )
        severity = _severity(events, Severity.HIGH)
        yield _hit(person, f"{person}:areas:{on}", events, text, severity)


def _behind_another(window: Window, person: str, refused: Sequence[GateFact], given: Given) -> Iterator[Hit]:
    """Refused, then the same door opened for another badge, then seen inside without a way in."""
    own = window.gate_by_person.get(person, ())
    for fact in refused:
        if fact.leaving or is_outside(fact.area_to):
            continue
        opener = _opened_for_another(window, person, fact, given.duration("behind_within"))
        if opener is None:
            continue
        first = bisect_right(own, (fact.at, fact.id), key=lambda read: (read.at, read.id))
        seen = own[first] if first < len(own) else None
        soon = seen is not None and seen.at - fact.at <= given.duration("behind_shown_within")
        if seen is not None and soon and _shows_inside(seen, fact.area_to):
            text = (
                f"Reader {fact.reader} refused the badge on {moment(fact.at)}, opened "
                f"{length(opener.at - fact.at)} later for another one, and the badge was then read "
                f"inside {fact.area_to} on {moment(seen.at)} with no way in."
            )
            events = [fact, opener, seen]
            yield _hit(person, f"{person}:behind:{fact.id}", events, text, Severity.HIGH)


def _opened_for_another(window: Window, person: str, fact: GateFact, within: timedelta) -> GateFact | None:
    reads = window.gate_by_reader[fact.reader]
    for index in range(bisect_right(reads, fact.at, key=attrgetter("at")), len(reads)):
        read = reads[index]
        if read.at - fact.at > within:
            return None
        if read.granted and read.direction == fact.direction and window.holder(read) != person:
            return read
    return None


def _shows_inside(seen: GateFact, area: str) -> bool:
    """Whether a granted read starts in that area: on the way out of it, or further in."""
    return seen.granted and (seen.area_to if seen.direction == Direction.OUT else seen.area_from) == area


def _severity(events: Sequence[GateFact], otherwise: Severity) -> Severity:
    told = {reason for fact in events for reason in fact.reasons}
    return Severity.INFORMATIONAL if told and told <= PAPERS else otherwise


def _reasons(events: Sequence[GateFact]) -> str:
    told = sorted({reason.replace("_", " ") for fact in events for reason in fact.reasons})
    return f"({listed(told)})" if told else "(no reason told)"


def _hit(person: str, key: str, events: Sequence[GateFact], text: str, severity: Severity) -> Hit:
    return Hit(
        person=person,
        key=key,
        events=tuple(fact.id for fact in events),
        first_at=events[0].at,
        last_at=events[-1].at,
        text=text,
        severity=severity,
        tried=(Tried("reader_fault", "The reader let most others through that day."),),
    )


RULE = Rule(
    id="P04",
    version=1,
    family=Family.PHYSICAL,
    severity=Severity.MEDIUM,
    title="Refused again and again",
    innocent=(
        "A badge newly issued or moved to another post whose areas were not entered yet; a training that ran "
        "out; a worn badge or finger; somebody who lost the way; a faulty reader that few people use."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=2),
    detect=refused_again_and_again,
    needs=frozenset({Feed.GATE}),
    reach=timedelta(days=1),
)
