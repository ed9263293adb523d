"""What every gate of a port would answer to a badge at this moment. Nothing of it is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from access.gate.decide import decide
from access.gate_facts.asked import Asked
from access.models import Badge, Reader
from access.selectors.gate_facts import gathered_all
from portsec.kernel.verdict import Verdict


@dataclass(frozen=True, slots=True)
class GateOutlook:
    reader: Reader
    leads_to: str
    verdict: Verdict


def outlook(badge: Badge, *, at: datetime) -> list[GateOutlook]:
    """The answer of each reader to an entry, by the same facts and the same rule as a real attempt."""
    readers = list(Reader.objects.filter(port_id=badge.port_id).select_related("area_to").order_by("code"))
    zone = timezone.get_default_timezone()
    asked = [
        Asked(port=badge.port_id, at=at, zone=zone, reader=reader.code, badge=badge.pk) for reader in readers
    ]
    found = gathered_all(asked) if asked else []
    return [
        GateOutlook(reader, reader.area_to.name if reader.area_to else "outside", decide(one.facts))
        for reader, one in zip(readers, found, strict=True)
    ]
