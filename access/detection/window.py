"""The stretch of time that rules judge: events in order and without doubles, context, indexes over both."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeVar

from access.detection.explaining import Explainer
from access.detection.facts import (
    AreaFact,
    BadgeSpan,
    CargoVisit,
    ClearanceSpan,
    DataFact,
    GateFact,
    HoneyContainer,
    Incident,
    PeerLimit,
    PersonContext,
    ReleaseHop,
    RosterSpan,
    WorkOrder,
)
from access.detection.governance_facts import (
    AccountFact,
    ActOfOffice,
    Approval,
    BreakGlassUse,
    CaseClosing,
    LogMark,
    ReviewAnswer,
    RightGiven,
    RuleChange,
)
from access.detection.physical_facts import (
    Alarm,
    AreaUse,
    ChipRead,
    HostedVisit,
    PassageCount,
    ReaderFact,
    ShiftChange,
    SuitabilitySign,
    TravelTime,
    TruckAppointment,
    TruckVisit,
    YardMove,
)
from access.detection.unexplained import LookUp, sensitive_look_ups
from access.detection.whereabouts import Stay, stays
from access.detection.work import as_hop, as_order
from access.enums import DataResult, GateResult
from access.need_to_know.facts import GrantFact, ReleaseHopFact, VesselCallFact, WorkOrderFact
from portsec.kernel.errors import InvalidInput
from portsec.kernel.words import Word

Event = TypeVar("Event", GateFact, DataFact)
Span = TypeVar("Span", BadgeSpan, ClearanceSpan)
Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class Feed(Word):
    """A source that a rule may need. An empty feed was delivered and is empty; a missing one was not."""

    GATE = "gate", "Gate events"
    DATA = "data", "Data events"
    BADGES = "badges", "Badge states"
    CLEARANCES = "clearances", "Clearance states"
    WORK_ORDERS = "work_orders", "Work orders"
    RELEASE_CHAIN = "release_chain", "The release chain"
    ROSTER = "roster", "The roster"
    CARGO = "cargo", "Cargo visits"
    VESSEL_CALLS = "vessel_calls", "Vessel calls"
    GRANTS = "grants", "Grants"
    PEOPLE = "people", "People"
    AREAS = "areas", "Areas"
    PEER_LIMITS = "peer_limits", "Peer limits"
    INCIDENTS = "incidents", "Incidents"
    HONEY_CONTAINERS = "honey_containers", "Honey containers"
    TRAVEL_TIMES = "travel_times", "Travel times"
    READERS = "readers", "Readers"
    SHIFT_CHANGES = "shift_changes", "Shift changes"
    ALARMS = "alarms", "Alarms"
    TRUCK_APPOINTMENTS = "truck_appointments", "Truck appointments"
    TRUCK_VISITS = "truck_visits", "Truck visits"
    CHIP_READS = "chip_reads", "Chip reads"
    PASSAGE_COUNTS = "passage_counts", "Passage counts"
    HOSTED_VISITS = "hosted_visits", "Hosted visits"
    YARD_MOVES = "yard_moves", "Yard moves"
    SUITABILITY = "suitability", "Suitability"
    AREA_USES = "area_uses", "Earlier uses of areas"
    ACCOUNTS = "accounts", "Accounts"
    RIGHTS = "rights", "Rights given"
    APPROVALS = "approvals", "Approvals"
    BREAK_GLASSES = "break_glasses", "Break-glass uses"
    REVIEW_ANSWERS = "review_answers", "Review answers"
    ACTS_OF_OFFICE = "acts_of_office", "Acts of office"
    LOG_MARKS = "log_marks", "Numbers of log records"
    RULE_CHANGES = "rule_changes", "Changes of rules"
    CASE_CLOSINGS = "case_closings", "Closed cases"


@dataclass(frozen=True)
class Context:
    """Everything that is no event. None: the port never delivered this feed. Grants stand by account."""

    badges: Collection[BadgeSpan] | None = None
    clearances: Collection[ClearanceSpan] | None = None
    work_orders: Collection[WorkOrder] | None = None
    release_chain: Collection[ReleaseHop] | None = None
    roster: Collection[RosterSpan] | None = None
    cargo: Collection[CargoVisit] | None = None
    vessel_calls: Collection[VesselCallFact] | None = None
    grants: Mapping[str, Collection[GrantFact]] | None = None
    people: Collection[PersonContext] | None = None
    areas: Collection[AreaFact] | None = None
    peer_limits: Collection[PeerLimit] | None = None
    incidents: Collection[Incident] | None = None
    honey_containers: Collection[HoneyContainer] | None = None
    travel_times: Collection[TravelTime] | None = None
    readers: Collection[ReaderFact] | None = None
    shift_changes: Collection[ShiftChange] | None = None
    alarms: Collection[Alarm] | None = None
    truck_appointments: Collection[TruckAppointment] | None = None
    truck_visits: Collection[TruckVisit] | None = None
    chip_reads: Collection[ChipRead] | None = None
    passage_counts: Collection[PassageCount] | None = None
    hosted_visits: Collection[HostedVisit] | None = None
    yard_moves: Collection[YardMove] | None = None
    suitability: Collection[SuitabilitySign] | None = None
    area_uses: Collection[AreaUse] | None = None
    accounts: Collection[AccountFact] | None = None
    rights: Collection[RightGiven] | None = None
    approvals: Collection[Approval] | None = None
    break_glasses: Collection[BreakGlassUse] | None = None
    review_answers: Collection[ReviewAnswer] | None = None
    acts_of_office: Collection[ActOfOffice] | None = None
    log_marks: Collection[LogMark] | None = None
    rule_changes: Collection[RuleChange] | None = None
    case_closings: Collection[CaseClosing] | None = None


@dataclass(frozen=True, eq=False)
class Window:
    """Findings that fall due between `since` and `until` (both included) are judged.

    Events may reach back to `loaded_since`, as the rules' look-back asks; later ones than `until` are left
    out. Context must cover the whole of [loaded_since, until], with spans and orders that began before it.
    Times are aware. Raises InvalidInput when the ends are naive or reversed.
    """

    since: datetime
    until: datetime
    gate: Iterable[GateFact] | None = None
    data: Iterable[DataFact] | None = None
    context: Context = field(default_factory=Context)
    loaded_since: datetime | None = None

    def __post_init__(self) -> None:
        if self.since.tzinfo is None or self.until.tzinfo is None:
            raise InvalidInput("A detection window needs times with an offset.")
        if self.since > self.until:
            raise InvalidInput("A detection window ends before it begins.")

    @cached_property
    def gate_events(self) -> tuple[GateFact, ...]:
        return _in_order(self.gate or (), self.loaded_since, self.until)

    @cached_property
    def data_events(self) -> tuple[DataFact, ...]:
        return _in_order(self.data or (), self.loaded_since, self.until)

    @cached_property
    def history_since(self) -> datetime:
        """From here on the events are complete: `loaded_since`, or else the first event."""
        if self.loaded_since is not None:
            return self.loaded_since
        firsts = [events[0].at for events in (self.gate_events, self.data_events) if events]
        return min([self.since, *firsts])

    @cached_property
    def feeds(self) -> frozenset[Feed]:
        """The feeds that this window has."""
        present = {Feed.GATE: self.gate, Feed.DATA: self.data}
        found = {feed for feed, events in present.items() if events is not None}
        delivered = {feed for feed in Feed if getattr(self.context, feed.value, None) is not None}
        return frozenset(found | delivered)

    def once(self, build: Callable[[Window], Made]) -> Made:
        """What `build` makes of this window: made once, however many rules ask for it."""
        if build not in self._made:
            self._made[build] = build(self)
        made: Made = self._made[build]
        return made

    @cached_property
    def _made(self) -> dict[Callable[[Window], Any], Any]:
        return {}

    def holder(self, event: GateFact) -> str:
        """Whom the read speaks of: the person in the log, else the holder of the badge, else empty."""
        if event.person:
            return event.person
        spans = self.badge_history.get(event.badge)
        return spans[-1].person if spans else ""

    @cached_property
    def gate_by_person(self) -> Mapping[str, Sequence[GateFact]]:
        return grouped(self.gate_events, self.holder)

    @cached_property
    def gate_by_badge(self) -> Mapping[str, Sequence[GateFact]]:
        return grouped(self.gate_events, attrgetter("badge"))

    @cached_property
    def gate_by_reader(self) -> Mapping[str, Sequence[GateFact]]:
        return grouped(self.gate_events, attrgetter("reader"))

    @cached_property
    def gate_by_id(self) -> Mapping[str, GateFact]:
        return {event.id: event for event in self.gate_events}

    @cached_property
    def refusals_by_person(self) -> Mapping[str, Sequence[GateFact]]:
        """Refused reads of known people, in the order of time."""
        refused = (event for event in self.gate_events if event.result != GateResult.GRANTED)
        by_person = grouped(refused, self.holder)
        return {person: events for person, events in by_person.items() if person}

    @cached_property
    def data_by_person(self) -> Mapping[str, Sequence[DataFact]]:
        return grouped(self.data_events, attrgetter("person"))

    @cached_property
    def data_by_account(self) -> Mapping[str, Sequence[DataFact]]:
        return grouped(self.data_events, attrgetter("account"))

    @cached_property
    def data_by_object(self) -> Mapping[str, Sequence[DataFact]]:
        return grouped(self.data_events, attrgetter("object"))

    @cached_property
    def badge_history(self) -> Mapping[str, Sequence[BadgeSpan]]:
        return grouped(sorted(self.context.badges or (), key=attrgetter("since")), attrgetter("badge"))

    @cached_property
    def clearance_history(self) -> Mapping[str, Sequence[ClearanceSpan]]:
        return grouped(sorted(self.context.clearances or (), key=attrgetter("since")), attrgetter("person"))

    @cached_property
    def orders_by_object(self) -> Mapping[str, Sequence[WorkOrderFact]]:
        orders = sorted(self.context.work_orders or (), key=attrgetter("opened_at", "work_ref"))
        return grouped((as_order(order) for order in orders), attrgetter("object"))

    @cached_property
    def hops_by_container(self) -> Mapping[str, Sequence[ReleaseHopFact]]:
        hops = sorted(self.context.release_chain or (), key=attrgetter("at"))
        return grouped((as_hop(hop) for hop in hops), attrgetter("container"))

    @cached_property
    def roster_by_person(self) -> Mapping[str, Sequence[RosterSpan]]:
        spans = sorted(self.context.roster or (), key=attrgetter("starts_at", "ends_at"))
        return grouped(spans, attrgetter("person"))

    @cached_property
    def visits_by_container(self) -> Mapping[str, Sequence[CargoVisit]]:
        """Each container's stays, oldest first; one that is not discharged yet is the newest."""
        return grouped(sorted(self.context.cargo or (), key=_begun), attrgetter("container"))

    @cached_property
    def containers_by_bill(self) -> Mapping[str, Sequence[str]]:
        """The containers on each bill of lading."""
        visits = grouped(self.context.cargo or (), attrgetter("bill_of_lading"))
        return {bill: sorted({visit.container for visit in on_it}) for bill, on_it in visits.items() if bill}

    @cached_property
    def vessel_calls(self) -> Mapping[str, VesselCallFact]:
        return {call.ref: call for call in self.context.vessel_calls or ()}

    @cached_property
    def grants(self) -> Mapping[str, Collection[GrantFact]]:
        return self.context.grants or {}

    @cached_property
    def explainer(self) -> Explainer:
        """What work makes each look-up necessary; every rule asks the same one."""
        return Explainer(self)

    @cached_property
    def sensitive_look_ups(self) -> tuple[LookUp, ...]:
        """The successful S2 and S3 look-ups of cargo by known people, each with what explains it."""
        return tuple(sensitive_look_ups(self.data_events, self.explainer))

    @cached_property
    def unexplained(self) -> tuple[LookUp, ...]:
        """Those of them that nothing explains, or only what the person made just before looking."""
        return tuple(look_up for look_up in self.sensitive_look_ups if look_up.unexplained)

    @cached_property
    def unexplained_by_person(self) -> Mapping[str, Sequence[LookUp]]:
        return grouped(self.unexplained, lambda look_up: look_up.fact.person)

    @cached_property
    def unexplained_by_object(self) -> Mapping[str, Sequence[LookUp]]:
        return grouped(self.unexplained, lambda look_up: look_up.fact.object)

    @cached_property
    def acts_by_object(self) -> Mapping[str, Sequence[DataFact]]:
        """What was done to each object, not only looked at: changes, releases, nominations, overrides."""
        acts = (fact for fact in self.data_events if not fact.is_look and fact.result == DataResult.OK)
        return grouped(acts, attrgetter("object"))

    @cached_property
    def stays_by_person(self) -> Mapping[str, Sequence[Stay]]:
        """Where each badge holder was by the readers, in the order of time."""
        granted = (event for event in self.gate_events if event.granted)
        return {person: stays(events) for person, events in grouped(granted, self.holder).items() if person}

    @cached_property
    def incidents(self) -> Sequence[Incident]:
        return sorted(self.context.incidents or (), key=attrgetter("at", "incident"))

    @cached_property
    def people(self) -> Mapping[str, PersonContext]:
        return {someone.person: someone for someone in self.context.people or ()}

    @cached_property
    def parents(self) -> Mapping[str, str]:
        return {area.area: area.parent for area in self.context.areas or ()}

    def peer_limit(self, rule: str, peer_group: str) -> PeerLimit | None:
        """The newest measured limit of a peer group, or None where none was measured."""
        found = self._peer_limits.get((rule, peer_group))
        return found[-1] if found else None

    @cached_property
    def _peer_limits(self) -> Mapping[tuple[str, str], Sequence[PeerLimit]]:
        ordered = sorted(self.context.peer_limits or (), key=attrgetter("since"))
        return grouped(ordered, attrgetter("rule", "peer_group"))


def _begun(visit: CargoVisit) -> tuple[bool, float, str]:
    begun = visit.discharged_at
    return begun is None, begun.timestamp() if begun else 0.0, visit.container


def grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> Mapping[Key, Sequence[Item]]:
    """The items by key, each group in the order given."""
    groups: defaultdict[Key, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return dict(groups)


def span_at(spans: Sequence[Span], at: datetime) -> Span | None:
    """The span that holds at that moment: of those begun, the last. `spans` stand in the order of `since`."""
    position = bisect_right(spans, at, key=attrgetter("since"))
    return spans[position - 1] if position else None


def _in_order(events: Iterable[Event], since: datetime | None, until: datetime) -> tuple[Event, ...]:
    """By time, then id; a second delivery of the same id falls away."""
    kept = {event.id: event for event in events if event.at <= until and (since is None or event.at >= since)}
    return tuple(sorted(kept.values(), key=attrgetter("at", "id")))
