"""What closes a gate for everybody, whoever comes; and when it opens by itself."""

from __future__ import annotations

from datetime import UTC, datetime

from access.gate.checks import Check
from access.gate.facts import GateFacts
from access.gate.level import area_locked_down, gate_held, port_locked_down
from access.gate.opening import area_closed
from access.gate.reader import reader_closed_at_level, reader_not_assigned, reader_out_of_service
from access.gate.statement import reason_of
from portsec.kernel.verdict import Reason

CLOSING: tuple[Check, ...] = (
    reader_not_assigned,
    reader_out_of_service,
    port_locked_down,
    area_locked_down,
    gate_held,
    reader_closed_at_level,
    area_closed,
)
"""The checks that know nothing of the person. Those of a lockdown let some functions pass all the same."""

MOST_STEPS = 60  # two areas with hours that never overlap would be tried for ever


def closed_by(facts: GateFacts) -> tuple[Reason, ...]:
    """All that keeps everybody out at this gate now; ways out stay open."""
    return tuple(reason_of(check) for check in CLOSING if check(facts))


def next_opening(facts: GateFacts) -> datetime | None:
    """The first moment after `at` when every area on the way in is open by its hours.

    None where they are open now, and where hours never open again. Lockdowns and levels end when somebody
    ends them, so they say nothing here.
    """
    hours = facts.needs.hours
    moment: datetime = facts.at
    for _ in range(MOST_STEPS):
        closed = [each for each in hours if not each.is_open(moment)]
        if not closed:
            return moment if moment != facts.at else None
        openings = [each.next_opening(moment) for each in closed]
        known = [opening.astimezone(UTC) for opening in openings if opening is not None]
        if len(known) < len(openings):
            return None
        moment = max(known).astimezone(facts.at.tzinfo)
    return None
