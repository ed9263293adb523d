"""D04: container numbers are tried one after the other."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from access.detection.facts import CargoVisit
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.serial_run import (
    CONTAINER_TYPES,
    NumberQuery,
    Numbers,
    RecentSerials,
    close_together,
)
from access.detection.typing_error import uncorrected
from access.detection.window import Feed, Window, grouped
from access.detection.wording import counted, day, length, listed, moment
from access.enums import DataResult, Severity

_START = date(2026, 11, 22)

PARAMETERS = (
    Parameter("within", 30, "minutes", "one sitting; start value, to be replayed on own history", _START),
    Parameter("numbers", 5, "box numbers", "leased boxes come in short runs; start value", _START),
    Parameter("serial_gap", 3, "serial numbers", "who guesses counts up; start value", _START),
    Parameter(
        "wrong_check_digits", 3, "box numbers", "slips that are corrected do not count; start value", _START
    ),
)


def box_numbers_enumerated(window: Window, given: Given) -> Iterator[Hit]:
    """Container numbers close to each other, or numbers that cannot exist, were looked up in one sitting.

    Within 30 minutes at least five numbers of one owner prefix whose serials are at most three apart and that
    do not all stand on one bill of lading or discharge list; or three wrong ISO 6346 check digits that were
    not corrected.
    """
    for person, queries in _suspicious(window, given):
        by_prefix: defaultdict[str, list[NumberQuery]] = defaultdict(list)
        for query in queries:
            if query.number.has_right_check_digit:
                by_prefix[query.number.prefix].append(query)
        for prefix, same in by_prefix.items():
            for on, members in _runs(window, same, given).items():
                yield _run_hit(person, prefix, on, members, given, lists_known=Feed.CARGO in window.feeds)
        for on, members in _wrong_numbers(queries, given).items():
            yield _wrong_number_hit(person, on, members, given)


def _suspicious(window: Window, given: Given) -> Iterator[tuple[str, list[NumberQuery]]]:
    """The queries of those people whose numbers lie close together, whenever asked for, or cannot exist.

    Most people have neither, and each name is read only once, so this is quick.
    """
    numbers = Numbers()
    people = dict(window.data_by_person)
    people |= grouped(people.pop("", ()), lambda fact: f"account:{fact.account}")
    for person, facts in people.items():
        names = {fact.object for fact in facts if fact.object_type in CONTAINER_TYPES}
        found = {name: number for name in names if (number := numbers.of(name)) is not None}
        wrong = sum(not number.has_right_check_digit for number in found.values())
        if wrong >= given.number("wrong_check_digits") or close_together(
            found.values(), given.number("numbers"), given.number("serial_gap")
        ):
            yield (
                person,
                [
                    NumberQuery(fact, found[fact.object])
                    for fact in facts
                    if fact.object_type in CONTAINER_TYPES and fact.object in found
                ],
            )


def _runs(window: Window, queries: Sequence[NumberQuery], given: Given) -> dict[date, list[NumberQuery]]:
    """By day the members of every run that was complete on that day."""
    least = given.number("numbers")
    recent = RecentSerials(given.duration("within"), given.number("serial_gap"))
    found: defaultdict[date, dict[str, NumberQuery]] = defaultdict(dict)
    for query in queries if len(queries) >= least else ():
        run = recent.run_with(query)
        if len(run) >= least and not _one_list(window, run.values()):
            found[day(query.at)].update({member.fact.id: member for same in run.values() for member in same})
    return {on: sorted(members.values(), key=lambda member: member.order) for on, members in found.items()}


def _one_list(window: Window, run: Iterable[Sequence[NumberQuery]]) -> bool:
    """Whether one bill of lading or one discharge list holds all of them."""
    common: set[str] | None = None
    for same in run:
        visits = window.visits_by_container.get(str(same[0].number), ())
        lists = {name for visit in visits for name in _lists(visit)}
        common = lists if common is None else common & lists
        if not common:
            return False
    return True


def _lists(visit: CargoVisit) -> Iterator[str]:
    if visit.bill_of_lading:
        yield f"bill {visit.bill_of_lading}"
    if visit.vessel_call:
        yield f"call {visit.vessel_call}"


def _wrong_numbers(queries: Sequence[NumberQuery], given: Given) -> dict[date, list[NumberQuery]]:
    """By day the wrong numbers that came thick enough to be no slips."""
    within, least = given.duration("within"), given.number("wrong_check_digits")
    found: defaultdict[date, dict[str, NumberQuery]] = defaultdict(dict)
    recent: deque[NumberQuery] = deque()
    for query in uncorrected(queries, within):
        recent.append(query)
        while query.at - recent[0].at > within:
            recent.popleft()
        if len({member.number for member in recent}) >= least:
            found[day(query.at)].update({member.fact.id: member for member in recent})
    return {on: sorted(members.values(), key=lambda member: member.order) for on, members in found.items()}


def _run_hit(
    person: str, prefix: str, on: date, members: Sequence[NumberQuery], given: Given, *, lists_known: bool
) -> Hit:
    numbers = sorted({str(member.number) for member in members})
    missed = sum(member.fact.result != DataResult.OK for member in members)
    why = (
        "No bill of lading and no discharge list holds all of them."
        if lists_known
        else "Could not be tried: the port has not delivered cargo visits."
    )
    first, last = members[0], members[-1]
    return Hit(
        person=person,
        key=f"{person}:{prefix}:{on}",
        events=tuple(member.fact.id for member in members),
        first_at=first.at,
        last_at=last.at,
        text=(
            f"{len(numbers)} container numbers {prefix} with serials at most "
            f"{given.number('serial_gap'):.0f} apart "
            f"were looked up from {moment(first.at)} in {length(last.at - first.at)}: {listed(numbers)}. "
            f"{missed} of {counted(len(members), 'look-up')} gave no box."
        ),
        strength=len(numbers) / given.number("numbers"),
        objects=tuple(numbers),
        tried=(Tried("one_list", why),),
    )


def _wrong_number_hit(person: str, on: date, members: Sequence[NumberQuery], given: Given) -> Hit:
    numbers = sorted({str(member.number) for member in members})
    first, last = members[0], members[-1]
    return Hit(
        person=person,
        key=f"{person}:check_digits:{on}",
        events=tuple(member.fact.id for member in members),
        first_at=first.at,
        last_at=last.at,
        text=(
            f"{len(numbers)} container numbers that cannot exist (wrong check digit) were tried from "
            f"{moment(first.at)} in {length(last.at - first.at)}: {listed(numbers)}."
        ),
        strength=len(numbers) / given.number("wrong_check_digits"),
        objects=tuple(numbers),
        tried=(Tried("typing_error", "The right number, one keystroke away, did not follow soon after."),),
    )


RULE = Rule(
    id="D04",
    version=1,
    family=Family.DATA,
    severity=Severity.HIGH,
    title="Container numbers tried one after the other",
    innocent=(
        "The boxes belong together on a list that the port data does not show, such as a lessor's hand-over "
        "or a "
        "shipper's booking; or a damaged scanner misread the numbers."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(hours=25),
    reach=timedelta(minutes=30),
    detect=box_numbers_enumerated,
    needs=frozenset({Feed.DATA}),
)
