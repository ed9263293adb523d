"""P02: the in/out sequence at a zone is broken. Soft anti-passback: the gate does not refuse, it is noted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter

from access.detection.duty import Duties
from access.detection.facts import GateFact, is_outside
from access.detection.mass_event import failed_readers, mass_events
from access.detection.presence import Passage, Patience, SequenceBreak, passages, sequence_breaks
from access.detection.rides import Rides
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried, Unjudged
from access.detection.two_places import Overlap, overlaps
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
        ("off_duty", 2, "hours", "so far from any duty no read of a shift can have been missed; start value"),
        ("rostered_within", 14, "days", "who is not on the roster around it has none, such as drivers (P03)"),
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
    """A badge went in twice, came out without going in, did not come out by the end of the day, or was in two
    places at once.

    Soft anti-passback, a state machine per person and zone; medium, and high the second time in 30 days, far
    from every duty on the roster, or for two places at once, as when a badge is lent out. On a public badge
    log it gave 5 hits in 10,162 reads, 3 of them the culprit. Evacuations, failed readers, zones with readers
    one way only, and passengers of a vehicle that was read with its driver are left out.
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
    yield from _hits(kept, window.once(Duties), given)
    yield from map(_overlap_hit, overlaps(read))


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


def _hits(breaks: Sequence[SequenceBreak], duties: Duties, given: Given) -> Iterator[Hit]:
    """What breaks within one stay is one slip, at however many doors it shows."""
    slips: dict[str, list[SequenceBreak]] = {}
    for found in breaks:
        own = slips.setdefault(found.person, [found])
        if found.at - own[-1].at > given.duration("stay"):
            own.append(found)
        before = own[-2] if len(own) > 1 else None
        again = before is not None and found.at - before.at <= given.duration("again_within")
        yield _hit(found, before if again else None, off_duty=_is_off_duty(found, duties, given))


def _is_off_duty(found: SequenceBreak, duties: Duties, given: Given) -> bool:
    """Whether the roster names the person around that time, but not then: no read of a shift was missed."""
    tolerance = given.duration("off_duty")
    facts = [found.fact, found.entry] if found.entry else [found.fact]
    return all(
        duties.is_rostered(found.person, fact.at, given.duration("rostered_within"))
        and duties.on_duty(found.person, fact.at, tolerance) is None
        for fact in facts
    )


def _hit(found: SequenceBreak, before: SequenceBreak | None, *, off_duty: bool) -> Hit:
    entry = found.entry or found.fact
    saying = _SAYS[found.kind].format(
        zone=found.zone, at=moment(found.at), entry=moment(entry.at), length=length(found.at - entry.at)
    )
    again = f" It is the second time in {length(found.at - before.at)}." if before else ""
    away = " By the roster the person was not at work then." if off_duty else ""
    events = (entry.id, found.fact.id) if found.kind == "in_in" else (found.fact.id,)
    return Hit(
        person=found.person,
        key=f"{found.person}:{found.zone}:{found.kind}:{found.fact.id}",
        events=events,
        first_at=entry.at,
        last_at=found.fact.at,
        due_at=found.at,
        text=f"The badge {saying}.{again}{away}",
        severity=Severity.HIGH if before or off_duty else None,
        tried=(
            Tried("passenger", "No other badge was read with the same vehicle for the missing half."),
            Tried("mass_event", "Too few other people broke the sequence at that time to be an evacuation."),
        ),
    )


def _overlap_hit(found: Overlap) -> Hit:
    earlier, later = found.earlier, found.later
    return Hit(
        person=found.person,
        key=f"{found.person}:{later.place}:two_places:{later.entry.id}",
        events=tuple(fact.id for fact in found.facts),
        first_at=earlier.entry.at,
        last_at=found.at,
        text=(
            f"The badge was inside {earlier.place} from {moment(earlier.entry.at)} to "
            f"{moment(earlier.out.at)} and inside {later.place} from {moment(later.entry.at)} to "
            f"{moment(later.out.at)}."
        ),
        severity=Severity.HIGH,
        tried=(Tried("missed_read", "Two reads must have been missed, the way out and the way back in."),),
    )


RULE = Rule(
    id="P02",
    version=2,
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
