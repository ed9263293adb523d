"""Reads what the page of one gate shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Func, Q
from django.utils import timezone

from access.enums import Direction, GateResult
from access.gate.closing import closed_by, next_opening
from access.gate.facts import GateFacts, ReaderFacts
from access.gate.isps import MEASURES, IspsLevel
from access.gate.lockdown import Lockdown as LockdownFacts
from access.models import Area, Barrier, DoorEvent, Gate, GateEvent, Lockdown, Reader
from access.selectors.area_plan import AreaPlan, area_plan
from access.selectors.gate_event import SENTENCES
from access.selectors.live import live_door_events, newest_at, watched_gates
from access.zoning.wording import Asked
from portsec.kernel.errors import InvalidInput, NotFound
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Reason

REFUSALS_WITHIN = timedelta(hours=24)
DOOR_ROWS = 8


@dataclass(frozen=True, slots=True)
class ReaderState:
    """One reader of the gate. `list_is_late`: it works alone on a list older than the level allows.

    `closed_by`: what keeps everybody out there now; `opens_next`: when its hours let people in again.
    """

    reader: Reader
    inner: str
    outer: str
    closed_by: tuple[Reason, ...]
    opens_next: datetime | None
    list_is_late: bool


@dataclass(frozen=True, slots=True)
class AskedBy:
    """An area behind the gate, or one around it, and what it asks in words."""

    area: Area
    asked: list[Asked]


@dataclass(frozen=True, slots=True)
class GateSheet:
    """All that the page shows of a gate. `level` is the highest behind it; `hold` the gate's own, if any."""

    level: IspsLevel
    readers: list[ReaderState]
    areas: list[AskedBy]
    lockdowns: list[Lockdown]
    barriers: list[Barrier]
    attempts: list[GateEvent]
    door_events: list[DoorEvent]
    refusals: list[tuple[str, int]]

    @property
    def level_label(self) -> str:
        return f"ISPS level {self.level.value}"

    @property
    def hold(self) -> Lockdown | None:
        return next((one for one in self.lockdowns if one.gate_id is not None), None)

    @property
    def is_closed(self) -> bool:
        """Whether nobody comes in at any of its readers."""
        return bool(self.readers) and all(state.closed_by for state in self.readers)

    @property
    def closed_by(self) -> list[Reason]:
        """What closes the gate, each reason once."""
        return list(dict.fromkeys(reason for state in self.readers for reason in state.closed_by))

    @property
    def opens_next(self) -> datetime | None:
        return min((state.opens_next for state in self.readers if state.opens_next), default=None)


def access_gate(code: str, *, scope: Scope) -> Gate:
    """One gate by code.

    Raises NotFound when absent or out of reach; InvalidInput when several of the caller's ports have it.
    """
    found = list(watched_gates(scope=scope).filter(code=code)[:2])
    if not found:
        raise NotFound("gate")
    if len(found) > 1:
        raise InvalidInput(f"Several of your ports have a gate {code}.")
    return found[0]


def hold_of(gate: Gate) -> Lockdown | None:
    """What holds this gate alone now."""
    return Lockdown.objects.filter(gate=gate, ended_at=None).select_related("port", "gate").first()


def gate_sheet(gate: Gate, *, scope: Scope, at: datetime) -> GateSheet:
    """The gate as it stands at a moment."""
    plan = area_plan(gate.port, at=at)
    readers = list(Reader.objects.filter(gate=gate).select_related("area_from", "area_to", "device"))
    codes = _codes(readers, plan)
    lockdowns = _lockdowns(gate, codes)
    level = max([plan.levels.port, *(plan.effective_level(code) for code in codes)])
    return GateSheet(
        level=level,
        readers=[_state(reader, gate, plan, lockdowns, at) for reader in readers],
        areas=[AskedBy(plan.areas[code], plan.asked_by(code)) for code in codes],
        lockdowns=lockdowns,
        barriers=list(Barrier.objects.filter(gate=gate)),
        attempts=newest_at(gate, scope=scope),
        door_events=list(live_door_events(scope=scope).filter(reader__gate=gate)[:DOOR_ROWS]),
        refusals=_refusals(readers, at),
    )


def _codes(readers: Iterable[Reader], plan: AreaPlan) -> list[str]:
    """The areas that the gate joins and those around them, each once, inner ones first."""
    sides = [side.code for reader in readers for side in (reader.area_to, reader.area_from) if side]
    chains = [each.code for code in sides for each in plan.facts[code].chain]
    return list(dict.fromkeys([*sides, *chains]))


def _lockdowns(gate: Gate, codes: list[str]) -> list[Lockdown]:
    """What closes the port, one of these areas or this gate now."""
    port_wide = Q(area=None, gate=None)
    rows = Lockdown.objects.filter(port=gate.port, ended_at=None).select_related("area", "gate", "port")
    return list(rows.filter(port_wide | Q(area__code__in=codes) | Q(gate=gate)))


def _state(
    reader: Reader, gate: Gate, plan: AreaPlan, lockdowns: list[Lockdown], at: datetime
) -> ReaderState:
    facts = _as_entered(reader, gate, plan, lockdowns, at)
    inner, outer = facts.area, facts.beyond
    age = at - reader.list_issued_at if reader.list_issued_at else None
    return ReaderState(
        reader=reader,
        inner=plan.areas[inner.code].name if inner else "",
        outer=plan.areas[outer.code].name if outer else "",
        closed_by=closed_by(facts),
        opens_next=next_opening(facts),
        list_is_late=age is not None and age > MEASURES[facts.effective_level].list_age,
    )


def _as_entered(
    reader: Reader, gate: Gate, plan: AreaPlan, lockdowns: list[Lockdown], at: datetime
) -> GateFacts:
    """The place alone, as an attempt to go in would find it."""
    of_gate = [frozenset(one.passing) for one in lockdowns if one.gate_id is not None]
    of_port = [frozenset(one.passing) for one in lockdowns if one.area_id is None and one.gate_id is None]
    facts = ReaderFacts(
        code=reader.code,
        area_from=plan.facts[reader.area_from.code] if reader.area_from else None,
        area_to=plan.facts[reader.area_to.code] if reader.area_to else None,
        in_service=reader.in_service,
        highest_level=IspsLevel(gate.highest_level),
        hold=LockdownFacts(of_gate[0]) if of_gate else None,
    )
    return GateFacts(
        at=timezone.localtime(at),
        direction=Direction.OUT if facts.leads_outward else Direction.IN,
        badge=None,
        clearance=None,
        reader=facts,
        isps_level=plan.levels.port,
        lockdown=LockdownFacts(of_port[0]) if of_port else None,
    )


def _refusals(readers: list[Reader], at: datetime) -> list[tuple[str, int]]:
    """(sentence of the reason, refusals) of the last 24 hours at these readers, most frequent first."""
    if not readers:
        return []
    rows = (
        GateEvent.objects.filter(
            port_id=readers[0].port_id,
            reader_code__in=[reader.code for reader in readers],
            at__gte=at - REFUSALS_WITHIN,
            result=GateResult.REFUSED.value,
        )
        .order_by()
        .annotate(reason=Func(F("reasons"), function="unnest"))
        .values("reason")
        .annotate(number=Count("pk"))
        .order_by("-number", "reason")
    )
    return [(SENTENCES.get(row["reason"], row["reason"].replace("_", " ")), row["number"]) for row in rows]
