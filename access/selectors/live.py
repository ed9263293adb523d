"""What happens at the gates now: what calls for somebody, the newest attempts, who is inside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Count, DateTimeField, DurationField, ExpressionWrapper, F, Q, QuerySet, Value

from access.enums import BadgeState, Direction, DoorEventKind, GateResult
from access.gate.duties import ALARMING
from access.gate.roster import off_roster_unconfirmed
from access.gate.two_person import second_person_missing
from access.models import Area, DoorEvent, Gate, GateEvent
from access.models.gate_event import source_of
from access.selectors.known_event import named
from accounts.roles import Capability
from portsec.kernel.scope import Scope

CALLS_WITHIN = timedelta(minutes=15)  # a guard deals with it at once; what is older stands in the table
ALARM_STAYS = timedelta(hours=2)  # an alarm does not go away by itself while the guard is busy elsewhere
TILES = 6
ROWS = 40  # one screen; older attempts stand in the log
COLUMN_ROWS = 12  # attempts under one of several gates side by side
FOLLOWED_WITHIN = timedelta(hours=24)  # where somebody was last week is for those who may read the log
MOST_GATES = 4  # side by side; more cannot be read at a glance

WAITS_FOR_SECOND = [second_person_missing.__name__]
"""Reasons of an attempt that only waits: the first of two is at the gate, and the second one comes."""

LOUD_DOORS = frozenset({DoorEventKind.FORCED, DoorEventKind.TAMPERED})
"""What a door tells that is an alarm by itself (house proposal of November 2026, beside `ALARMING`)."""
CALLING_DOORS = (*LOUD_DOORS, DoorEventKind.HELD_OPEN, DoorEventKind.NOT_ENTERED)


@dataclass(frozen=True, slots=True)
class Watched:
    """What somebody watches: up to four gates, one badge. Empty: everything in reach."""

    gates: tuple[Gate, ...] = ()
    badge: str = ""

    def query(self, *, held: bool = False) -> str:
        """The part of an address behind the question mark; empty for everything."""
        parts = [("gate", gate.code) for gate in self.gates]
        if self.badge:
            parts.append(("badge", self.badge))
        if held:
            parts.append(("hold", "1"))
        return urlencode(parts)


EVERYTHING = Watched()


@dataclass(frozen=True, slots=True)
class Call:
    """One thing that somebody should look at. `attempt` is what a door's event followed, if anything.

    `closed_at`: when a door that stood open was closed again.
    """

    at: datetime
    is_alarm: bool
    attempt: GateEvent | None = None
    door: DoorEvent | None = None
    closed_at: datetime | None = None

    @property
    def gate(self) -> Gate | None:
        """Where it happened; None at a reader that stands alone."""
        what = self.door or self.attempt
        return what.reader.gate if what is not None and what.reader is not None else None

    @property
    def key(self) -> str:
        """Tells it from every other call."""
        return f"d{self.door.number}" if self.door else str(self.attempt.number if self.attempt else 0)

    @property
    def needs_supervisor(self) -> bool:
        """Whether a supervisor's word would let the person in, if nothing else stands against it."""
        return self.attempt is not None and off_roster_unconfirmed.__name__ in self.attempt.reasons

    @property
    def can_suspend(self) -> bool:
        """Whether the badge is still active, so that suspending it says something."""
        badge = self.attempt.badge if self.attempt else None
        return badge is not None and badge.state == BadgeState.ACTIVE.value


