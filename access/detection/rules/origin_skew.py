"""D07: what nothing explains is of high risk far more often than the person's own work."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.unexplained import LookUp
from access.detection.window import Feed, Window, grouped
from access.detection.without_reason import between, without_reason
from access.detection.wording import counted, day, length, listed
from access.enums import Severity
from access.need_to_know.work_order import WINDOW

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("within", 14, "days", "interest in a trade lasts for weeks; start value"),
        ("boxes", 8, "boxes of high risk", "fewer show no preference; start value"),
        ("ratio", 3, "times the own work", "start value"),
        ("certainty", 99, "%", "that the true ratio is above it; start value"),
        ("work", 30, "days", "what the person's own work is made of; start value"),
        ("high_risk", 3, "risk", "origins of most seizures"),
    )
)

_STEPS = 400  # points at which the distribution of the own share is looked at


def high_risk_preferred(window: Window, given: Given) -> Iterator[Hit]:
    """Boxes from origins of high risk are far more frequent among look-ups without a reason than in own work.

    At least 8 such boxes in 14 days, and a share that is certainly (99 %) more than three times that of the
    boxes which the person's work explains. Staff of a South American service have them in their work, so for
    them it says nothing.
    """
    explained = grouped(
        (each for each in window.sensitive_look_ups if not each.unexplained), lambda each: each.fact.person
    )
    for person, look_ups in window.once(without_reason).items():
        risky = [each for each in look_ups if each.risk >= given.number("high_risk")]
        if len(risky) < given.number("boxes"):
            continue
        latest = {day(each.fact.at): each for each in risky}
        for on, each in latest.items():
            yield from _judge(window, person, on, each.fact.at, look_ups, explained.get(person, ()), given)


def _judge(
    window: Window,
    person: str,
    on: date,
    at: datetime,
    look_ups: Sequence[LookUp],
    explained: Sequence[LookUp],
    given: Given,
) -> Iterator[Hit]:
    high = given.number("high_risk")
    recent = between(look_ups, at - given.duration("within"), at)
    boxes = {each.fact.object: each.risk for each in recent}
    risky = [each for each in recent if each.risk >= high]
    names = tuple(sorted({each.fact.object for each in risky}))
    if len(names) < given.number("boxes"):
        return
    work = {each.fact.object: each.risk for each in between(explained, at - given.duration("work"), at)}
    own = sum(risk >= high for risk in work.values())
    certainty = chance_of_ratio(len(names), len(boxes), own, len(work), given.number("ratio"))
    if certainty * 100 <= given.number("certainty"):
        return
    yield Hit(
        person=person,
        key=f"{person}:{on}",
        events=tuple(each.fact.id for each in risky),
        first_at=risky[0].fact.at,
        last_at=at,
        text=(
            f"{len(names)} of {counted(len(boxes), 'box', 'boxes')} looked up without a reason in "
            f"{length(given.duration('within'))} are of high risk: {listed(names)}. Of the person's own work "
            f"in {length(given.duration('work'))} it is {own} of {counted(len(work), 'box', 'boxes')}."
        ),
        strength=len(names) / given.number("boxes"),
        objects=names,
        tried=(Tried("trade", "The person's own work has far fewer boxes of high risk."),),
    )


def chance_of_ratio(risky: int, boxes: int, own_risky: int, own_boxes: int, ratio: float) -> float:
    """How certain it is that the first share is more than `ratio` times the second.

    Both shares have a Beta distribution after what was seen, flat before it.
    """
    weights = [(step + 0.5) / _STEPS for step in range(_STEPS)]
    logs = [own_risky * math.log(x) + (own_boxes - own_risky) * math.log1p(-x) for x in weights]
    highest = max(logs)
    masses = [math.exp(each - highest) for each in logs]
    above = math.fsum(
        mass * _chance_above(risky, boxes, ratio * x)
        for mass, x in zip(masses, weights, strict=True)
        if ratio * x < 1
    )
    return above / math.fsum(masses)


def _chance_above(successes: int, trials: int, share: float) -> float:
    """How likely the true share is above this one: the tail of Beta(successes + 1, failures + 1), exact."""
    n = trials + 1
    return math.fsum(
        math.comb(n, count) * share**count * (1 - share) ** (n - count) for count in range(successes + 1)
    )


RULE = Rule(
    id="D07",
    version=1,
    family=Family.DATA,
    severity=Severity.HIGH,
    title="Boxes of high risk preferred",
    innocent=(
        "The person helps out on a service whose orders were not delivered, or answers questions of customs "
        "or of a customer that trades with these origins alone."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=32),
    detect=high_risk_preferred,
    needs=frozenset({Feed.DATA, Feed.WORK_ORDERS, Feed.CARGO}),
    reach=WINDOW,
    stopped_by=frozenset({Feed.WORK_ORDERS, Feed.RELEASE_CHAIN}),
)
