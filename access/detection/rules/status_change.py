"""D19: a change of status that reality contradicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from access.detection.baseline_peers import Peers
from access.detection.facts import DataFact
from access.detection.practice import Done, Practice
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried, Unjudged
from access.detection.unexplained import NOT_LOGISTICS
from access.detection.window import Feed, Window, grouped
from access.detection.wording import counted, length, moment
from access.detection.working_day import working_day
from access.enums import DataAction, Severity
from access.need_to_know.explanation import FULL
from access.need_to_know.facts import WorkOrderFact
from access.need_to_know.work_order import SPECIAL_KINDS, WINDOW, kind_of

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("settles", 2, "hours", "orders and arrivals are often entered a little late; start value"),
        ("again_within", 24, "hours", "who changes a box and changes it back does so within a day"),
        ("before_arrival", 2, "hours", "arrival is logged at the berth, released at the pilot; start value"),
        ("high_risk", 3, "risk", "origins of most seizures"),
        ("usual", 5, "% of the peers' acts", "what peers do so often is practice; start value"),
        ("acts", 20, "acts of peers", "fewer show no practice; start value"),
        ("history", 14, "days", "a practice shows within two weeks; start value"),
    )
)

_ACTS = frozenset({DataAction.WRITE, DataAction.RELEASE, DataAction.OVERRIDE})
_DECIDING = frozenset({DataAction.RELEASE, DataAction.OVERRIDE})
_EARLY = "released early"
_SAYS = {DataAction.WRITE: "changed", DataAction.RELEASE: "released", DataAction.OVERRIDE: "overridden"}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What does not fit an act: its ship had not arrived by `arrived_at`, nothing explains it, or both."""

    fact: DataFact
    arrived_at: datetime | None
    unexplained: bool

    @property
    def odd(self) -> bool:
        return self.unexplained or self.arrived_at is not None


def status_changed_against_reality(window: Window, given: Given) -> Iterator[Hit | Unjudged]:
    """A box was released, overridden or moved in the record although nothing in the port agrees with it.

    Released while its ship was still at sea; released or overridden with no task; or changed twice within a
    day with no order. A Rotterdam customs officer released a box before its ship had arrived and recorded a
    dog search that never was (court case of 2019). Judged two hours later, since orders are entered late.
    What peers do every day, such as releasing for a customer before the ship is in, is no contradiction.
    """
    judged = [_compared(window, fact, given) for fact in _acts(window)]
    usual = _practice(window, judged)
    contradicted = [
        narrowed
        for found in judged
        if found.odd and found.fact.at >= window.since - given.duration("again_within") * 2
        if (narrowed := _without_practice(found, usual, given)).odd
    ]
    for (person, container), own in grouped(
        contradicted, lambda found: (found.fact.person, found.fact.object)
    ).items():
        for index, found in enumerate(own):
            yield from _judge(window, person, container, own[: index + 1], found, given)


def _acts(window: Window) -> Iterator[DataFact]:
    for acts in window.acts_by_object.values():
        for fact in acts:
            if fact.action in _ACTS and fact.person and fact.object_type not in NOT_LOGISTICS:
                yield fact


def _compared(window: Window, fact: DataFact, given: Given) -> Contradiction:
    arrived_at = _too_early(window, fact, given) if fact.action == DataAction.RELEASE else None
    unexplained = Feed.WORK_ORDERS in window.feeds and not _is_reality(window, fact)
    return Contradiction(fact, arrived_at, unexplained)


def _is_reality(window: Window, fact: DataFact) -> bool:
    """Whether work stands behind the act: the person's own, or for a change anybody's order on the box."""
    if window.explainer.answer(fact).weight >= FULL:
        return True
    if fact.action != DataAction.WRITE:
        return False
    orders = window.orders_by_object.get(fact.object, ())
    return any(_covers(order, fact) for order in orders)


def _covers(order: WorkOrderFact, fact: DataFact) -> bool:
    """A planner who dispatches a driver changes the position, too; an order for oneself does not count."""
    begun = order.opened_at - WINDOW <= fact.at
    lasts = order.closed_at is None or fact.at <= order.closed_at + WINDOW
    for_oneself = order.person in ("", fact.person) and order.opened_by in ("", fact.person, fact.account)
    return begun and lasts and not for_oneself and kind_of(order) not in SPECIAL_KINDS


def _practice(window: Window, judged: Sequence[Contradiction]) -> Practice:
    """What peers do, by action: how often with no task, and how often before the ship has arrived."""
    done: list[Done] = []
    for found in judged:
        fact, on = found.fact, working_day(found.fact.at)
        done.append(Done(fact.person, fact.action, on, found.unexplained))
        if fact.action == DataAction.RELEASE:
            done.append(Done(fact.person, _EARLY, on, found.arrived_at is not None))
    return Practice(Peers(window.people.values()), done)