@dataclass(frozen=True, slots=True)
class Inside:
    """How many people are inside an area as far as readers have seen; `unsure` came in long ago."""

    area: Area
    number: int
    unsure: int


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls that are shown, alarms first, and how many more there are."""

    shown: list[Call] = field(default_factory=list)
    more: int = 0


def watched_gates(*, scope: Scope) -> QuerySet[Gate]:
    """Gates of ports whose gates the caller watches."""
    gates = Gate.objects.select_related("port").order_by("port_id", "code")
    return gates if scope.is_system else gates.filter(port_id__in=_ports(scope))


def live_events(*, scope: Scope) -> QuerySet[GateEvent]:
    """Gate events of ports whose gates the caller watches, newest first."""
    events = GateEvent.objects.select_related(
        "person__organisation", "badge", "reader__gate", "port", "sighting__by"
    )
    if not scope.is_system:
        events = events.filter(port_id__in=_ports(scope))
    return events.order_by("-at", "-number")


def live_door_events(*, scope: Scope) -> QuerySet[DoorEvent]:
    """What doors told, of the same ports, newest first."""
    events = DoorEvent.objects.select_related("reader__gate", "port", "sighting__by")
    if not scope.is_system:
        events = events.filter(port_id__in=_ports(scope))
    return events.order_by("-at", "-number")


def newest_events(*, scope: Scope, at: datetime, badge: str = "") -> QuerySet[GateEvent]:
    """The newest attempts at all gates, or those of one badge."""
    events = live_events(scope=scope)
    if badge:
        events = events.filter(badge_serial=badge, at__gte=at - FOLLOWED_WITHIN)
    return events[:ROWS]


def newest_at(gate: Gate, *, scope: Scope, badge: str = "") -> list[GateEvent]:
    """The newest attempts at one gate."""
    events = live_events(scope=scope).filter(reader__gate=gate)
    return list((events.filter(badge_serial=badge) if badge else events)[:COLUMN_ROWS])


def calls(*, scope: Scope, at: datetime, watched: Watched = EVERYTHING) -> Calls:
    """What nobody has seen yet: refusals and doors of what is watched, and alarms wherever they are.

    Alarms stand first, then the newest. Three queries, whatever happens.
    """
    found = [*_attempts(scope, at, watched), *_doors(scope, at, watched)]
    found.sort(key=lambda call: call.at, reverse=True)
    found.sort(key=lambda call: not call.is_alarm)
    return Calls(found[:TILES], max(0, len(found) - TILES))


def inside_by_area(*, scope: Scope, at: datetime) -> list[Inside]:
    """Areas with people in them, as far as readers have seen, by code.

    Who is in an area is in those around it, too. An entry older than the area's memory counts as unsure:
    more likely a missed reading on the way out.
    """
    areas = Area.objects.select_related("port").order_by("port_id", "code")
    if not scope.is_system:
        areas = areas.filter(port_id__in=_ports(scope))
    inside = Q(presences__direction=Direction.IN.value) & (
        Q(presences__forgiven_at=None) | Q(presences__forgiven_at__lt=F("presences__at"))
    )
    remembered = ExpressionWrapper(
        F("passback_forgets_hours") * Value(timedelta(hours=1)), output_field=DurationField()
    )
    since = ExpressionWrapper(Value(at) - remembered, output_field=DateTimeField())
    old = Q(passback_forgets_hours__isnull=False) & Q(presences__at__lt=since)
    counted = areas.annotate(
        number=Count("presences", filter=inside), unsure=Count("presences", filter=inside & old)
    )
    return [Inside(area, area.number, area.unsure) for area in counted.filter(number__gt=0)]


def _ports(scope: Scope) -> frozenset[int]:
    return scope.ports(Capability.WATCH_GATES.value)


def _attempts(scope: Scope, at: datetime, watched: Watched) -> Iterable[Call]:
    alarming = Q(reasons__overlap=sorted(ALARMING))
    recent = Q(result=GateResult.REFUSED.value, at__gte=at - CALLS_WITHIN) & ~Q(reasons=WAITS_FOR_SECOND)
    if watched.gates:
        recent &= Q(reader__gate__in=watched.gates)
    if watched.badge:
        recent &= Q(badge_serial=watched.badge)
    unseen = live_events(scope=scope).filter(at__gte=at - ALARM_STAYS, sighting=None)
    for event in unseen.filter(alarming | recent)[:ROWS]:
        yield Call(event.at, not ALARMING.isdisjoint(event.reasons), attempt=event)


def _doors(scope: Scope, at: datetime, watched: Watched) -> Iterable[Call]:
    recent = Q(kind__in=[kind.value for kind in CALLING_DOORS], at__gte=at - CALLS_WITHIN)
    if watched.gates:
        recent &= Q(reader__gate__in=watched.gates)
    if watched.badge:
        recent &= Q(pk=None)  # a door does not know whose badge opened it
    loud = Q(kind__in=[kind.value for kind in LOUD_DOORS])
    unseen = live_door_events(scope=scope).filter(at__gte=at - ALARM_STAYS, sighting=None)
    doors = list(unseen.filter(loud | recent)[:ROWS])
    opened_by = _attempts_of(doors)
    closed = _closings(doors)
    for door in doors:
        yield Call(
            door.at,
            door.kind_word in LOUD_DOORS,
            attempt=opened_by.get((door.reader_id, door.attempt)),
            door=door,
            closed_at=min((when for when in closed.get(door.reader_id, ()) if when >= door.at), default=None),
        )


def _attempts_of(doors: list[DoorEvent]) -> dict[tuple[int | None, str], GateEvent]:
    """By reader and nonce the attempts that these events followed."""
    nonces = [door.attempt for door in doors if door.attempt]
    if not nonces:
        return {}
    sources = {source_of(door.reader.code) for door in doors}
    found = Q()
    for port_id in {door.port_id for door in doors}:
        found |= named("gate", port_id, sources, nonces)
    events = GateEvent.objects.select_related("person__organisation", "badge").filter(found)
    return {(event.reader_id, event.code): event for event in events}


def _closings(doors: list[DoorEvent]) -> dict[int, list[datetime]]:
    """By reader the moments when its door was closed again, since the first of these events."""
    open_doors = [door for door in doors if door.kind_word is not DoorEventKind.NOT_ENTERED]
    if not open_doors:
        return {}
    closings = DoorEvent.objects.filter(
        port_id__in={door.port_id for door in open_doors},
        reader_id__in={door.reader_id for door in open_doors},
        kind=DoorEventKind.CLOSED.value,
        at__gte=min(door.at for door in open_doors),
    ).values_list("reader_id", "at")
    found: dict[int, list[datetime]] = {}
    for reader_id, when in closings:
        found.setdefault(reader_id, []).append(when)
    return found
