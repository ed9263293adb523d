"""D10: an account is used in the port while its owner is outside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from access.detection.facts import SENSITIVE, DataFact, is_outside
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.whereabouts import Stay, next_stay, stay_at
from access.detection.window import Feed, Window
from access.detection.wording import counted, day, length, listed, moment
from access.enums import DataResult, Severity

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("tolerance", 15, "minutes", "clocks differ, and a read may be late; start value"),
        ("left_open", 30, "minutes", "a colleague works on at a desk that was left signed in; start value"),
        ("seen", 30, "days", "who has not been read for longer may have another badge; start value"),
        ("settles", 16, "hours", "after a double shift a way out would have shown a missed way in"),
    )
)


@dataclass(frozen=True, slots=True)
class Absent:
    """A use of the account while the owner was outside since `left`, and from when that is certain."""

    fact: DataFact
    left: datetime
    certain_at: datetime


def account_used_while_owner_outside(window: Window, given: Given) -> Iterator[Hit]:
    """The account was used at a desk in the port while its owner's badge was outside the port.

    An S2 or S3 look-up or a change at a workstation inside, or anywhere by an account meant for the port
    alone, more than 30 minutes after the last way out and 15 before the next way in. A way out that follows
    instead shows that the reader missed the way in: that is left to P02. Practice: convergence of badge and
    log-in, as products for airports do it ("badged in here, logged in elsewhere").
    """
    for person, held in window.stays_by_person.items():
        by_day: defaultdict[date, list[Absent]] = defaultdict(list)
        for fact in window.data_by_person.get(person, ()):
            if _bound_to_port(window, fact):
                found = _absent(held, fact, given)
                if found is not None and found.certain_at <= window.until:
                    by_day[day(fact.at)].append(found)
        for on, absences in by_day.items():
            yield _hit(person, on, absences)


def _bound_to_port(window: Window, fact: DataFact) -> bool:
    if fact.rank < SENSITIVE or fact.result != DataResult.OK:
        return False
    if not is_outside(fact.workstation_area):
        return True
    someone = window.people.get(fact.person)
    return someone is not None and someone.on_site_only


def _absent(held: Sequence[Stay], fact: DataFact, given: Given) -> Absent | None:
    """The use, if the owner was outside; None while the readers say otherwise, or too little."""
    stay, later = stay_at(held, fact.at), next_stay(held, fact.at)
    tolerance = given.duration("tolerance")
    if stay is None or not stay.outside or fact.at - stay.since > given.duration("seen"):
        return None
    if fact.at - stay.since <= given.duration("left_open") or (
        later is not None and later.since - fact.at <= tolerance
    ):
        return None
    settled = fact.at + given.duration("settles")
    if later is None or later.since > settled:
        return Absent(fact, stay.since, settled)
    if not is_outside(later.left):
        return None  # the badge was inside after all
    return Absent(fact, stay.since, later.since)


def _hit(person: str, on: date, absences: Sequence[Absent]) -> Hit:
    facts = [absent.fact for absent in absences]
    places = sorted({fact.workstation_area or "no known desk" for fact in facts})
    return Hit(
        person=person,
        key=f"{person}:{on}",
        events=tuple(fact.id for fact in facts),
        first_at=facts[0].at,
        last_at=facts[-1].at,
        due_at=max(absent.certain_at for absent in absences),
        text=(
            f"{counted(len(facts), 'sensitive look-up or change', 'sensitive look-ups or changes')} at "
            f"{listed(places)} from {moment(facts[0].at)}, while the badge of the account's owner had been "
            f"outside for {length(facts[0].at - absences[0].left)}."
        ),
        objects=tuple(sorted({fact.object for fact in facts} - {""})),
        tried=(Tried("missed_way_in", "No way out without a way in followed, as after a missed read."),),
    )


RULE = Rule(
    id="D10",
    version=1,
    family=Family.DATA,
    severity=Severity.HIGH,
    title="Account used while its owner was outside",
    innocent=(
        "The person went in and out without being read, behind somebody else or through an open gate; a "
        "colleague worked on at a desk that was left signed in; or the desk stands outside the fence."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=32),
    detect=account_used_while_owner_outside,
    needs=frozenset({Feed.GATE, Feed.DATA}),
    stopped_by=frozenset({Feed.GATE}),
)
