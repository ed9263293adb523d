"""What names an area, a gate, a reader or a barrier: as long as something does, it is not removed."""

from __future__ import annotations

from django.db.models import Q

from access.models import (
    Area,
    Badge,
    BadgeRequest,
    Barrier,
    DutyConfirmation,
    Gate,
    GateEvent,
    LevelChange,
    Lockdown,
    Presence,
    Reader,
    RosterSpan,
    Visit,
)
from screening.models import Post


def uses_of(area: Area) -> list[str]:
    """What names the area, in words."""
    named = {"port_id": area.port_id, "areas__contains": [area.code]}
    readers = Reader.objects.filter(Q(area_from=area) | Q(area_to=area))
    found = {
        "badges": Badge.objects.filter(**named),
        "requests for badges": BadgeRequest.objects.filter(**named),
        "visits": Visit.objects.filter(**named),
        "posts": Post.objects.filter(**named),
        "rosters": RosterSpan.objects.filter(port_id=area.port_id, area=area.code),
        "readers": readers,
        "areas inside it": Area.objects.filter(parent=area),
        "barriers": Barrier.objects.filter(area=area),
        "people inside": Presence.objects.filter(area=area),
        "lockdowns": Lockdown.objects.filter(area=area),
        "changes of its ISPS level": LevelChange.objects.filter(area=area),
        "confirmed duties": DutyConfirmation.objects.filter(area=area),
    }
    return [words for words, rows in found.items() if rows.exists()]


def uses_of_gate(gate: Gate) -> list[str]:
    """What names the gate, in words."""
    found = {
        "readers": Reader.objects.filter(gate=gate),
        "barriers": Barrier.objects.filter(gate=gate),
        "holds": Lockdown.objects.filter(gate=gate),
    }
    return [words for words, rows in found.items() if rows.exists()]


def uses_of_reader(reader: Reader) -> list[str]:
    """What names the reader, in words."""
    found = {
        "attempts": GateEvent.objects.filter(port=reader.port_id, reader_code=reader.code).exists(),
        "door events": reader.door_events.exists(),
        "a device": reader.device_id is not None or reader.enrolments.exists(),
        "travel times": reader.travel_from.exists() or reader.travel_to.exists(),
    }
    return [words for words, is_used in found.items() if is_used]
