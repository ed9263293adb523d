"""P02: the in/out sequence at a zone is broken. Soft anti-passback: the gate does not refuse, it is noted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter

from access.detection.facts import GateFact, is_outside
from access.detection.mass_event import failed_readers, mass_events
from access.detection.presence import Passage, Patience, SequenceBreak, passages, sequence_breaks
from access.detection.rides import Rides
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried, Unjudged
from access.detection.window import Feed, Window
from access.detection.wording import counted, length, listed, moment
from access.enums import RosterKind, Severity

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("stay", 16, "hours", "ports have no night: a day ends when a double shift would (P08); start value"),
        ("after_shift", 60, "minutes", "tolerance after a rostered duty, as for off-roster entries (P03)"),
        ("reread", 3, "seconds", "nobody passes a one-person lane twice in this time (P09)"),
        ("again_within", 30, "days", "a second break in this time is high, not medium; start value"),
        ("mass_people", 20, "people", "more broken sequences than this at once are an evacuation"),
        ("mass_within", 5, "minutes", "the span in which they count as at once; start value"),
        (
            "missing_out_share",
            30,
            "% of people who entered",
            "beyond it a reader failed; start value",
        ),
        ("one_way_reads", 20, "reads", "so many, all one way: no reader for the other way; start value"),
    )
)

_SAYS = {
    "in_in": "went in at {zone} on {at} though inside since {entry} ({length} earlier), no way out between",
    "out_without_in": "came out of {zone} on {at} with no way in before",
    "in_without_out": "went in at {zone} on {entry} and had not come out when the day ended {length} later",
}


def broken_in_out_sequence(window: Window, given: Given) -> Iterator[Hit | Unjudged]:
    """A badge went in twice, came out without going in, or did not come out by the end of the day.

    Soft anti-passback, a state machine per person and zone; medium, and high the second time in 30 days. On a
    public badge log it gave 5 hits in 10,162 reads, 3 of them the culprit. Evacuations, failed readers, zones
    with readers one way only, and passengers of a vehicle that was read with its driver are left out.
    """
    read = window.once(passages)
    yield from _unknown_areas(window)
    one_way = _one_way_zones(read, given.number("one_way_reads"))
    for zone in sorted(one_way):
        detail = f"At {zone} people are read one way only, so a sequence cannot break there."
        yield Unjudged("one_way_zone", detail, window.history_since, window.until)
    rides = Rides(read.values(), given.duration("stay"))
    breaks = [
        found
        for found in sorted(_breaks(window, read, given), key=attrgetter("order"))
        if found.zone not in one_way and not rides.explain(found)
    ]
    mass = mass_events(breaks, given.number("mass_people"), given.duration("mass_within"))
    breaks = [found for found in breaks if not any(event.swallows(found) for event in mass)]
    share = given.number("missing_out_share") / 100
    failed = failed_readers(breaks, read, given.number("mass_people"), share)
    yield from (event.unjudged() for event in mass)
    yield from (reader.unjudged() for reader in failed)
    kept = [found for found in breaks if not any(reader.swallows(found) for reader in failed)]
    yield from _hits(kept, given.duration("again_within"))


def _unknown_areas(window: Window) -> Iterator[Unjudged]:
    lost = [
        fact
        for fact in window.gate_events
        if fact.granted and is_outside(fact.area_from) and is_outside(fact.area_to)
    ]
    if lost:
        readers = sorted({fact.reader for fact in lost})
        detail = f"{counted(len(lost), 'read')} at {listed(readers)}: it is not known which areas lie there."
        yield Unjudged("area_unknown", detail, lost[0].at, lost[-1].at)


def _breaks(
    window: Window, read: Mapping[tuple[str, str], Sequence[Passage]], given: Given
) -> Iterator[SequenceBreak]:
    patience = Patience(given.duration("stay"), given.duration("reread"))
    for (person, _), sequence in read.items():
        latest_out = _latest_out(window, person, patience.stay, given.duration("after_shift"))
        yield from sequence_breaks(person, sequence, window.history_since, window.until, patience, latest_out)


def _latest_out(
    window: Window, person: str, stay: timedelta, after_shift: timedelta
) -> Callable[[GateFact], datetime]:
    shifts = [
        span
        for span in window.roster_by_person.get(person, ())
        if span.kind in (RosterKind.SHIFT, RosterKind.ON_CALL) and span.ends_at - span.starts_at > stay
    ]

    def latest_out(entry: GateFact) -> datetime:
        """The end of the stay, or of a longer rostered duty that covers the entry."""
        ends = [
            span.ends_at + after_shift
            for span in shifts
            if span.starts_at - after_shift <= entry.at <= span.ends_at
        ]
        return max([entry.at + stay, *ends])

    return latest_out


def _one_way_zones(read: Mapping[tuple[str, str], Sequence[Passage]], least: float) -> set[str]:
    ways: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    for (_, zone), sequence in read.items():
        ways[zone].update(passage.inward for passage in sequence)
    return {zone for zone, count in ways.items() if len(count) == 1 and count.total() >= least}


def _hits(breaks: Sequence[SequenceBreak], again_within: timedelta) -> Iterator[Hit]:
    last: dict[str, SequenceBreak] = {}
    for found in breaks:
        before = last.get(found.person)
        again = before is not None and found.at - before.at <= again_within
        last[found.person] = found
        yield _hit(found, before if again else None)


def _hit(found: SequenceBreak, before: SequenceBreak | None) -> Hit:
    entry = found.entry or found.fact
    saying = _SAYS[found.kind].format(
        zone=found.zone, at=moment(found.at), entry=moment(entry.at), length=length(found.at - entry.at)
    )
    again = f" It is the second time in {length(found.at - before.at)}." if before else ""
    events = (entry.id, found.fact.id) if found.kind == "in_in" else (found.fact.id,)
    return Hit(
        person=found.person,
        key=f"{found.person}:{found.zone}:{found.kind}:{found.fact.id}",
        events=events,
        first_at=entry.at,
        last_at=found.fact.at,
        due_at=found.at,
        text=f"The badge {saying}.{again}",
        severity=Severity.HIGH if before else None,
        tried=(
            Tried("passenger", "No other badge was read with the same vehicle for the missing half."),
            Tried("mass_event", "Too few other people broke the sequence at that time to be an evacuation."),
        ),
    )


RULE = Rule(
    id="P02",
    version=1,
    family=Family.PHYSICAL,
    severity=Severity.MEDIUM,
    title="Broken in/out sequence",
    innocent=(
        "A reader missed the badge; the person went through with a group, as a passenger or by a door that "
        "stood open; a drill smaller than the filter; or a double shift that the roster does not show."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=32),
    reach=timedelta(days=1),
    detect=broken_in_out_sequence,
    needs=frozenset({Feed.GATE}),
    stopped_by=frozenset({Feed.GATE}),
)
