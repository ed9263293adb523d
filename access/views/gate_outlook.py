"""What every gate of a port would answer to a badge at this moment. Nothing of it is recorded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from access.enums import Direction
from access.gate.decide import decide
from access.models import Area, Badge, Reader
from access.services.gate_event import gather, reader_facts
from portsec.kernel.verdict import Verdict


@dataclass(frozen=True, slots=True)
class GateOutlook:
    reader: Reader
    leads_to: str
    verdict: Verdict


def outlook(badge: Badge, *, at: datetime) -> list[GateOutlook]:
    """The answer of each reader to an entry, by the same facts and the same rule as a real attempt."""
    readers = list(Reader.objects.filter(port_id=badge.port_id).order_by("code"))
    if not readers:
        return []
    _with_areas(readers, badge.port_id)
    facts = gather(readers[0], badge, Direction.IN, at=at)
    return [
        GateOutlook(
            reader,
            reader.area_to.name if reader.area_to else "outside",
            decide(replace(facts, reader=reader_facts(reader))),
        )
        for reader in readers
    ]


def _with_areas(readers: list[Reader], port_id: int) -> None:
    """Hang the port's areas on the readers, so that walking up their parents asks nothing more."""
    areas = {area.pk: area for area in Area.objects.filter(port_id=port_id)}
    for area in areas.values():
        area.parent = areas[area.parent_id] if area.parent_id else None
    for reader in readers:
        reader.area_from = areas[reader.area_from_id] if reader.area_from_id else None
        reader.area_to = areas[reader.area_to_id] if reader.area_to_id else None
