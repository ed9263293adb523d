"""G11: people who watch others open a file with no case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from access.detection.facts import DataFact
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Unjudged
from access.detection.window import Feed, Window
from access.detection.wording import counted, day, moment
from access.enums import DataResult, Severity

_START = date(2026, 11, 22)

PARAMETERS = (
    Parameter("files", 1, "files a day", "every file of a person belongs to a case; start value", _START),
    Parameter("unnamed", 50, "% of the readers of a day", "then the system writes no case, not they", _START),
    Parameter("unnamed_people", 5, "readers", "fewer show nothing about the system; start value", _START),
)

FILES = frozenset({"account", "application", "assessment", "person", "person_case", "vetting_file"})
"""Object types that are files, traces and alerts of people."""

WATCHERS = ("audit", "hr", "human resources", "investigat", "personnel", "security", "vetting", "analyst")
"""Beginnings of words in a role by which its holder sees others' files as a matter of course."""


def file_opened_without_case(window: Window, given: Given) -> Iterator[Hit | Unjudged]:
    """Somebody in security, personnel or audit opened a person's file, trace or alert and named no case.

    Watchers can see everybody, so what they open must lead back to a case; in hospitals looking at colleagues
    and relatives is the commonest misuse of records. One finding per person and day. One's own file is
    another rule's (D24). Where most readers of a day name no case, the system does not ask for one, and the
    day is not judged.
    """
    days: defaultdict[date, dict[str, list[DataFact]]] = defaultdict(dict)
    watchers = {person for person, someone in window.people.items() if _watches(someone.role)}
    for person in sorted(watchers & window.data_by_person.keys()):
        for fact in window.data_by_person[person]:
            if fact.object_type in FILES and fact.is_look and fact.result == DataResult.OK:
                days[day(fact.at)].setdefault(person, []).append(fact)
    for on, readers in sorted(days.items()):
        without = {person: _without_case(person, facts) for person, facts in readers.items()}
        if _system_asks_for_none(readers, without, given):
            begin = datetime.combine(on, time(), UTC)
            detail = (
                f"On {on} most readers of people's files named no case: the system seems not to ask for one."
            )
            yield Unjudged("no_case_ids", detail, begin, begin + timedelta(days=1))
            continue
        for person, facts in without.items():
            if len({fact.object for fact in facts}) >= max(1, given.number("files")):
                yield _hit(person, on, facts, len(readers[person]), given)


def _watches(role: str) -> bool:
    words = role.casefold().replace("_", " ").replace("-", " ")
    return any(f" {words}".find(f" {start}") >= 0 for start in WATCHERS)


def _without_case(person: str, facts: Sequence[DataFact]) -> list[DataFact]:
    own = {person, *(fact.account for fact in facts)}
    return [fact for fact in facts if not fact.work_ref and not fact.explanation and fact.object not in own]


def _system_asks_for_none(
    readers: Mapping[str, Sequence[DataFact]], without: Mapping[str, Sequence[DataFact]], given: Given
) -> bool:
    lacking = sum(2 * len(without[person]) >= len(facts) for person, facts in readers.items())
    return lacking >= max(given.number("unnamed_people"), given.number("unnamed") / 100 * len(readers))


def _hit(person: str, on: date, facts: Sequence[DataFact], opened: int, given: Given) -> Hit:
    objects = tuple(sorted({fact.object for fact in facts}))
    kinds = sorted({fact.object_type.replace("_", " ") for fact in facts})
    return Hit(
        person=person,
        key=f"{person}:{on}",
        events=tuple(fact.id for fact in facts),
        first_at=facts[0].at,
        last_at=facts[-1].at,
        text=(
            f"{counted(len(objects), 'file')} of people ({', '.join(kinds)}) opened from "
            f"{moment(facts[0].at)} with no case named; {len(facts)} of {counted(opened, 'such look-up')} "
            "of that day had none."
        ),
        strength=len(objects) / max(1, given.number("files")) / 3,
        objects=objects,
    )


RULE = Rule(
    id="G11",
    version=1,
    family=Family.GOVERNANCE,
    severity=Severity.HIGH,
    title="Watcher opens a file without a case",
    innocent=(
        "A question at the counter or on the telephone that was answered at once; a case that was opened "
        "afterwards; a system that does not ask for its number."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=1),
    detect=file_opened_without_case,
    needs=frozenset({Feed.DATA, Feed.PEOPLE}),
)
