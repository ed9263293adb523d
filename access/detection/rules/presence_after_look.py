"""X01: somebody looks up where a box stands without a reason, and then goes there without a job."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Literal

from access.detection.companions import have_met
from access.detection.facts import DataFact, GateFact
from access.detection.jobs import HABIT, Jobs
from access.detection.places import Place, Places
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.unexplained import LookUp
from access.detection.window import Feed, Window
from access.detection.without_reason import without_reason
from access.detection.wording import counted, day, length, listed, moment
from access.enums import Severity
from access.need_to_know.work_order import WINDOW

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("within", 12, "hours", "a box is fetched in the same night, before it is moved; start value"),
        ("usual_share", 20, "% of the person's days", "who goes there every week goes there to work"),
    )
)


Tie = Literal["own", "colleague", "companion"]
_WHO: Mapping[Tie, str] = {
    "own": "the badge",
    "colleague": "a colleague who was not on duty",
    "companion": "somebody who had entered together with the badge before",
}


@dataclass(slots=True)
class Visit:
    """Ways into one area on one day that followed look-ups of boxes there; `tie` says by whom.

    Neither on nor off duty is who is not on the roster.
    """

    place: Place
    tie: Tie
    on_duty: bool
    off_duty: bool
    look_ups: dict[str, LookUp] = field(default_factory=dict)
    reads: dict[str, GateFact] = field(default_factory=dict)


def presence_after_look_up(window: Window, given: Given) -> Iterator[Hit]:
    """Somebody looked up a box with no work that makes it necessary and within 12 hours went into the block
    where it stands, with no job there; or a colleague or companion who was not on duty did.

    The insider finds the box for the team, or is the team: straddle drivers at Antwerp (2018–19) moved boxes
    that no order named. A job is a duty in that very block, an order for anything in it, or the habit of
    going there. Critical for a person off duty, high on duty or through somebody else. One finding per
    person, area and day.
    """
    jobs, places = window.once(Jobs), window.once(Places)
    visits: dict[tuple[str, str, date, Tie], Visit] = {}
    for person, look_ups in window.once(without_reason).items():
        for look_up in look_ups:
            place = places.of(look_up.fact.object, look_up.fact.at)
            if place is None:
                continue
            for read in _entries(places.entries.get(place.area, ()), look_up, given.duration("within")):
                tie = _tie(window, person, read)
                found = _visit(jobs, window.holder(read), place, read, tie, given) if tie else None
                if found:
                    visit = visits.setdefault((person, place.area, day(read.at), found.tie), found)
                    visit.on_duty &= found.on_duty
                    visit.off_duty |= found.off_duty
                    visit.look_ups[look_up.fact.id] = look_up
                    visit.reads[read.id] = read
    for (person, area, on, tie), visit in visits.items():
        yield _hit(person, f"{person}:{area}:{on}:{tie}", visit)


def _tie(window: Window, person: str, read: GateFact) -> Tie | None:
    """What the one who was read is to the one who looked; None for a stranger."""
    other = window.holder(read)
    if other == person:
        return "own"
    one, two = window.people.get(person), window.people.get(other)
    if one and two and one.organisation and one.organisation == two.organisation:
        return "colleague"
    return "companion" if have_met(window, person, other, read.at - HABIT, read.at) else None


def _visit(jobs: Jobs, who: str, place: Place, read: GateFact, tie: Tie, given: Given) -> Visit | None:
    """The visit, unless whoever it was had a job there.

    Colleagues count off duty only, and so does everybody where nothing shows a habit or the very block.
    """
    on_duty, off_duty = jobs.is_on_duty(who, read.at), jobs.is_off_duty(who, read.at)
    if not off_duty and (tie == "colleague" or not place.is_block or not jobs.knows_habits(read.at)):
        return None
    if on_duty and tie == "companion":
        return None
    usual = jobs.is_usual(who, place.area, read.at, given.number("usual_share") / 100)
    if usual or jobs.has_job(who, place, read.at):
        return None
    return Visit(place, tie, on_duty, off_duty)


def _entries(entries: Sequence[GateFact], look_up: LookUp, within: timedelta) -> Iterator[GateFact]:
    at: datetime = look_up.fact.at
    for index in range(bisect_right(entries, at, key=attrgetter("at")), len(entries)):
        if entries[index].at - at > within:
            return
        yield entries[index]


def _hit(person: str, key: str, visit: Visit) -> Hit:
    look_ups = sorted(visit.look_ups.values(), key=lambda each: (each.fact.at, each.fact.id))
    reads = sorted(visit.reads.values(), key=lambda read: (read.at, read.id))
    boxes = tuple(sorted({each.fact.object for each in look_ups}))
    facts: list[GateFact | DataFact] = [*(each.fact for each in look_ups), *reads]
    facts.sort(key=lambda fact: (fact.at, fact.id))
    return Hit(
        person=person,
        key=key,
        events=tuple(fact.id for fact in facts),
        first_at=facts[0].at,
        last_at=reads[-1].at,
        text=(
            f"{counted(len(boxes), 'box', 'boxes')} looked up with no work that makes it necessary: "
            f"{listed(boxes)}. {length(reads[0].at - look_ups[0].fact.at)} after the first look "
            f"{_WHO[visit.tie]} went into {visit.place.area}, where it stands, on {moment(reads[0].at)}"
            f"{', on duty but not there' if visit.on_duty else ''}."
        ),
        severity=Severity.CRITICAL if visit.tie == "own" and visit.off_duty else Severity.HIGH,
        objects=boxes,
        tried=(
            *(Tried(failed.code, failed.sentence) for failed in look_ups[0].answer.failed),
            Tried("job_there", f"No duty names {visit.place.area}, and no order anything that stands there."),
            Tried("habit", "In the two weeks before hardly a day led there."),
        ),
    )


RULE = Rule(
    id="X01",
    version=1,
    family=Family.CROSS,
    severity=Severity.CRITICAL,
    title="Look-up, then presence",
    innocent=(
        "Work that was asked for by radio or telephone and entered nowhere; help for a colleague; an order "
        "that was not delivered; a way through the block to somewhere else."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=16),
    detect=presence_after_look_up,
    needs=frozenset({Feed.GATE, Feed.DATA, Feed.CARGO, Feed.WORK_ORDERS}),
    stopped_by=frozenset({Feed.WORK_ORDERS, Feed.RELEASE_CHAIN}),
    reach=WINDOW,
)
