"""Finds what somebody who watches the gates says they have seen."""

from __future__ import annotations

from access.models import DoorEvent, GateEvent
from access.selectors.event_log import is_id
from access.selectors.live import live_door_events, live_events
from portsec.kernel.errors import InvalidInput, NotFound
from portsec.kernel.scope import Scope


def access_seen_thing(name: str, *, scope: Scope) -> GateEvent | DoorEvent:
    """`attempt:` or `door:` and an id.

    Raises InvalidInput for anything else, NotFound when absent or out of reach.
    """
    kind, _, event_id = name.partition(":")
    if kind not in {"attempt", "door"} or not is_id(event_id):
        raise InvalidInput("Say what was seen.", fields={"seen": "Say what was seen."})
    found: GateEvent | DoorEvent | None
    if kind == "attempt":
        found = live_events(scope=scope).filter(id=event_id).first()
    else:
        found = live_door_events(scope=scope).filter(id=event_id).first()
    if found is None:
        raise NotFound("event")
    return found
