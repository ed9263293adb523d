"""What security officers keep: a barrier with its inspection, a lockdown that is over, a level and a rule's
values that wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from access.detection.registry import rule_named
from access.enums import BarrierCondition
from access.gate.isps import IspsLevel
from access.models import Area, Barrier, Gate, LevelChange, Lockdown
from access.rule_editing.terms import values_of
from access.services import barrier, isps_level, lockdown, rule_setting
from access.services.barrier import BarrierDetails
from tests.people import Cast


@dataclass(frozen=True)
class Security:
    barrier: Barrier
    lockdown: Lockdown
    proposed: LevelChange


def secured(area: Area, gate: Gate, cast: Cast, *, at: datetime) -> Security:
    """Nothing of it closes a gate: the lockdown is over, and nobody has confirmed the level."""
    acts, today = cast.sven.acts(at), timezone.localdate(at)
    fence = barrier.define(
        area.port,
        BarrierDetails(code="FENCE-1", name="North fence", area=area.code),
        first_inspection_on=today,
        **acts,
    )
    barrier.inspect(
        fence,
        on=today,
        condition=BarrierCondition.WORN,
        remark="Rust at post 14.",
        next_on=today + timedelta(days=30),
        **acts,
    )
    held = lockdown.hold_gate(gate, reason="A fight at the gate.", **cast.gita.acts(at))
    lockdown.release(held, reason="It is over.", **acts)
    proposed = isps_level.propose(
        area, IspsLevel.HEIGHTENED, steps_back_at=at + timedelta(days=2), reason="A threat by letter.", **acts
    )
    rule = rule_named("P08")
    wider = {name: 2 * value for name, value in values_of(rule, {}).items()}
    rule_setting.propose(area.port, rule, wider, reason="Double shifts are usual here.", **cast.paul.acts(at))
    return Security(fence, held, proposed)
