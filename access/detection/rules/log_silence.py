"""G08: a log falls silent, or its chain is broken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from operator import attrgetter

from access.detection.facts import DataFact, GateFact
from access.detection.governance_facts import LogMark
from access.detection.near_silences import Nearness, SourceLog, people_near
from access.detection.rhythm import Patience, SilentSource, silent_sources
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.window import Feed, Window, grouped
from access.detection.wording import counted, length, moment
from access.enums import Severity

_START = date(2026, 11, 22)

PARAMETERS = (
    Parameter("history", 14, "days", "two weekends; start value, to be replayed on own history", _START),
    Parameter("gaps", 100, "gaps", "fewer do not show a 99th percentile", _START),
    Parameter(
        "silence", 2, "times the 99th-percentile gap", "beyond it the source is down, not quiet", _START
    ),
    Parameter("longest", 7, "days", "what a week does not show is a source that is rarely used", _START),
    Parameter("least", 30, "minutes", "a shorter one loses little and is over when somebody looks", _START),
    Parameter("chance", 1e-6, "chance", "a port has thousands of gaps a day; start value", _START),
    Parameter("people", 8, "people a day", "of fewer all may be away at once; start value", _START),
    Parameter("near", 60, "minutes", "who clears the way is at work just before; start value", _START),
    Parameter("near_silences", 3, "silences", "once or twice is chance in a busy hour; start value", _START),
    Parameter("near_within", 30, "days", "a month; start value", _START),
    Parameter("near_chance", 1e-4, "chance", "hundreds of people are at work in that hour", _START),
    Parameter("late", 24, "hours", "events may come a day late; only then is a number missing", _START),
)


def log_silent_or_broken(window: Window, given: Given) -> Iterator[Hit]:
    """A source of events fell silent while the others went on, or numbers or links of its log are missing.

    Silent for more than twice its own 99th-percentile gap while the others sent so much that nothing here is
    less likely than one in a million, by the same hours of the two weeks before. Where few people use the
    source, they may all be away: that is of medium weight. Erasing traces begins with the reader or the log;
    a log whose records are numbered and chained shows what was taken out of it (RFC 6962). The finding is
    about the source; about a person only who passed the reader, or looked up what no work explains, just
    before three silences, and hardly ever at that hour on other days.
    """
    patience = Patience(
        given.duration("history"),
        given.number("gaps"),
        given.number("silence"),
        given.duration("least"),
        given.duration("longest"),
        given.number("chance"),
    )
    period = (window.since - given.duration("near_within"), window.until)
    for logs, together in _streams(window):
        times = {source: log.times for source, log in logs.items()}
        silences = list(silent_sources(times, together, period, window.history_since, patience))
        for silence in silences:
            few = logs[silence.source].people_on(silence.since) < given.number("people")
            yield _silence_hit(silence, few_people=few)
            yield from _hands_on(window, silence, given.duration("near"))
        for source, of_source in grouped(silences, attrgetter("source")).items():
            if len(of_source) >= given.number("near_silences"):
                yield from _near(_look_ups(window, source) or logs[source], of_source, given)
    for source, marks in grouped(_marks(window), attrgetter("source")).items():
        yield from _broken_chain(source, marks, given.duration("late"), window.until)


def _streams(window: Window) -> Iterator[tuple[dict[str, SourceLog], list[datetime]]]:
    """The readers among themselves, the systems among themselves, and the two logs beside each other."""
    readers = {f"reader:{reader}": _log(reads) for reader, reads in window.gate_by_reader.items()}
    looks = grouped(window.data_events, attrgetter("system"))
    systems = {f"system:{system}": _log(of_system) for system, of_system in looks.items()}
    gate = SourceLog([read.at for read in window.gate_events])
    data = SourceLog([look.at for look in window.data_events])
    yield readers, gate.times
    yield systems, data.times
    yield {"log:gate": gate, "log:data": data}, sorted([*gate.times, *data.times])


def _log(events: Sequence[GateFact] | Sequence[DataFact]) -> SourceLog:
    """What one source sent, in the order of time."""
    return SourceLog(
        [event.at for event in events], [event.id for event in events], [event.person for event in events]
    )


def _look_ups(window: Window, source: str) -> SourceLog | None:
    """Of a system only the look-ups that no work explains tell who cleared the way; None for readers."""
    kind, _, system = source.partition(":")
    if kind != "system" or Feed.WORK_ORDERS not in window.feeds:
        return None
    found = SourceLog()
    for look_up in window.unexplained:
        if look_up.fact.system == system:
            found.add(look_up.fact.at, look_up.fact.id, look_up.fact.person)
    return found


def _hands_on(window: Window, silence: SilentSource, near: timedelta) -> Iterator[Hit]:
    """Who changed the log or the settings of the source itself in the time before it fell silent."""
    name = silence.source.partition(":")[2]
    acts = [
        fact
        for fact in window.acts_by_object.get(name, ())
        if name and fact.person and silence.since - near <= fact.at <= silence.since + near
    ]
    for person, own in grouped(acts, attrgetter("person")).items():
        yield Hit(
            person=person,
            key=f"{silence.source}:{silence.since.isoformat()}:{person}",
            events=tuple(fact.id for fact in own),
            first_at=own[0].at,
            last_at=max(own[-1].at, silence.found_at),
            text=(
                f"{name} was changed ({own[0].object_type}: {own[0].action}) on {moment(own[0].at)}. "
                f"Nothing came from it after {moment(silence.since)}, while the others sent "
                f"{counted(silence.others, 'event')}."
            ),
            objects=(name,),
            tried=(Tried("usual_hours", "It was not as silent at the same hours of the two weeks before."),),
        )


def _near(log: SourceLog, silences: Sequence[SilentSource], given: Given) -> Iterator[Hit]:
    """People who were at the source before too many of its silences; up to each, those within a month."""
    within, least = given.duration("near_within"), given.number("near_silences")
    near, history = given.duration("near"), given.duration("history")
    for index, last in enumerate(silences):
        recent = [one for one in silences[: index + 1] if last.since - one.since <= within]
        if len(recent) < least:
            continue
        for found in people_near(log, recent, near, history, least):
            if found.chance < given.number("near_chance") and found.silences[-1] == last:
                yield _near_hit(found, last, near)


def _near_hit(found: Nearness, last: SilentSource, near: timedelta) -> Hit:
    kind, _, name = last.source.partition(":")
    what = "Look-ups without work reason in" if kind == "system" else "Passages at"
    return Hit(
        person=found.person,
        key=f"{last.source}:{found.person}:{last.since:%Y-%m}",
        events=found.events,
        first_at=found.silences[0].since,
        last_at=last.found_at,
        text=(
            f"{what} {name or 'the unnamed system'} in the {length(near)} before {len(found.silences)} of "
            f"{found.of} silences of it, the last after {moment(last.since)}. By the same hours of other "
            f"days so many are likely in {found.chance:.1g} of all cases."
        ),
        severity=Severity.HIGH,
        strength=float(len(found.silences)) / 3,
        tried=(Tried("usual_hours", "The person is seldom there at these hours on days without a silence."),),
    )


def _silence_hit(silence: SilentSource, *, few_people: bool) -> Hit:
    _, _, name = silence.source.partition(":")
    since = silence.since
    return Hit(
        person=silence.source,
        key=f"{silence.source}:{since.isoformat()}",
        events=(silence.source,),
        first_at=since,
        last_at=silence.found_at,
        text=(
            f"Nothing came from {name or 'the unnamed system'} after {moment(since)}, while the others sent "
            f"{counted(silence.others, 'event')}: some {silence.expected:.0f} should have been among them. "
            f"99 of 100 of its gaps are shorter than {length(silence.usual)}; by {moment(silence.found_at)} "
            f"this one had lasted {length(silence.found_at - since)}."
        ),
        severity=Severity.MEDIUM if few_people else Severity.CRITICAL,
        tried=(Tried("usual_hours", "It was not as silent at the same hours of the two weeks before."),),
    )


def _marks(window: Window) -> Sequence[LogMark]:
    """Each record once, by source and number."""
    since = window.loaded_since
    known = {
        (mark.source, mark.number): mark
        for mark in window.context.log_marks or ()
        if mark.at <= window.until and (since is None or mark.at >= since)
    }
    return [known[place] for place in sorted(known)]


def _broken_chain(source: str, marks: Sequence[LogMark], late: timedelta, until: datetime) -> Iterator[Hit]:
    for before, after in pairwise(marks):
        missing = after.number - before.number - 1
        if missing and after.at + late <= until:
            numbers = (
                f"numbers {before.number + 1} to {after.number - 1}"
                if missing > 1
                else f"number {after.number - 1}"
            )
            text = f"{counted(missing, 'record')} of {source} never came: {numbers}, due {moment(after.at)}."
            yield _chain_hit(source, "missing", after, after.at + late, text)
        elif not missing and after.previous and before.digest and after.previous != before.digest:
            text = (
                f"Record {after.number} of {source}, of {moment(after.at)}, does not follow from the one "
                "before: one of the two was altered, or put there later."
            )
            yield _chain_hit(source, "link", after, max(before.at, after.at), text)


def _chain_hit(source: str, kind: str, after: LogMark, due: datetime, text: str) -> Hit:
    return Hit(
        person=f"log:{source}",
        key=f"{source}:{kind}:{after.number}",
        events=(f"{source}:{after.number}",),
        first_at=after.at,
        last_at=after.at,
        due_at=due,
        text=text,
    )


RULE = Rule(
    id="G08",
    version=2,
    family=Family.GOVERNANCE,
    severity=Severity.CRITICAL,
    title="Log silent or broken",
    innocent=(
        "A reader that was closed, moved or serviced; a network that was down, with the events still to "
        "come; a system that was taken out of use or counts from the beginning after a restart."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=52),
    detect=log_silent_or_broken,
    needs_one_of=frozenset({Feed.GATE, Feed.DATA, Feed.LOG_MARKS}),
)
