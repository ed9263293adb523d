"""Decides look-ups of logistics data and records them, shown or refused."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from access.enums import DataAction, DataResult, FieldClass
from access.models import CargoVisit, DataEvent, EventToScan
from access.need_to_know.decide import LookUpDecision, decide
from access.permissions import may_ask
from access.selectors.look_up import gather, requester_named, visit_of
from accounts.models import Port
from ledger.services import record
from portsec.kernel.errors import require
from portsec.kernel.scope import Scope

LONGEST_TEXT = 200  # characters kept of a purpose that somebody typed


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
class Answer:
    """The decision with its record. `visit` is set only when the look-up was allowed."""

    decision: LookUpDecision
    event: DataEvent
    visit: CargoVisit | None


@transaction.atomic
def answer(port: Port, look_up: LookUp, *, actor: str, scope: Scope, at: datetime) -> Answer:
    """Decide one look-up on the clearance and the work context as they stand now.

    Refuses when: the caller may not ask for decisions at this port (Refused); who may only look up cargo
    asks for their own account. A negative decision is no error: it is an answer.
    Records: access.look_up.shown or .refused. Wakes: detection, through EventToScan.
    """
    is_own = look_up.subject_type == "account" and actor == f"user:{look_up.subject_id}"
    require(may_ask(scope, port.pk, is_own=is_own))
    requester = requester_named(port, look_up.subject_type, look_up.subject_id)
    visit = visit_of(port, look_up.object_ref) if look_up.object_type == "container" else None
    decision = decide(
        gather(
            port,
            requester,
            visit,
            object_ref=look_up.object_ref,
            action=look_up.action,
            field_class=look_up.field_class,
            purpose=look_up.purpose,
            work_ref=look_up.work_ref,
            at=at,
        )
    )
    event = _record(port, look_up, decision, requester.person_id, requester.person_ref, actor=actor, at=at)
    return Answer(decision, event, visit if decision.verdict.allowed else None)


def _record(
    port: Port,
    look_up: LookUp,
    decision: LookUpDecision,
    person_id: int | None,
    person_ref: str,
    *,
    actor: str,
    at: datetime,
) -> DataEvent:
    event_id = uuid.uuid4()
    allowed = decision.verdict.allowed
    explanation = decision.explanation
    entry = record.append(
        "access.look_up.shown" if allowed else "access.look_up.refused",
        actor=actor,
        at=at,
        subject=f"{look_up.object_type}:{look_up.object_ref}",
        port=port.locode,
        event=event_id,
        account=f"{look_up.subject_type}:{look_up.subject_id}",
        action=look_up.action.label.lower(),
        object=look_up.object_ref,
        field_class=look_up.field_class.value,
        **_grounds(decision),
    )
    event = DataEvent.objects.create(
        id=event_id,
        port=port,
        source="decision",
        code=str(event_id),
        at=at,
        received_at=at,
        account=look_up.subject_id,
        person_id=person_id,
        person_ref=person_ref,
        action=look_up.action.value,
        object_type=look_up.object_type,
        object_ref=look_up.object_ref,
        field_class=look_up.field_class.value,
        rows=look_up.rows,
        result=(DataResult.OK if allowed else DataResult.DENIED).value,
        reasons=list(decision.verdict.codes),
        explanation=explanation.code if explanation else "",
        explanation_ref=explanation.source if explanation else "",
        workstation_area=look_up.workstation_area,
        ip=look_up.ip,
        system=look_up.system,
        purpose=look_up.purpose[:LONGEST_TEXT],
        work_ref=look_up.work_ref,
        receipt=entry.receipt,
    )
    EventToScan.objects.create(port=port, stream="data", event_number=event.number, at=at)
    return event


def _grounds(decision: LookUpDecision) -> dict[str, object]:
    """What the record says for the answer: the work that carried it, or every reason against it."""
    if not decision.verdict.allowed:
        return {"reasons": list(decision.verdict.codes)}
    carried = decision.explanation
    return {"explanation": f"{carried.code} {carried.source}".strip() if carried else "no protection"}
