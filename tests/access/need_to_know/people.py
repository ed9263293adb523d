"""A container and Erin, who asks for it: cleared and with a role. Each test adds her work."""

from __future__ import annotations

from datetime import datetime, timedelta

from access.enums import DataAction, FieldClass, RosterKind
from access.gate.clearance import ENHANCED_LEVEL
from access.gate.isps import IspsLevel
from access.need_to_know.facts import (
    BreakGlassFact,
    GrantFact,
    HandOverFact,
    InsideFact,
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
BLOCK, TERMINAL, BERTH = "C12", "TERMINAL-A", "BERTH-3"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def container(
    gate_out_at: datetime | None = None, risk: int = 1, isps_level: IspsLevel = IspsLevel.NORMAL
) -> ResourceFacts:
    call = VesselCallFact(CALL, frozenset({BERTH}), NOON - DAY, NOON + DAY)
    return ResourceFacts(BOX, LADING, call, risk, "LINE", gate_out_at, TERMINAL, BLOCK, isps_level=isps_level)


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
        "remote": True,  # tests of the place where critical data are read take it away
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
    area: str = BERTH,
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


def inside(*areas: str, since: timedelta = -HOUR) -> InsideFact:
    return InsideFact(frozenset(areas or (BERTH, TERMINAL)), NOON + since)


def broken(
    field_class: FieldClass = FieldClass.S3,
    begun: timedelta = -HOUR,
    ends: timedelta = HOUR,
    of: str = BOX,
    reviewed: bool = False,
    passed: bool = False,
) -> BreakGlassFact:
    return BreakGlassFact("BG-1", of, field_class, NOON + begun, NOON + ends, reviewed, passed)


def handed_over(person: str = "P-BOB", team: str = "YARD", at: timedelta = -HOUR) -> HandOverFact:
    return HandOverFact(person, team, NOON + at, "L-1")
