"""The work behind a look-up, gathered from the log as the live decision gathers it from the rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from access.detection.facts import CargoVisit, DataFact, PersonContext, ReleaseHop, RosterSpan, WorkOrder
from access.enums import DataAction, FieldClass, RosterKind
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

_ROSTER_KINDS = frozenset(RosterKind)
_CLASSES = {each.value: each for each in FieldClass}


class Indexes(Protocol):
    """The indexes over events and context that explanations need; a `Window` has them."""

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


class Work:
    """Gathers for the look-ups of one window; what many of them share is gathered once."""

    def __init__(self, indexes: Indexes) -> None:
        self._indexes = indexes
        self._shifts: dict[str, tuple[ShiftFact, ...]] = {}
        self._own_orders: dict[tuple[str, str], tuple[WorkOrderFact, ...]] = {}

    def look_ups(self, fact: DataFact) -> Iterator[LookUpFacts]:
        """The look-up as the live decision would see it; of a bill of lading, one for each of its boxes."""
        for container in self.containers(fact.object) or (fact.object,):
            visit = self.visit(container, fact.at)
            names = {fact.object, container}
            if visit:
                names |= {visit.bill_of_lading, visit.vessel_call}
            requester = self.requester(fact)
            yield LookUpFacts(
                at=fact.at,
                account_live=True,
                requester=requester,
                clearance=None,
                action=DataAction(fact.action),
                field_class=_CLASSES.get(fact.field_class, FieldClass.S0),
                object=container,
                resource=self.resource(visit, fact.object),
                work_orders=tuple(
                    order
                    for name in sorted(names)
                    for order in self.orders(name, requester)
                    if order.opened_at <= fact.at + WINDOW  # what came later says nothing of this look-up
                ),
                release_hops=self.hops(container, visit),
                shifts=self.shifts_of(fact.person),
                grants=tuple(self._indexes.grants.get(fact.account, ())),
                claimed_purpose=fact.purpose,
                claimed_work_ref=fact.work_ref,
            )

    def containers(self, reference: str) -> Sequence[str]:
        """The boxes that a container number or bill of lading means."""
        if reference in self._indexes.visits_by_container:
            return (reference,)
        return self._indexes.containers_by_bill.get(reference, ())

    def visit(self, container: str, at: datetime) -> CargoVisit | None:
        """The stay that a look-up at that moment is about: the first that was not over by then."""
        visits = self._indexes.visits_by_container.get(container, ())
        for visit in visits:
            if visit.gate_out_at is None or at <= visit.gate_out_at + AFTER_GATE_OUT:
                return visit
        return visits[-1] if visits else None

    def requester(self, fact: DataFact) -> RequesterFacts:
        someone = self._indexes.people.get(fact.person) or PersonContext(fact.person)
        return RequesterFacts(fact.account, fact.person or None, someone.organisation, someone.teams)

    def orders(self, name: str, requester: RequesterFacts) -> tuple[WorkOrderFact, ...]:
        """The requester's own orders on this object; a vessel call may have hundreds of other people's."""
        key = (name, requester.person or "")
        if key not in self._own_orders:
            orders = self._indexes.orders_by_object.get(name, ()) if name else ()
            own = (order for order in orders if requester.does_work_of(order.person, order.team))
            self._own_orders[key] = tuple(own)
        return self._own_orders[key]

    def resource(self, visit: CargoVisit | None, reference: str) -> ResourceFacts | None:
        if visit is None:
            call = self._indexes.vessel_calls.get(reference)
            return ResourceFacts(reference, vessel_call=call) if call else None
        call = None
        if visit.vessel_call:
            call = self._indexes.vessel_calls.get(visit.vessel_call) or VesselCallFact(visit.vessel_call)
        return ResourceFacts(
            visit.container, visit.bill_of_lading, call, visit.risk, visit.owner, visit.gate_out_at
        )

    def hops(self, container: str, visit: CargoVisit | None) -> tuple[ReleaseHopFact, ...]:
        """The release chain of this stay, without what was passed on before the last stay ended."""
        ended = [
            stay.gate_out_at
            for stay in self._indexes.visits_by_container.get(container, ())
            if stay is not visit and stay.gate_out_at is not None
        ]
        begin = max((end for end in ended if visit and _before(end, visit)), default=None)
        hops = self._indexes.hops_by_container.get(container, ())
        return tuple(hop for hop in hops if begin is None or hop.at > begin)

    def shifts_of(self, person: str) -> tuple[ShiftFact, ...]:
        if person not in self._shifts:
            spans = self._indexes.roster_by_person.get(person, ())
            self._shifts[person] = tuple(
                ShiftFact(span.starts_at, span.ends_at, RosterKind(span.kind), span.area)
                for span in spans
                if span.kind in _ROSTER_KINDS
            )
        return self._shifts[person]


def _before(end: datetime, visit: CargoVisit) -> bool:
    return visit.discharged_at is None or end <= visit.discharged_at


def as_order(order: WorkOrder) -> WorkOrderFact:
    """The order as need-to-know judges it."""
    return WorkOrderFact(
        ref=order.work_ref,
        kind=order.kind,
        person=order.person,
        team=order.team,
        object=order.object,
        opened_at=order.opened_at,
        closed_at=order.closed_at,
        opened_by=order.opened_by,
    )


def as_hop(hop: ReleaseHop) -> ReleaseHopFact:
    """The hop as need-to-know judges it."""
    return ReleaseHopFact(
        hop.container, hop.from_organisation, hop.to_organisation, hop.at, hop.person, hop.ended_at
    )
