"""P10: people of unrelated firms enter together, or an escort is missing or has too many along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from access.detection.companions import ALONE, TOGETHER, Meeting, meetings
from access.detection.escorts import Party, parties, taken_along
from access.detection.facts import GateFact
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.whereabouts import lies_in, stay_at
from access.detection.window import Feed, Window
from access.detection.wording import counted, day, length, moment
from access.enums import Severity

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("meetings", 3, "entries on different days", "twice is chance, three times is not; start value"),
        ("meetings_within", 30, "days", "the span in which they count; start value"),
        ("meetings_share", 20, "% of the days on which both came", "neighbours in a rota meet by chance"),
        ("escort_within", 60, "seconds", "the next one of a group follows in this time, as the gate asks"),
        ("escorted", 10, "people", "33 CFR 101.105 practice for secure areas"),
        ("escorted_restricted", 5, "people", "the same for restricted areas, here of level 2 and up"),
        ("escorted_within", 12, "hours", "who was not read on the way out has left by then; start value"),
    )
)

_RESTRICTED = 2  # rank of clearance from which an area counts as restricted


def odd_company(window: Window, given: Given) -> Iterator[Hit]:
    """Two people of unrelated firms entered right behind each other and alone on several days; or an escort
    was not read with the visitor, or had more people along than one can watch.

    An insider takes a team in; it follows at the same gate and the same quiet moment. Escort ratios follow
    US Coast Guard guidance, one to ten in secure and one to five in restricted areas. Shift starts do not
    count, since others pass at the same time. One finding per pair and month, per party, per escort and day.
    """
    yield from _companions(window, given)
    for party in parties(window, given.duration("escort_within")):
        if not party.led and not _waits_inside(window, party, given.duration("escorted_within")):
            yield _without_escort(party, given.duration("escort_within"))
    yield from _too_many(window, given)


def _companions(window: Window, given: Given) -> Iterator[Hit]:
    least, within = given.number("meetings"), given.duration("meetings_within")
    for (one, other), met in window.once(meetings).items():
        if len(met) < least:
            continue
        months: dict[tuple[int, int], list[Meeting]] = {}
        for last in met:
            span = [each for each in met if timedelta() <= last.at - each.at <= within]
            if _is_no_chance(window, one, other, span, given):
                on = day(last.at)
                months[on.year, on.month] = span
        for span in months.values():
            yield _hit_companions(window, one, other, span)
            yield _hit_companions(window, other, one, span)


def _is_no_chance(window: Window, one: str, other: str, span: Sequence[Meeting], given: Given) -> bool:
    days = {day(each.at) for each in span}
    if len(days) < given.number("meetings"):
        return False
    since, until = span[-1].at - given.duration("meetings_within"), span[-1].at
    both = _days_in(window, one, since, until) & _days_in(window, other, since, until)
    return len(days) >= given.number("meetings_share") / 100 * len(both)


def _days_in(window: Window, person: str, since: datetime, until: datetime) -> set[date]:
    return {day(fact.at) for fact in window.gate_by_person.get(person, ()) if since <= fact.at <= until}


def _hit_companions(window: Window, person: str, other: str, span: Sequence[Meeting]) -> Hit:
    events = [fact for each in span for fact in (each.first, each.second)]
    days = len({day(each.at) for each in span})
    firm = window.people[other].organisation
    return Hit(
        person=person,
        key=f"{person}:with:{other}:{day(span[-1].at):%Y-%m}",
        events=tuple(fact.id for fact in events),
        first_at=events[0].at,
        last_at=events[-1].at,
        due_at=events[-1].at + ALONE,
        text=(
            f"On {counted(days, 'day')} in {length(span[-1].at - span[0].at)} the badge entered within "
            f"{length(TOGETHER)} of the same badge of another firm ({firm}), nobody else around; the last "
            f"time at {events[-1].reader} on {moment(span[-1].at)}."
        ),
        tried=(
            Tried("same_team", "The two people work for different firms and share no team."),
            Tried("crowd", "Nobody else passed that reader for a minute before and after."),
        ),
    )


def _waits_inside(window: Window, party: Party, within: timedelta) -> bool:
    """Whether the readers saw the escort go in before and not come out, so that a host waits at the door."""
    first = party.visitors[0]
    stay = stay_at(window.stays_by_person.get(party.escort, ()), first.at)
    if stay is None or stay.outside or first.at - stay.since > within:
        return False
    return lies_in(stay.area, first.area_to, window.parents)


def _without_escort(party: Party, within: timedelta) -> Hit:
    first = party.visitors[0]
    return Hit(
        person=party.escort,
        key=f"{party.escort}:missing:{first.id}",
        events=tuple(fact.id for fact in party.visitors),
        first_at=first.at,
        last_at=party.last_at,
        due_at=party.last_at + within,
        text=(
            f"{counted(len(party.visitors), 'person', 'people')} entered by {first.reader} on "
            f"{moment(first.at)} with this person named as escort, whose own badge was not read there within "
            f"{length(within)}."
        ),
        tried=(
            Tried("group", "Nobody of the same group came in with the escort shortly before."),
            Tried("inside", "The readers had not seen the escort go in before and stay."),
        ),
    )


def _too_many(window: Window, given: Given) -> Iterator[Hit]:
    levels = {area.area: area.level for area in window.context.areas or ()}
    worst: dict[tuple[str, date], tuple[str, list[GateFact], float]] = {}
    for escort, fact, along in taken_along(window, given.duration("escorted_within")):
        is_restricted = levels.get(fact.area_to, 0) >= _RESTRICTED
        limit = given.number("escorted_restricted" if is_restricted else "escorted")
        if len(along) > limit:
            worst[escort, day(fact.at)] = (fact.area_to, list(along.values()), limit)
    for (escort, on), (area, reads, limit) in worst.items():
        yield Hit(
            person=escort,
            key=f"{escort}:many:{on}",
            events=tuple(fact.id for fact in reads),
            first_at=reads[0].at,
            last_at=reads[-1].at,
            text=(
                f"{len(reads)} people were inside with this person as their escort on "
                f"{moment(reads[-1].at)}; one escort may have {limit:g} along in {area}."
            ),
            tried=(Tried("left", "None of them had been read on the way out by then."),),
        )


RULE = Rule(
    id="P10",
    version=1,
    family=Family.PHYSICAL,
    severity=Severity.MEDIUM,
    title="Odd companions or escort",
    innocent=(
        "Car-pooling, a shuttle bus or a common break; firms that work as one team; an escort who was waved "
        "through with the group, or who was changed without a word to the gate."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=31),
    detect=odd_company,
    needs=frozenset({Feed.GATE, Feed.PEOPLE}),
)
