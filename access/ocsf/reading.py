"""An OCSF event as cells of the port directory: our own come back as they were, others by their fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from access.ocsf.words import (
    ACTIONS,
    AUTHENTICATION,
    DATASTORE_ACTIVITY,
    DIRECTIONS,
    OURS,
    SUCCESS,
)
from portsec.kernel.errors import InvalidInput

STREAMS: Final = {AUTHENTICATION: "gate_events", DATASTORE_ACTIVITY: "data_events"}
LATEST: Final = 253_402_300_799_999  # milliseconds; the end of the year 9999

_WAYS: Final = {number: word for word, number in DIRECTIONS.items()}
_DEEDS: Final = {number: word for word, number in ACTIONS.items()}


def is_ocsf(event: Mapping[str, Any]) -> bool:
    return "class_uid" in event


def cells_of(event: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The file that such an event belongs to, and its cells. Raises InvalidInput for any other class."""
    class_uid = event.get("class_uid")
    stream = STREAMS.get(class_uid) if isinstance(class_uid, int) else None
    if stream is None:
        taken = " and ".join(map(str, STREAMS))
        raise InvalidInput(f"events of OCSF class {class_uid} are not taken; classes {taken} are")
    ours = _part(_part(event, "unmapped"), OURS)
    if ours:
        return stream, dict(ours)
    return stream, _gate(event) if stream == "gate_events" else _data(event)


def _gate(event: Mapping[str, Any]) -> dict[str, Any]:
    reader, user = _part(event, "dst_endpoint") or _part(event, "service"), _part(event, "user")
    return {
        **_common(event),
        "reader": _first(reader, "name", "uid", "hostname"),
        "direction": _WAYS.get(event.get("activity_id", 0), ""),
        "badge": user.get("credential_uid"),
        "person": _first(user, "uid", "name"),
        "result": "granted" if event.get("status_id") == SUCCESS else "refused",
        "reason": event.get("status_detail") or event.get("status_code"),
        "auth_mode": event.get("auth_protocol"),
    }


def _data(event: Mapping[str, Any]) -> dict[str, Any]:
    user, table = _part(_part(event, "actor"), "user"), _part(event, "table")
    endpoint, named = _part(event, "src_endpoint"), str(event.get("activity_name") or "").lower()
    succeeded, status = event.get("status_id") == SUCCESS, str(event.get("status_code") or "").lower()
    return {
        **_common(event),
        "account": _first(user, "name", "uid"),
        "person": user.get("uid"),
        "action": _DEEDS.get(event.get("activity_id", 0), named),
        "object_type": table.get("name"),
        "object": _first(table, "uid", "name"),
        "rows": event.get("count"),
        "result": "ok" if succeeded else status if status in {"not_found", "error"} else "denied",
        "workstation_area": endpoint.get("zone"),
        "ip": endpoint.get("ip"),
        "system": _part(_part(event, "metadata"), "product").get("name"),
    }


def _common(event: Mapping[str, Any]) -> dict[str, Any]:
    """The name of the event and its time, which OCSF counts in milliseconds and so without any offset."""
    when = event.get("time")
    if not isinstance(when, int) or not 0 <= when <= LATEST:
        raise InvalidInput("time is no number of milliseconds since 1970")
    at = datetime.fromtimestamp(when // 1000, UTC).replace(microsecond=when % 1000 * 1000)
    return {"event": _part(event, "metadata").get("uid"), "at": at.isoformat()}


def _part(event: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = event.get(name)
    return part if isinstance(part, Mapping) else {}


def _first(part: Mapping[str, Any], *names: str) -> Any:
    return next((part[name] for name in names if part.get(name)), None)
