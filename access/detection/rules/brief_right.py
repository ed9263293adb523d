"""G07: a right was given just before critical data were read, and taken away just after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from access.detection.facts import DataFact
from access.detection.governance_facts import RightGiven
from access.detection.hands import hands
from access.detection.rights import rights_given
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried, Unjudged
from access.detection.window import Feed, Window
from access.detection.wording import counted, length, moment
from access.enums import DataResult, FieldClass, Severity
from access.need_to_know.explanation import FULL
from access.need_to_know.grant import CODE as BY_GRANT

_START = date(2026, 11, 22)

PARAMETERS = (
    Parameter("before", 2, "hours", "given for this one reading; start value", _START),
    Parameter("after", 2, "hours", "gone before anybody reviews who holds it; start value", _START),
    Parameter("practice", 20, "% of the holders", "then short rights are how this port works", _START),
    Parameter("practice_people", 5, "holders", "fewer show no practice; start value", _START),
)


def right_held_only_while_reading(window: Window, given: Given) -> Iterator[Hit | Unjudged]:
    """A right began within two hours before critical data were read, and ended within two hours after.

    Read with nothing else that made it necessary. Who is paid for one code needs the right for one reading,
    and wants it gone by the next review. Where many people have rights as short, that is the port's
    practice, and a good one: then nothing is said.
    """
    rights = window.once(rights_given)
    longest = given.duration("before") + given.duration("after")
    brief = [right for right in rights if right.until is not None and right.until - right.since <= longest]
    holders, brief_holders = len({right.account for right in rights}), len({one.account for one in brief})
    practice = max(given.number("practice_people"), given.number("practice") / 100 * holders)
    if brief_holders >= practice:
        detail = (
            f"{brief_holders} of {holders} holders have rights of no more than {length(longest)}: short "
            "rights are the practice of this port."
        )
        yield Unjudged("short_rights_usual", detail, window.since, window.until)
        return
    known = window.once(hands)
    for right in brief:
        person = known.answering(right.account)
        reads = _reads(window, right, person, given)
        if person and reads and right.until is not None:
            yield _hit(person, right, reads, right.until)


def _reads(window: Window, right: RightGiven, person: str, given: Given) -> list[DataFact]:
    """Critical look-ups under the right that nothing else explains, near enough to both of its ends."""
    if right.until is None:
        return []
    if right.object:
        names = {right.object, *window.containers_by_bill.get(right.object, ())}
        facts = [fact for name in sorted(names) for fact in window.data_by_object.get(name, ())]
    else:
        facts = list(window.data_by_person.get(person, ()))
    latest = min(right.until, right.since + given.duration("before"))
    earliest = max(right.since, right.until - given.duration("after"))
    return [
        fact
        for fact in facts
        if fact.account == right.account
        and earliest <= fact.at <= latest
        and fact.rank >= FieldClass.S3.rank
        and fact.is_look
        and fact.result == DataResult.OK
        and not _otherwise_explained(window, fact)
    ]


def _otherwise_explained(window: Window, fact: DataFact) -> bool:
    answer = window.explainer.answer(fact)
    return answer.weight >= FULL and answer.code != BY_GRANT


def _hit(person: str, right: RightGiven, reads: list[DataFact], until: datetime) -> Hit:
    taken = right.ended_at is not None
    ended = "taken back" if taken else "over"
    why = "It was taken back before its time." if taken else "Its planned end is not known."
    return Hit(
        person=person,
        key=right.ref,
        events=(right.ref, *(fact.id for fact in reads)),
        first_at=right.since,
        last_at=until,
        text=(
            f"{right.name[:1].upper()}{right.name[1:]}: given on {moment(right.since)}, "
            f"{counted(len(reads), 'critical look-up')} from {length(reads[0].at - right.since)} later on, "
            f"and {ended} {length(until - reads[-1].at)} after the last."
        ),
        objects=tuple(sorted({fact.object for fact in reads} - {""})),
        tried=(
            Tried("other_work", "No order, chain, shift or dossier made the look-up necessary."),
            Tried("meant_to_be_short", why),
        ),
    )


RULE = Rule(
    id="G07",
    version=1,
    family=Family.GOVERNANCE,
    severity=Severity.HIGH,
    title="Right held only while reading",
    innocent=(
        "A data owner who gives access for the hour that the work takes, as is good practice; the purpose of "
        "the right says which work."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=90),
    detect=right_held_only_while_reading,
    needs=frozenset({Feed.DATA}),
    needs_one_of=frozenset({Feed.GRANTS, Feed.RIGHTS}),
    reach=timedelta(hours=24),
)
