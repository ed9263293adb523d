"""From when until when somebody could have seen an object, and what would have explained it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from access.enums import DataAction, FieldClass
from access.hindsight.facts import ObjectThen, PersonThen, Way
from access.hindsight.moments import moments
from access.need_to_know.decide import LookUpDecision, decide
from access.need_to_know.facts import BreakGlassFact, LookUpFacts, RequesterFacts


@dataclass(frozen=True, slots=True)
class Stretch:
    """A look-up of this class would have been answered from `since` until before `until`.

    `code`, `sentence` and `source` are the explanation that would have carried it; `account` is the way,
    empty where another system would have asked for the person.
    """

    since: datetime
    until: datetime
    field_class: FieldClass
    code: str
    sentence: str
    source: str
    account: str = ""

    def follows(self, before: Stretch) -> bool:
        """Whether this is the same answer going on."""
        return self.since == before.until and replace(self, since=before.since, until=before.until) == before


def could_see(
    person: PersonThen,
    thing: ObjectThen,
    classes: Sequence[FieldClass],
    since: datetime,
    until: datetime,
) -> list[Stretch]:
    """Every stretch of the window, by class and way, in order of time.

    The same decision as for a look-up today, asked at each moment at which something begins or ends. Place
    and duty, which S3 asks for besides, are taken to be in order: no record tells where everybody was.
    """
    times = moments(person, thing, since, until)
    found: list[Stretch] = []
    for field_class in classes:
        for way in person.ways:
            if field_class in way.classes:
                found += _of_way(person, thing, way, field_class, times, until)
    return sorted(found, key=lambda one: (one.since, one.field_class.rank, one.account))


def _of_way(
    person: PersonThen,
    thing: ObjectThen,
    way: Way,
    field_class: FieldClass,
    times: Sequence[datetime],
    until: datetime,
) -> list[Stretch]:
    found: list[Stretch] = []
    for at, end in zip(times, (*times[1:], until), strict=True):
        answer = _answer(_facts(person, thing, way, field_class, at))
        if not answer.verdict.allowed or answer.explanation is None:
            continue
        carried = answer.explanation
        one = Stretch(at, end, field_class, carried.code, carried.sentence, carried.source, way.account)
        if found and one.follows(found[-1]):
            found[-1] = replace(found[-1], until=end)
        else:
            found.append(one)
    return found


def _answer(facts: LookUpFacts) -> LookUpDecision:
    """The decision; a grant counts for whatever purpose it was given, as for somebody who states it."""
    first = decide(facts)
    if first.verdict.allowed:
        return first
    for purpose in sorted({grant.purpose for grant in facts.grants if grant.purpose}):
        stated = decide(replace(facts, claimed_purpose=purpose))
        if stated.verdict.allowed:
            return stated
    return first


def _facts(
    person: PersonThen, thing: ObjectThen, way: Way, field_class: FieldClass, at: datetime
) -> LookUpFacts:
    return LookUpFacts(
        at=at.astimezone(thing.zone),
        account_live=any(span.holds_at(at) for span in way.live),
        requester=RequesterFacts(
            account=way.account or person.ref,
            person=person.ref,
            organisation=person.organisation,
            teams=frozenset(name for name, span in person.teams if span.holds_at(at)),
            functions=frozenset(name for name, span in person.functions if span.holds_at(at)),
        ),
        clearance=person.clearance_at(at, thing.zone),
        action=DataAction.READ,
        field_class=field_class,
        object=thing.name,
        resource=thing.resource,
        role_allows=any(span.holds_at(at) for span in way.allowed),
        work_orders=thing.work_orders,
        release_hops=thing.release_hops,
        shifts=person.shifts,
        grants=person.grants,
        banned=any(span.holds_at(at) for span in person.bans),
        remote=True,
        break_glasses=tuple(_opened(one, reviewed_at, at) for one, reviewed_at in person.break_glasses),
    )


def _opened(one: BreakGlassFact, reviewed_at: datetime | None, at: datetime) -> BreakGlassFact:
    """A break-glass as it stood: a review that came later had found nothing yet."""
    known = reviewed_at is not None and reviewed_at <= at
    return one if known else replace(one, reviewed=False, passed=False)
