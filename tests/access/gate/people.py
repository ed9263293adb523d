"""A gate, and people who come to it, as facts. Erin's badge and clearance are in order."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from access.enums import BadgeState, Direction
from access.gate.clearance import ENHANCED_LEVEL, GRANTED, NO_LEVEL, STANDARD_LEVEL, ClearanceFacts
from access.gate.facts import AreaFacts, BadgeFacts, GateFacts, ReaderFacts

PORT_TIME = timezone(timedelta(hours=1))
NOON = datetime(2026, 3, 10, 12, tzinfo=PORT_TIME)

AREAS = {
    "OUT": None,
    "TERMINAL": AreaFacts("TERMINAL", (), STANDARD_LEVEL),
    "BLOCK": AreaFacts("BLOCK", ("TERMINAL",), STANDARD_LEVEL),
    "CAGE": AreaFacts("CAGE", ("BLOCK", "TERMINAL"), ENHANCED_LEVEL),
    "CANTEEN": AreaFacts("CANTEEN", ("TERMINAL",), NO_LEVEL),
}


def badge(state: BadgeState = BadgeState.ACTIVE, areas: tuple[str, ...] = ("TERMINAL",)) -> BadgeFacts:
    first, end = datetime(2026, 1, 1, tzinfo=PORT_TIME), datetime(2026, 12, 31, tzinfo=PORT_TIME)
    return BadgeFacts("B-1", state, first, end, frozenset(areas))


def clearance(
    state: str = GRANTED,
    level: int = STANDARD_LEVEL,
    until: date = date(2026, 12, 31),
    since: date = date(2026, 1, 1),
    *,
    escort_only: bool = False,
) -> ClearanceFacts:
    return ClearanceFacts(state, level, since, until, escort_only=escort_only)


def reader(leads_to: str = "TERMINAL", leads_from: str = "OUT", in_service: bool = True) -> ReaderFacts:
    return ReaderFacts("R1", AREAS[leads_from], AREAS[leads_to], in_service)


def erin() -> GateFacts:
    return GateFacts(NOON, Direction.IN, badge(), clearance(), reader())
