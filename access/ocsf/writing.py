"""An event of the log as an OCSF event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from access.ocsf.words import (
    ACTIONS,
    AUTHENTICATION,
    CATEGORIES,
    DATASTORE_ACTIVITY,
    DIRECTIONS,
    FAILURE,
    INFORMATIONAL,
    OTHER,
    OURS,
    PRODUCT,
    RESULTS,
    VERSION,
)

Event = dict[str, Any]
Cells = Mapping[str, str]


def gate_event(cells: Cells, *, received_at: datetime, source: str) -> Event:
    """A read at a gate; `cells` are the columns of gate_events.csv as text."""
    user = _user(cells["person"] or cells["badge"] or "unknown", credential=cells["badge"])
    return _event(AUTHENTICATION, DIRECTIONS[cells["direction"]], cells, received_at, source) | {
        "user": user,
        "dst_endpoint": {"name": cells["reader"], "type": "Badge reader", "type_id": OTHER},
        **({"auth_protocol": cells["auth_mode"], "auth_protocol_id": OTHER} if cells["auth_mode"] else {}),
    }


def data_event(cells: Cells, *, received_at: datetime, source: str) -> Event:
    """A look-up or change; `cells` are the columns of data_events.csv as text."""
    endpoint = {"ip": cells["ip"], "zone": cells["workstation_area"]}
    told = {name: value for name, value in endpoint.items() if value}
    name = cells["account"] or cells["person"]
    return _event(DATASTORE_ACTIVITY, ACTIONS.get(cells["action"], OTHER), cells, received_at, source) | {
        "activity_name": cells["action"].capitalize(),
        "actor": {"user": _user(cells["person"] or name, name=name)},
        "src_endpoint": told if "ip" in told else {"name": cells["workstation_area"] or "unknown", **told},
        "table": {"name": cells["object_type"] or "unknown", **_given(uid=cells["object"])},
        "count": int(cells["rows"] or 1),
    }


def _event(class_uid: int, activity: int, cells: Cells, received_at: datetime, source: str) -> Event:
    status = RESULTS.get(cells["result"], FAILURE)
    reasons = cells.get("reason", "")
    return {
        "class_uid": class_uid,
        "category_uid": CATEGORIES[class_uid],
        "activity_id": activity,
        "type_uid": class_uid * 100 + activity,
        "severity_id": INFORMATIONAL,
        "time": _milliseconds(datetime.fromisoformat(cells["at"])),
        "metadata": {
            "version": VERSION,
            "product": PRODUCT,
            "uid": cells["event"],
            "log_name": source,
            "logged_time": _milliseconds(received_at),
            "original_time": cells["at"],
        },
        "status_id": status,
        "status": cells["result"],
        **_given(status_detail=reasons),
        "unmapped": {OURS: {name: value for name, value in cells.items() if value}},
    }


def _user(uid: str, *, name: str = "", credential: str = "") -> Event:
    return {"uid": uid, **_given(name=name, credential_uid=credential)}


def _given(**told: str) -> dict[str, str]:
    return {name: value for name, value in told.items() if value}


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)
