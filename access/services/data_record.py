"""What an answered look-up leaves, as plain values. The service and the lane both write exactly this."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from access.enums import DataAction, DataResult, FieldClass
from access.look_up_facts.asked import Asked
from access.look_up_facts.loaded import Keys
from access.need_to_know.decide import LookUpDecision

LONGEST_TEXT = 200  # characters kept of a purpose that somebody typed


class PortKey(Protocol):
    """What is needed of a port: its key and its UN/LOCODE."""

    @property
    def pk(self) -> int: ...

    @property
    def locode(self) -> str: ...


@dataclass(frozen=True, slots=True)
class LookUp:
    """One question: may this account or person do this to this object's fields, for this reason?

    `subject_type` is account or person. `object_ref` is what was asked for, found or not.
    """

    subject_type: str
    subject_id: str
    action: DataAction
    field_class: FieldClass
    object_ref: str
    object_type: str = "container"
    purpose: str = ""
    work_ref: str = ""
    system: str = ""
    workstation_area: str = ""
    ip: str = ""
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Left:
    """`event` are columns of `DataEvent` but for the receipt; `entry` what `ledger.services.record` takes."""

    kind: str
    entry: dict[str, Any]
    event: dict[str, Any]


def asked_of(port: PortKey, look_up: LookUp, *, zone: ZoneInfo, at: datetime) -> Asked:
    """What the statement is asked for this look-up. `zone` is the port's own time."""
    return Asked(
        port=port.pk,
        at=at,
        zone=zone,
        subject_type=look_up.subject_type,
        subject=look_up.subject_id,
        object=look_up.object_ref,
        object_type=look_up.object_type,
        action=look_up.action,
        field_class=look_up.field_class,
        purpose=look_up.purpose,
        work_ref=look_up.work_ref,
    )


def left_by(
    port: PortKey, look_up: LookUp, decision: LookUpDecision, keys: Keys, *, actor: str, at: datetime
) -> Left:
    """What this look-up leaves, shown or refused. `actor` is who asked for the decision."""
    event_id, allowed = str(uuid.uuid4()), decision.verdict.allowed
    entry = {
        "actor": actor,
        "at": at,
        "subject": f"{look_up.object_type}:{look_up.object_ref}",
        "port": port.locode,
        "event": event_id,
        "account": f"{look_up.subject_type}:{look_up.subject_id}",
        "action": look_up.action.label.lower(),
        "object": look_up.object_ref,
        "field_class": look_up.field_class.value,
        **_grounds(decision),
    }
    event = {
        "id": event_id,
        "port_id": port.pk,
        "source": "decision",
        "code": event_id,
        "at": at,
        "received_at": at,
        "account": look_up.subject_id,
        "person_id": keys.person,
        "person_ref": keys.person_ref,
        **_asked_for(look_up),
        **_found(decision),
    }
    return Left("access.look_up.shown" if allowed else "access.look_up.refused", entry, event)


def _asked_for(look_up: LookUp) -> dict[str, Any]:
    return {
        "action": look_up.action.value,
        "object_type": look_up.object_type,
        "object_ref": look_up.object_ref,
        "field_class": look_up.field_class.value,
        "rows": look_up.rows,
        "workstation_area": look_up.workstation_area,
        "ip": look_up.ip,
        "system": look_up.system,
        "purpose": look_up.purpose[:LONGEST_TEXT],
        "work_ref": look_up.work_ref,
    }


def _found(decision: LookUpDecision) -> dict[str, Any]:
    carried = decision.explanation
    result = DataResult.OK if decision.verdict.allowed else DataResult.DENIED
    return {
        "result": result.value,
        "reasons": list(decision.verdict.codes),
        "explanation": carried.code if carried else "",
        "explanation_ref": carried.source if carried else "",
    }


def _grounds(decision: LookUpDecision) -> dict[str, object]:
    """What the record says for the answer: the work that carried it, or every reason against it."""
    if not decision.verdict.allowed:
        return {"reasons": list(decision.verdict.codes)}
    carried = decision.explanation
    return {"explanation": f"{carried.code} {carried.source}".strip() if carried else "no protection"}
