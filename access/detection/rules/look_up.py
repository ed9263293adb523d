"""D01: logistics data are looked up with no work that makes it necessary."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta

from access.detection.order_gap import MissingOrders, Silence, silences, team_gaps
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried, Unjudged
from access.detection.shift import Shift, shift_at
from access.detection.unexplained import LookUp
from access.detection.usual import limit
from access.detection.window import Feed, Window
from access.detection.wording import counted, listed
from access.enums import FieldClass, Severity
from access.need_to_know.work_order import WINDOW

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("objects", 3, "objects a shift", "one or two are phone work and curiosity; start value"),
        ("high_risk", 3, "risk", "origins of most seizures: one S3 look-up is enough; start value"),
        ("weight_s2", 1, "points an object", "start value"),
        ("weight_s3", 4, "points an object", "release codes are what insiders are paid for; start value"),
        ("shift_tolerance", 60, "minutes", "people read in before a shift and hand over after it"),
        ("gap", 30, "% of the readers", "so many of a team, or in a silence, are a missing feed, not people"),
        ("team_gap_people", 3, "people", "in a small team one or two are no gap; start value"),
        ("own_gap", 50, "% of a person's objects", "a missing feed hits most of one's work; start value"),
        ("silence", 2, "times the 99th-percentile gap", "beyond it the order feed is down, not quiet"),
        ("silence_history", 100, "gaps between orders", "fewer do not show a 99th percentile"),
        (
            "silence_people",
            5,
            "people",
            "fewer are no outage but people at night; start value",
        ),
    )
)

# What each explanation is looked for in, to tell "not found" from "not delivered".
_SOURCES = {"E2": Feed.RELEASE_CHAIN, "E3": Feed.VESSEL_CALLS, "E8": Feed.PEOPLE, "G": Feed.GRANTS}


def look_up_without_work_reason(window: Window, given: Given) -> Iterator[Hit | Unjudged]:
    """Sensitive cargo data were looked up in one shift with no work on record that makes it necessary.

    Three objects at S2 or S3, or as many as peers almost never reach; or one S3 look-up of a box of high
    risk. Work is what the need-to-know decision accepts (E1 to E10), half if the person made it just before.
    In hospitals such explanations cover more than 94 % of all look-ups (PMC3555324). Where a team's orders
    are missing as a whole, S2 look-ups are not judged; S3 always are.
    """
    look_ups = window.sensitive_look_ups
    missing = missing_orders(window, given)
    yield from missing.unjudged()
    shifts: defaultdict[tuple[str, Shift], list[LookUp]] = defaultdict(list)
    tolerance = given.duration("shift_tolerance")
    for look_up in look_ups:
        person = look_up.fact.person
        shift = shift_at(window.roster_by_person.get(person, ()), look_up.fact.at, tolerance)
        shifts[person, shift].append(look_up)
    for (_, shift), in_shift in shifts.items():
        judged = [one for one in in_shift if one.unexplained and not missing.excuse(one, window.people)]
        if judged:
            yield from _judge(window, shift, judged, len(in_shift), given)


def missing_orders(window: Window, given: Given) -> MissingOrders:
    """Where orders are missing as a whole. Other rules about unexplained look-ups go by the same."""
    gaps = team_gaps(
        window.sensitive_look_ups,
        window.people,
        share=given.number("gap") / 100,
        least=given.number("team_gap_people"),
        own_share=given.number("own_gap") / 100,
    )
    return MissingOrders(gaps, _silences(window, given))


def _silences(window: Window, given: Given) -> list[Silence]:
    orders = window.context.work_orders or ()
    found = silences(
        [order.opened_at for order in orders if order.opened_at >= window.history_since],
        window.until,
        least=given.number("silence_history"),
        factor=given.number("silence"),
    )
    return [
        silence
        for silence in found
        if silence.felt(
            window.sensitive_look_ups,
            share=given.number("gap") / 100,
            least=given.number("silence_people"),
            own_share=given.number("own_gap") / 100,
        )
    ]


def _judge(
    window: Window, shift: Shift, judged: Sequence[LookUp], in_shift: int, given: Given
) -> Iterator[Hit]:
    """A hit when enough objects are unexplained, or one S3 look-up of a box of high risk is."""
    person = judged[0].fact.person
    objects = _worst_by_object(judged)
    usual = limit(window, RULE.id, person, given.number("objects"), "shift")
    s3 = [one for one in objects.values() if one.is_critical_class]
    risky = [one for one in s3 if one.risk >= given.number("high_risk")]
    if sum(one.unexplained for one in objects.values()) < usual.number and not risky:
        return
    names = tuple(sorted(objects))
    yield Hit(
        person=person,
        key=f"{person}:{shift.key}",
        events=tuple(look_up.fact.id for look_up in judged),
        first_at=judged[0].fact.at,
        last_at=judged[-1].fact.at,
        text=(
            f"{counted(len(objects), 'object')} looked up {shift.when} with no work that makes it "
            f"necessary, {len(s3)} at S3 and {len(risky)} of those of high risk: {listed(names)}. "
            f"{len(judged)} of {counted(in_shift, 'sensitive look-up')} in that time had none. "
            f"{usual.sentence}"
            f"{_self_made(objects.values())}"
        ),
        severity=Severity.HIGH if s3 else Severity.MEDIUM,
        strength=_points(objects.values(), given) / usual.number,
        objects=names,
        tried=_tried(window, list(objects.values())),
    )


def _worst_by_object(look_ups: Iterable[LookUp]) -> dict[str, LookUp]:
    worst: dict[str, LookUp] = {}
    for look_up in look_ups:
        before = worst.get(look_up.fact.object)
        if before is None or _gravity(look_up) > _gravity(before):
            worst[look_up.fact.object] = look_up
    return worst


def _points(look_ups: Iterable[LookUp], given: Given) -> float:
    """Weight of the field class times risk of the object, over all objects."""
    weights = {FieldClass.S2.rank: given.number("weight_s2"), FieldClass.S3.rank: given.number("weight_s3")}
    return sum(weights[one.fact.rank] * one.risk * one.unexplained for one in look_ups)


def _gravity(look_up: LookUp) -> tuple[int, float, int]:
    return look_up.fact.rank, look_up.unexplained, look_up.risk


def _self_made(look_ups: Collection[LookUp]) -> str:
    halves = sum(0 < look_up.unexplained < 1 for look_up in look_ups)
    if not halves:
        return ""
    return f" For {counted(halves, 'object')} the person made the work just before looking; it counts half."


def _tried(window: Window, look_ups: Sequence[LookUp]) -> tuple[Tried, ...]:
    """Each explanation once, with the commonest reason why it failed."""
    reasons: dict[str, Counter[str]] = {}
    for look_up in look_ups:
        for failed in look_up.answer.failed:
            reasons.setdefault(failed.code, Counter())[failed.sentence] += 1
    tried = []
    for code, counts in reasons.items():
        why, times = counts.most_common(1)[0]
        source = _SOURCES.get(code)
        if source and source not in window.feeds:
            why = f"Could not be tried: the port has not delivered {source.label.lower()}."
        elif len(look_ups) > 1:
            why += f" ({times} of {len(look_ups)} objects)"
        tried.append(Tried(code, why))
    return tuple(tried)


RULE = Rule(
    id="D01",
    version=1,
    family=Family.DATA,
    severity=Severity.MEDIUM,
    title="Look-up with no work reason",
    innocent=(
        "An order, ticket or case that exists but was not delivered; a telephone inquiry; cover for a "
        "colleague or training. Ask the person first: one sentence of reason, within a day."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(hours=72),
    detect=look_up_without_work_reason,
    needs=frozenset({Feed.DATA, Feed.WORK_ORDERS}),
    reach=WINDOW,
)
