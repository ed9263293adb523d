"""A container and Erin, who asks for it: cleared and with a role. Each test adds her work."""

from __future__ import annotations

from datetime import datetime, timedelta

from access.enums import DataAction, FieldClass, RosterKind
from access.gate.clearance import ENHANCED_LEVEL
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
from tests.access.gate.people import NOON, clearance

BOX, LADING, CALL = "CSQU3054383", "BL-7", "CALL-1"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def container(gate_out_at: datetime | None = None, risk: int = 1) -> ResourceFacts:
    call = VesselCallFact(CALL, frozenset({"BERTH-3"}), NOON - DAY, NOON + DAY)
    return ResourceFacts(BOX, LADING, call, risk, owner_org="LINE", gate_out_at=gate_out_at)


def look_up(field_class: FieldClass = FieldClass.S2, **changes: object) -> LookUpFacts:
    facts = {
        "at": NOON,
        "account_live": True,
        "requester": RequesterFacts("erin", "P-ERIN", "HAULIER", frozenset({"YARD"})),
        "clearance": clearance(level=ENHANCED_LEVEL),
        "action": DataAction.READ,
        "field_class": field_class,
        "object": BOX,
        "resource": container(),
        "role_allows": True,
    }
    return LookUpFacts(**{**facts, **changes})  # type: ignore[arg-type]


def order(
    ref: str = "WO-1",
    kind: str = "order",
    person: str = "P-ERIN",
    team: str = "",
    of: str = BOX,
    opened: timedelta = -2 * HOUR,
    closed: timedelta | None = None,
    by: str = "P-BOB",
) -> WorkOrderFact:
    """Work given to Erin by Bob; times are seen from noon."""
    closed_at = None if closed is None else NOON + closed
    return WorkOrderFact(ref, kind, person, team, of, NOON + opened, closed_at, by)


def hop(from_org: str, to_org: str, at: timedelta = -DAY, by: str = "P-BOB", of: str = BOX) -> ReleaseHopFact:
    return ReleaseHopFact(of, from_org, to_org, NOON + at, by)


def shift(
    starts: timedelta = -HOUR,
    ends: timedelta = 7 * HOUR,
    kind: RosterKind = RosterKind.SHIFT,
    area: str = "BERTH-3",
) -> ShiftFact:
    return ShiftFact(NOON + starts, NOON + ends, kind, area)


def grant(
    field_class: FieldClass = FieldClass.S3,
    purpose: str = "claim 12",
    starts: timedelta = -DAY,
    ends: timedelta = DAY,
    of: str = BOX,
    by: str = "P-BOB",
) -> GrantFact:
    return GrantFact(of, field_class, purpose, NOON + starts, NOON + ends, by, "G-1")
