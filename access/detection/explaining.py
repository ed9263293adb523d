"""Which work makes a look-up necessary, asked of the log: the explanations of `access.need_to_know` and two
more.

Only the log shows a hand-over in the team (E8), and an emergency in a block (E7) concerns everybody who works
there. An approved audit (E9) and a reviewed break-glass (E10) count when the live decision recorded them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Protocol

from access.detection.facts import CargoVisit, DataFact, PersonContext, RosterSpan
from access.enums import DataAction, DataResult, FieldClass, RosterKind
from access.need_to_know.explanation import FULL, Explanation, FailedExplanation
from access.need_to_know.explanations import explain
from access.need_to_know.facts import (
    GrantFact,
    LookUpFacts,
    ReleaseHopFact,
    RequesterFacts,
    ResourceFacts,
    ShiftFact,
    VesselCallFact,
    WorkOrderFact,
)
from access.need_to_know.release_chain import AFTER_GATE_OUT
from access.need_to_know.work_order import WINDOW

HAND_OVER = timedelta(hours=12)
"""A colleague of the same team goes on with a box that the team was working on. House proposal of November
2026."""

EMERGENCY_KINDS = frozenset({"emergency", "dangerous_goods"})


class Work(Protocol):
    """The indexes over context that explanations need. `Window` is one."""

    @property
    def people(self) -> Mapping[str, PersonContext]: ...
    @property
    def data_by_object(self) -> Mapping[str, Sequence[DataFact]]: ...
    @property
    def orders_by_object(self) -> Mapping[str, Sequence[WorkOrderFact]]: ...
    @property
    def hops_by_container(self) -> Mapping[str, Sequence[ReleaseHopFact]]: ...
    @property
    def roster_by_person(self) -> Mapping[str, Sequence[RosterSpan]]: ...
    @property
    def visits_by_container(self) -> Mapping[str, Sequence[CargoVisit]]: ...
    @property
    def containers_by_bill(self) -> Mapping[str, Sequence[str]]: ...
    @property
    def vessel_calls(self) -> Mapping[str, VesselCallFact]: ...
    @property
    def grants(self) -> Mapping[str, Collection[GrantFact]]: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """How much explains a look-up: 1 in full, 0.5 by something that the person made just before, 0 not at
    all."""

    weight: float
    code: str = ""
    failed: tuple[FailedExplanation, ...] = ()


class Explainer:
    """Answers for the look-ups of one window, each worked out once."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._answers: dict[str, Answer] = {}
        self._direct: dict[str, Answer] = {}
        self._shifts: dict[str, tuple[ShiftFact, ...]] = {}
        self._own_orders: dict[tuple[str, str], tuple[WorkOrderFact, ...]] = {}
        self._team_reads: dict[str, Mapping[str, Sequence[DataFact]]] = {}

    def answer(self, fact: DataFact) -> Answer:
        """The strongest explanation of this look-up, or those that were tried and why each failed."""
        known = self._answers.get(fact.id)
        if known is None:
            known = self._answers[fact.id] = self._answer(fact)
        return known

    def _answer(self, fact: DataFact) -> Answer:
        direct = self._answer_directly(fact)
        if direct.weight >= FULL:
            return direct
        failed = list(direct.failed)
        for found in (self._emergency(fact), self._hand_over(fact)):
            if isinstance(found, Explanation):
                return Answer(found.weight, found.code)
            failed.append(found)
        return Answer(direct.weight, direct.code, tuple(failed))

    def risk(self, reference: str, at: datetime) -> int:
        """The highest risk of the boxes that this reference means at that moment; 1 where none is known."""
        visits = (self._visit(container, at) for container in self._containers(reference))
        return max((visit.risk for visit in visits if visit), default=1)

    def _answer_directly(self, fact: DataFact) -> Answer:
        known = self._direct.get(fact.id)
        if known is None:
            known = self._direct[fact.id] = self._work_out(fact)
        return known

    def _work_out(self, fact: DataFact) -> Answer:
        """By the records first: a recorded explanation that the person made just before still counts half."""
        best = Answer(0.0)
        for facts in self._look_ups(fact):
            found, failed = explain(facts)
            weight = found.weight if found else 0.0
            if weight > best.weight or not best.failed:
                best = Answer(weight, found.code if found else "", failed)
            if weight >= FULL:
                return best
        if fact.explanation and not best.weight:
            return Answer(FULL, fact.explanation)
        return best

    def _look_ups(self, fact: DataFact) -> Iterator[LookUpFacts]:
        """The look-up as the live decision would see it; one of a bill of lading as one of each of its
        boxes."""
        for container in self._containers(fact.object) or (fact.object,):
            visit = self._visit(container, fact.at)
            names = {fact.object, container}
            if visit:
                names |= {visit.bill_of_lading, visit.vessel_call}
            requester = self._requester(fact)
            yield LookUpFacts(
                at=fact.at,
                account_live=True,
                requester=requester,
                clearance=None,
                action=DataAction(fact.action),
                field_class=FieldClass(fact.field_class),
                object=container,
                resource=self._resource(visit, fact.object),
                work_orders=tuple(order for name in sorted(names) for order in self._orders(name, requester)),
                release_hops=self._hops(container, visit),
                shifts=self._shifts_of(fact.person),
                grants=tuple(self._work.grants.get(fact.account, ())),
                claimed_purpose=fact.purpose,
                claimed_work_ref=fact.work_ref,
            )

    def _containers(self, reference: str) -> Sequence[str]:
        if reference in self._work.visits_by_container:
            return (reference,)
        return self._work.containers_by_bill.get(reference, ())

    def _visit(self, container: str, at: datetime) -> CargoVisit | None:
        """The stay that a look-up at that moment is about: the first that was not over and done with by
        then."""
        visits = self._work.visits_by_container.get(container, ())
        for visit in visits:
            if visit.gate_out_at is None or at <= visit.gate_out_at + AFTER_GATE_OUT:
                return visit
        return visits[-1] if visits else None

    def _requester(self, fact: DataFact) -> RequesterFacts:
        someone = self._work.people.get(fact.person) or PersonContext(fact.person)
        return RequesterFacts(fact.account, fact.person or None, someone.organisation, someone.teams)

    def _orders(self, name: str, requester: RequesterFacts) -> tuple[WorkOrderFact, ...]:
        """The requester's own orders on this object; a vessel call may have hundreds of other people's."""
        key = (name, requester.person or "")
        if key not in self._own_orders:
            orders = self._work.orders_by_object.get(name, ()) if name else ()
            own = (order for order in orders if requester.does_work_of(order.person, order.team))
            self._own_orders[key] = tuple(own)
        return self._own_orders[key]

    def _resource(self, visit: CargoVisit | None, reference: str) -> ResourceFacts | None:
        if visit is None:
            call = self._work.vessel_calls.get(reference)
            return ResourceFacts(reference, vessel_call=call) if call else None
        call = None
        if visit.vessel_call:
            call = self._work.vessel_calls.get(visit.vessel_call) or VesselCallFact(visit.vessel_call)
        return ResourceFacts(
            visit.container, visit.bill_of_lading, call, visit.risk, visit.owner, visit.gate_out_at
        )

    def _hops(self, container: str, visit: CargoVisit | None) -> tuple[ReleaseHopFact, ...]:
        """The release chain of this stay: what was passed on before the last stay ended belongs to that
        one."""
        ended = [
            stay.gate_out_at
            for stay in self._work.visits_by_container.get(container, ())
            if stay is not visit and stay.gate_out_at is not None
        ]
        begin = max((end for end in ended if visit and _before(end, visit)), default=None)
        hops = self._work.hops_by_container.get(container, ())
        return tuple(hop for hop in hops if begin is None or hop.at > begin)

    def _shifts_of(self, person: str) -> tuple[ShiftFact, ...]:
        if person not in self._shifts:
            spans = self._work.roster_by_person.get(person, ())
            self._shifts[person] = tuple(
                ShiftFact(span.starts_at, span.ends_at, RosterKind(span.kind), span.area) for span in spans
            )
        return self._shifts[person]

    def _emergency(self, fact: DataFact) -> Explanation | FailedExplanation:
        """E7. Where a box stands matters to everybody in an emergency; who may collect it does not."""
        if fact.rank > FieldClass.S2.rank:
            return FailedExplanation("E7", "An emergency opens nothing above S2.")
        visits = [self._visit(container, fact.at) for container in self._containers(fact.object)]
        places = {visit.block for visit in visits if visit and visit.block} | {fact.object}
        for order in (
            order for place in sorted(places) for order in self._work.orders_by_object.get(place, ())
        ):
            over = order.closed_at is not None and fact.at > order.closed_at + WINDOW
            own = order.opened_by and order.opened_by in (fact.person, fact.account)
            if (
                order.kind.casefold() in EMERGENCY_KINDS
                and order.opened_at <= fact.at
                and not over
                and not own
            ):
                return Explanation("E7", FULL, "There was an emergency in the block.", order.ref)
        return FailedExplanation("E7", "No emergency is recorded in its block.")

    def _hand_over(self, fact: DataFact) -> Explanation | FailedExplanation:
        """E8. The same team looked at it with an explanation shortly before."""
        someone = self._work.people.get(fact.person)
        if someone is None or not someone.teams:
            return FailedExplanation("E8", "The team of this person is not known.")
        for team in sorted(someone.teams):
            reads = self._explained_reads(fact.object).get(team, ())
            start = bisect_left(reads, fact.at - HAND_OVER, key=attrgetter("at"))
            for index in range(start, bisect_left(reads, fact.at, key=attrgetter("at"))):
                earlier = reads[index]
                if earlier.person != fact.person and earlier.rank >= fact.rank:
                    return Explanation(
                        "E8", FULL, "A colleague of the same team was working on it.", earlier.id
                    )
        hours = HAND_OVER // timedelta(hours=1)
        return FailedExplanation(
            "E8", f"No colleague of the same team had work on it in the {hours} hours before."
        )

    def _explained_reads(self, reference: str) -> Mapping[str, Sequence[DataFact]]:
        """By team the S2 and S3 look-ups of this object that work explained in full, in the order of time."""
        if reference not in self._team_reads:
            reads: defaultdict[str, list[DataFact]] = defaultdict(list)
            for fact in self._work.data_by_object.get(reference, ()):
                someone = self._work.people.get(fact.person)
                sensitive = fact.rank >= FieldClass.S2.rank and fact.result == DataResult.OK
                if someone and sensitive and self._answer_directly(fact).weight >= FULL:
                    for team in someone.teams:
                        reads[team].append(fact)
            self._team_reads[reference] = reads
        return self._team_reads[reference]


def _before(end: datetime, visit: CargoVisit) -> bool:
    return visit.discharged_at is None or end <= visit.discharged_at
