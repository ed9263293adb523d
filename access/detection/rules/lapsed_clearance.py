"""D22: access is tried after the clearance has ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from access.detection.facts import ClearanceSpan, DataFact, GateFact
from access.detection.rule import Family, Given, Hit, Rule
from access.detection.window import Feed, Window, span_at
from access.detection.wording import counted, day, length, moment
from access.enums import DataResult, Severity
from access.gate.clearance import GRANTED, SUSPENDED, WITHDRAWN

EXPIRED = "expired"
_TOLD = {SUSPENDED: "was suspended", WITHDRAWN: "was withdrawn", EXPIRED: "expired"}


def access_after_clearance_ended(window: Window, given: Given) -> Iterator[Hit]:
    """Entry or logistics data were tried after the clearance had been suspended or withdrawn or had expired.

    Deterministic, granted or refused, with no allowance for late feeds: what was still let through is a
    finding about the system. One finding per person, end of clearance and day. Way out is no attempt.
    """
    for person, spans in window.clearance_history.items():
        if not person or all(_never_ends(span) for span in spans):
            continue
        attempts: defaultdict[tuple[str, datetime, date], list[GateFact | DataFact]] = defaultdict(list)
        inward = (event for event in window.gate_by_person.get(person, ()) if not event.leaving)
        events: list[GateFact | DataFact] = [*inward, *window.data_by_person.get(person, ())]
        for event in events:
            span = span_at(spans, event.at)
            ended = ended_since(span, event.at) if span else None
            if ended is not None:
                attempts[(*ended, day(event.at))].append(event)
        for (state, since, on), tried in attempts.items():
            yield _hit(person, state, since, on, sorted(tried, key=lambda event: (event.at, event.id)))


def ended_since(span: ClearanceSpan, at: datetime) -> tuple[str, datetime] | None:
    """What ended the clearance by that moment and when, or None while it holds."""
    if span.state != GRANTED:
        return span.state, span.since
    if span.until is not None and at >= span.until:
        return EXPIRED, span.until
    return None


def _never_ends(span: ClearanceSpan) -> bool:
    return span.state == GRANTED and span.until is None


def _let_through(event: GateFact | DataFact) -> bool:
    if isinstance(event, GateFact):
        return event.granted
    return event.result in {DataResult.OK, DataResult.NOT_FOUND}


def _hit(person: str, state: str, since: datetime, on: date, events: list[GateFact | DataFact]) -> Hit:
    gates = sum(isinstance(event, GateFact) for event in events)
    kinds = [(gates, "gate attempt"), (len(events) - gates, "data look-up")]
    attempts = " and ".join(counted(count, noun) for count, noun in kinds if count)
    return Hit(
        person=person,
        key=f"{person}:{state}:{since.astimezone(UTC).isoformat()}:{on}",
        events=tuple(event.id for event in events),
        first_at=events[0].at,
        last_at=events[-1].at,
        text=(
            f"The clearance {_TOLD.get(state, f'became {state}')} on {moment(since)}. {attempts} followed "
            f"from {moment(events[0].at)}. {_enforcement(since, events)}"
        ),
        objects=tuple(sorted({event.object for event in events if isinstance(event, DataFact)} - {""})),
    )


def _enforcement(since: datetime, events: list[GateFact | DataFact]) -> str:
    """How long the end of the clearance took to reach gates and systems."""
    through = [event for event in events if _let_through(event)]
    refused = [event for event in events if not _let_through(event)]
    said = "All were refused."
    if through:
        said = (
            f"{len(through)} of {len(events)} went through, the last one {length(through[-1].at - since)} "
            "after the end: that part is a fault of the system."
        )
    if refused:
        said += f" The first refusal of that day came {length(refused[0].at - since)} after the end."
    return said


RULE = Rule(
    id="D22",
    version=1,
    family=Family.DATA,
    severity=Severity.CRITICAL,
    title="Access after suspension, exit or expiry",
    innocent=(
        "The person had not been told yet, came to hand in the badge, or was renewed and the renewal had not "
        "been delivered; clocks that differ; a feed that came late."
    ),
    parameters=(),
    look_back=timedelta(days=1),
    detect=access_after_clearance_ended,
    needs=frozenset({Feed.CLEARANCES}),
    needs_one_of=frozenset({Feed.GATE, Feed.DATA}),
)
