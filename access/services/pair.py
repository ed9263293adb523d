"""The first of two at a gate of the two-person rule, whose attempt was refused because it had to wait."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from access.enums import Biometric, Direction
from access.gate.company import SecondPerson
from access.gate.decide import decide
from access.gate.facts import GateFacts
from access.gate.two_person import enters_with_second
from access.gate_facts.asked import Asked
from access.gate_facts.loaded import Loaded
from access.models import GateEvent
from access.selectors.gate_facts import gathered
from portsec.kernel.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Waiting:
    """The first one's event, and what their attempt would be answered now that the second has come."""

    event: GateEvent
    loaded: Loaded
    verdict: Verdict


def waiting_first(loaded: Loaded, *, at: datetime) -> Waiting | None:
    """Whoever waits for this attempt; None where it makes no pair.

    Judged again: a minute is long enough to be suspended in, and it is both who go in now.
    """
    facts, first = loaded.facts, loaded.keys.first
    if first is None or facts.second is None or facts.second.is_holder or not enters_with_second(facts):
        return None
    event = GateEvent.objects.select_related("reader__port").get(number=first.number)
    waiting = gathered(_asked_again(event, at))
    return Waiting(event, waiting, decide(replace(waiting.facts, second=SecondPerson(at))))


def with_first_judged(facts: GateFacts, waiting: Waiting | None) -> GateFacts:
    """The second one's facts, with the first one as entitled as they are now."""
    if waiting is None or facts.second is None:
        return facts
    stands = facts.second.is_entitled and waiting.verdict.allowed
    return replace(facts, second=replace(facts.second, is_entitled=stands))


def _asked_again(event: GateEvent, at: datetime) -> Asked:
    compared = {Biometric.MATCH.value: True, Biometric.MISMATCH.value: False}
    return Asked(
        port=event.port_id,
        at=at,
        zone=timezone.get_default_timezone(),
        direction=Direction(event.direction),
        reader=event.reader_code,
        badge=event.badge_id,
        escort=event.escort,
        vouching=len(event.vouched_by),
        biometric=compared.get(event.biometric),
        plate=event.vehicle,
        occupants=event.occupants,
    )