def _without_practice(found: Contradiction, usual: Practice, given: Given) -> Contradiction:
    """What is left of it when the peers' everyday practice is taken away."""

    def is_usual(kind: str, *, unless_known: bool) -> bool:
        on = working_day(found.fact.at)
        share, acts = usual.share(found.fact.person, kind, on, given.duration("history"))
        return share * 100 >= given.number("usual") if acts >= given.number("acts") else unless_known

    unexplained = found.unexplained and not is_usual(found.fact.action, unless_known=False)
    # With an order behind it an early release is odd only where peers are known not to make them.
    early = found.arrived_at is not None and not is_usual(_EARLY, unless_known=not unexplained)
    return replace(found, arrived_at=found.arrived_at if early else None, unexplained=unexplained)


def _too_early(window: Window, fact: DataFact, given: Given) -> datetime | None:
    """When the ship of the box arrived, if the box was released well before."""
    visits = window.visits_by_container.get(fact.object, ())
    visit = next((stay for stay in visits if stay.gate_out_at is None or fact.at <= stay.gate_out_at), None)
    call = window.vessel_calls.get(visit.vessel_call) if visit else None
    if visit is None or call is None or call.starts_at is None:
        return None
    arrived = min(at for at in (call.starts_at, visit.discharged_at) if at is not None)
    return arrived if arrived - fact.at > given.duration("before_arrival") else None


def _judge(
    window: Window,
    person: str,
    container: str,
    so_far: Sequence[Contradiction],
    found: Contradiction,
    given: Given,
) -> Iterator[Hit]:
    fact = found.fact
    near = [one for one in so_far if fact.at - one.fact.at <= given.duration("again_within")]
    again = sum(one.unexplained for one in near) > 1 and found.unexplained
    risky = window.explainer.risk(container, fact.at) >= given.number("high_risk")
    decided = fact.action in _DECIDING
    if not (found.arrived_at or decided or again or risky):
        return  # one change of a harmless box without an order is a missing order
    events = [one.fact for one in near] if again else [fact]
    yield Hit(
        person=person,
        key=f"{container}:{fact.id}",
        events=tuple(event.id for event in events),
        first_at=events[0].at,
        last_at=fact.at,
        due_at=fact.at + given.duration("settles"),
        text=_sentence(container, found, len(events), risky=risky),
        severity=_severity(found, again=again, risky=risky),
        objects=(container,),
        tried=_tried(window, found),
    )


def _severity(found: Contradiction, *, again: bool, risky: bool) -> Severity | None:
    """Critical for a change and change back, and for what was decided against more than one thing.

    One change without an order is a missing order: it is told, but never enough alone.
    """
    if found.fact.action not in _DECIDING:
        return None if again else Severity.INFORMATIONAL
    return None if again or (found.unexplained and (found.arrived_at or risky)) else Severity.HIGH


def _sentence(container: str, found: Contradiction, changes: int, *, risky: bool) -> str:
    fact = found.fact
    said = f"{container} was {_SAYS[DataAction(fact.action)]} on {moment(fact.at)}"
    if found.arrived_at:
        said += f", {length(found.arrived_at - fact.at)} before its ship had arrived"
    if found.unexplained:
        said += ", with no order, task or right behind it"
    if changes > 1:
        said += f"; it is one of {counted(changes, 'change')} by the same person within a day"
    return said + (". The box is of high risk." if risky else ".")


def _tried(window: Window, found: Contradiction) -> tuple[Tried, ...]:
    failed = window.explainer.answer(found.fact).failed if found.unexplained else ()
    late = Tried("late_entry", "Two hours later there was still nothing that agrees with it.")
    return (late, *(Tried(one.code, one.sentence) for one in failed))


RULE = Rule(
    id="D19",
    version=1,
    family=Family.DATA,
    severity=Severity.CRITICAL,
    title="Status that reality contradicts",
    innocent=(
        "The order or the arrival was entered late or in another system; the person corrected a slip; or "
        "the release was agreed by telephone and belongs to a ship that was renamed or swapped."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=17),
    detect=status_changed_against_reality,
    needs=frozenset({Feed.DATA}),
    needs_one_of=frozenset({Feed.WORK_ORDERS, Feed.VESSEL_CALLS}),
    reach=WINDOW,
    stopped_by=frozenset({Feed.WORK_ORDERS, Feed.RELEASE_CHAIN}),
)
