"""A clearance as the gate and need-to-know see it."""

from __future__ import annotations

from access.gate.clearance import ClearanceFacts
from screening.models import Clearance


def clearance_facts(clearance: Clearance | None) -> ClearanceFacts | None:
    """A clearance as judgement sees it."""
    if clearance is None:
        return None
    return ClearanceFacts(
        state=clearance.state,
        level_rank=clearance.level_word.rank,
        valid_from=clearance.valid_from,
        valid_until=clearance.valid_until,
        escort_only=clearance.escort_only,
    )
