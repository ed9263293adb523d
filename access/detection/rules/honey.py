"""D23: a planted container record is opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from access.detection.facts import DataFact, HoneyContainer
from access.detection.rule import Family, Given, Hit, Rule, Tried
from access.detection.window import Feed, Window
from access.detection.wording import counted, day, moment
from access.enums import DataResult, Severity


def honey_container_opened(window: Window, given: Given) -> Iterator[Hit]:
    """A planted container record was opened, which exists in no ship, no order and no report.

    Nobody's work can need it, so every touch by a person counts, shown or refused. Accounts of the programs
    that plant and index these records are listed with them. Practice: honeytokens (Spitzner, SecurityFocus,
    July 2003).
    """
    touches: defaultdict[tuple[str, str, date], list[DataFact]] = defaultdict(list)
    for planted in window.context.honey_containers or ():
        for fact in window.data_by_object.get(planted.container, ()):
            if _touched(planted, fact):
                person = fact.person or f"account:{fact.account}"
                touches[person, planted.container, day(fact.at)].append(fact)
    for (person, container, on), events in touches.items():
        yield _hit(person, container, on, events)


def _touched(planted: HoneyContainer, fact: DataFact) -> bool:
    lies_there = planted.since <= fact.at and (planted.until is None or fact.at < planted.until)
    return lies_there and fact.account not in planted.touched_by


def _hit(person: str, container: str, on: date, events: Sequence[DataFact]) -> Hit:
    shown = sum(event.result == DataResult.OK for event in events)
    return Hit(
        person=person,
        key=f"{person}:{container}:{on}",
        events=tuple(event.id for event in events),
        first_at=events[0].at,
        last_at=events[-1].at,
        text=(
            f"The planted record {container} was asked for {counted(len(events), 'time')} from "
            f"{moment(events[0].at)}; {shown} of them were answered. No ship carries this container."
        ),
        objects=(container,),
        tried=(Tried("caretaker", "The account is not one of those that look after planted records."),),
    )


RULE = Rule(
    id="D23",
    version=1,
    family=Family.DATA,
    severity=Severity.CRITICAL,
    title="Planted container opened",
    innocent=(
        "A test or a search index whose account is missing from the list of caretakers; or a number typed "
        "wrongly that happens to be the planted one."
    ),
    parameters=(),
    look_back=timedelta(days=1),
    detect=honey_container_opened,
    needs=frozenset({Feed.DATA, Feed.HONEY_CONTAINERS}),
)
