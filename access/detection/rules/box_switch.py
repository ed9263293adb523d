"""X06: a box of high risk and a harmless one are set side by side by hand, and one of them leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from operator import attrgetter

from access.detection.facts import CargoVisit
from access.detection.physical_facts import YardMove
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.window import Feed, Window
from access.detection.wording import length, moment
from access.detection.work import Work
from access.enums import Severity

_START = date(2026, 11, 22)

PARAMETERS = (
    Parameter("slots", 1, "slots", "doors of boxes further apart cannot be reached from each other", _START),
    Parameter("high_risk", 3, "risk", "origins of most seizures", _START),
    Parameter("harmless", 1, "risk", "boxes that nobody controls", _START),
    Parameter("leaves_within", 24, "hours", "the load leaves before anybody looks; start value", _START),
)


def switch_prepared(window: Window, given: Given) -> Iterator[Hit]:
    """A box of high risk and one of low risk came to stand side by side by a position that somebody changed
    by hand with no order, and within a day one of them left.

    The switch: bags go from the box that is controlled to the one that is not (Rotterdam planner, 2019;
    Antwerp straddle drivers, 2018–19). Only the change by hand makes it a finding: stacks are dense. One
    finding per pair of boxes and move.
    """
    in_order = sorted(window.context.yard_moves or (), key=attrgetter("at", "id"))
    moves = [move for move in in_order if move.at <= window.until]
    work = Work(window)
    slots: dict[str, YardMove] = {}
    blocks: defaultdict[str, set[str]] = defaultdict(set)
    for move in moves:
        before = slots.get(move.container)
        if before:
            blocks[before.block].discard(move.container)
        slots[move.container] = move
        blocks[move.block].add(move.container)
        if not move.edited_by or move.work_ref:
            continue
        for other in sorted(blocks[move.block] - {move.container}):
            if _beside(move, slots[other], given.number("slots")):
                yield from _judge(window, work, move, slots[other], given)


def _beside(one: YardMove, other: YardMove, slots: float) -> bool:
    return one.tier == other.tier and abs(one.row - other.row) <= slots


def _judge(window: Window, work: Work, move: YardMove, other: YardMove, given: Given) -> Iterator[Hit]:
    visits = [work.visit(each.container, move.at) for each in (move, other)]
    found = [visit for visit in visits if visit is not None]
    risks = {visit.risk for visit in found}
    if len(found) < 2 or max(risks) < given.number("high_risk") or min(risks) > given.number("harmless"):
        return
    leaving = [(visit.gate_out_at, visit) for visit in found if visit.gate_out_at is not None]
    soon = [
        (out, visit)
        for out, visit in leaving
        if move.at < out <= min(window.until, move.at + given.duration("leaves_within"))
    ]
    if soon:
        out, visit = min(soon, key=lambda pair: (pair[0], pair[1].container))
        yield _hit(window, move, other, visit, out)


def _hit(window: Window, move: YardMove, other: YardMove, left: CargoVisit, out: datetime) -> Hit:
    return Hit(
        person=move.edited_by,
        key=f"{move.container}:{other.container}:{move.id}",
        events=(move.id, other.id),
        first_at=min(move.at, other.at),
        last_at=move.at,
        due_at=out,
        text=(
            f"{move.container} was set beside {other.container} in {move.block} by hand on "
            f"{moment(move.at)}, with no order; one is of high risk, the other of low. {left.container} left "
            f"{length(out - move.at)} later."
        ),
        objects=tuple(sorted((move.container, other.container))),
        tried=(Tried("work_order", "The move names no order, and a person changed the position."),),
    )


RULE = Rule(
    id="X06",
    version=1,
    family=Family.CROSS,
    severity=Severity.CRITICAL,
    title="Switch prepared",
    innocent=(
        "A correction of a wrong position in the system; a box set aside because the stack was full, by word "
        "of the planner."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=14),
    detect=switch_prepared,
    needs=frozenset({Feed.CARGO, Feed.YARD_MOVES}),
)
