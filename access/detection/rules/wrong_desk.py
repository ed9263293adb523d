"""D11: an account is used in one area while its owner's badge is in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from access.detection.facts import DataFact, is_outside
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried, Unjudged
from access.detection.unexplained import is_sensitive_look
from access.detection.whereabouts import Stay, lies_in, next_stay, stay_at
from access.detection.window import Feed, Window
from access.detection.wording import counted, day, listed, moment
from access.enums import Severity
from access.need_to_know.explanation import FULL
from access.need_to_know.work_order import WINDOW

_START = date(2026, 11, 22)

PARAMETERS = (
    Parameter("looks", 2, "look-ups", "one alone is a screen left unlocked for a moment: medium", _START),
    Parameter(
        "settles",
        16,
        "hours",
        "the badge must be read on its way out of the other area within a double shift, else the reader "
        "missed it earlier; start value",
        _START,
    ),
)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A look-up at a desk, with the stay in another area before it and the read that ended that stay."""

    fact: DataFact
    stay: Stay
    ended: Stay


def account_used_where_badge_is_not(window: Window, given: Given) -> Iterator[Hit | Unjudged]:
    """Sensitive data were looked up at a desk in one area while the owner's badge was in another area.

    The badge was read into the other area before and out of it afterwards, so it was there all the time. On a
    public badge log 4 of 9 known espionage transmissions were sent while the owner of the workstation was
    badged into the closed zone (a fifth of all office time), so only S2 and S3 look-ups count.
    """
    unread = _unread_areas(window)
    if unread:
        detail = f"No reader leads to {listed(unread)}, so look-ups at desks there were not compared."
        yield Unjudged("area_without_reader", detail, window.history_since, window.until)
    for person, held in window.stays_by_person.items():
        by_day: defaultdict[tuple[date, str], list[Elsewhere]] = defaultdict(list)
        for fact in window.data_by_person.get(person, ()):
            desk = fact.workstation_area
            if not is_outside(desk) and desk not in unread and is_sensitive_look(fact):
                found = _elsewhere(window, held, fact, given)
                if found is not None:
                    by_day[day(fact.at), found.stay.area].append(found)
        for (on, area), found_there in by_day.items():
            yield _hit(person, on, area, found_there, _severity(window, found_there, given))


def _unread_areas(window: Window) -> list[str]:
    """Areas of desks that no read leads to or from: who works there is not seen going in."""
    desks = {fact.workstation_area for fact in window.data_events}
    read = {area for event in window.gate_events for area in (event.area_from, event.area_to)}
    return sorted(desk for desk in desks - read if not is_outside(desk))


def _elsewhere(window: Window, held: Sequence[Stay], fact: DataFact, given: Given) -> Elsewhere | None:
    stay, ended = stay_at(held, fact.at), next_stay(held, fact.at)
    if stay is None or ended is None or stay.outside or _same_place(window, fact.workstation_area, stay.area):
        return None
    settles = given.duration("settles")
    stayed = fact.at - stay.since <= settles and ended.since - fact.at <= settles
    return Elsewhere(fact, stay, ended) if stayed and ended.left == stay.area else None


def _same_place(window: Window, desk: str, area: str) -> bool:
    """Whether one lies in the other: who was read into a terminal may sit in any of its offices."""
    return lies_in(desk, area, window.parents) or lies_in(area, desk, window.parents)


def _severity(window: Window, found: Sequence[Elsewhere], given: Given) -> Severity | None:
    """High for several look-ups, unless the owner's own work explains them all: then the desk has moved."""
    if Feed.WORK_ORDERS in window.feeds and all(
        window.explainer.answer(one.fact).weight >= FULL for one in found
    ):
        return Severity.INFORMATIONAL
    return Severity.MEDIUM if len(found) < given.number("looks") else None


def _hit(person: str, on: date, area: str, found: Sequence[Elsewhere], severity: Severity | None) -> Hit:
    facts = [one.fact for one in found]
    desks = sorted({fact.workstation_area for fact in facts})
    reads = {read.id: read for one in found for read in (one.stay.read, one.ended.read)}
    return Hit(
        person=person,
        key=f"{person}:{area}:{on}",
        events=(*(fact.id for fact in facts), *reads),
        first_at=min(found[0].stay.since, facts[0].at),
        last_at=found[-1].ended.since,
        text=(
            f"{counted(len(facts), 'sensitive look-up')} at a desk in {listed(desks)} from "
            f"{moment(facts[0].at)}, while the badge of the account's owner was in {area}: read in on "
            f"{moment(found[0].stay.since)} and out on {moment(found[-1].ended.since)}."
        ),
        severity=severity,
        objects=tuple(sorted({fact.object for fact in facts})),
        tried=(
            Tried("missed_way_out", "The badge was read on its way out of that area afterwards."),
            Tried("same_place", "Neither of the two areas lies in the other."),
        ),
    )


RULE = Rule(
    id="D11",
    version=1,
    family=Family.DATA,
    severity=Severity.HIGH,
    title="Account used where the badge is not",
    innocent=(
        "A screen left unlocked and used by a colleague; a badge lent or left behind; or a desk that was "
        "moved and is still listed in its old area."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=3),
    detect=account_used_where_badge_is_not,
    needs=frozenset({Feed.GATE, Feed.DATA, Feed.AREAS}),
    reach=WINDOW,
    stopped_by=frozenset({Feed.GATE}),
)
