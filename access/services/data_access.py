"""Decides look-ups of logistics data and records them, shown or refused."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from access.enums import DataAction, DataResult, FieldClass
from access.look_up_facts.asked import Asked
from access.look_up_facts.loaded import Keys
from access.models import CargoVisit, DataEvent, EventToScan
from access.need_to_know.decide import NO_NEED_TO_KNOW, SELF_MADE, LookUpDecision, decide
from access.permissions import may_ask
from access.selectors.look_up import AT_ONCE, gathered_all
from accounts.models import Port
from ledger.models import Entry
from ledger.services import record
from portsec.kernel.errors import require
from portsec.kernel.scope import Scope

LONGEST_TEXT = 200  # characters kept of a purpose that somebody typed
ROWS_AT_ONCE = 1_000  # in one statement; PostgreSQL takes 65,535 parameters

A_GRANT_CHANGES = frozenset({NO_NEED_TO_KNOW.code, SELF_MADE.code})
"""Reasons against a look-up that a data owner's grant takes away."""


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

    @property
    def can_be_asked_for(self) -> bool:
        """Whether a grant would turn this no into a yes; the same for an object that is absent."""
        codes = frozenset(self.decision.verdict.codes)
        return not self.decision.verdict.allowed and codes <= A_GRANT_CHANGES


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision that is not on record yet, with what the record needs."""

    port: Port
    look_up: LookUp
    decision: LookUpDecision
    keys: Keys


def answer(port: Port, look_up: LookUp, *, actor: str, scope: Scope, at: datetime) -> Answer:
    """Decide one look-up on the clearance and the work context as they stand now.

    Refuses when: the caller may not ask for decisions at this port (Refused); who may only look up cargo
    asks for their own account. A negative decision is no error: it is an answer.
    Records: access.look_up.shown or .refused. Wakes: detection, through EventToScan.
    """
    (only,) = answer_all([(port, look_up)], actor=actor, scope=scope, at=at)
    return only


@transaction.atomic
def answer_all(
    asked: Sequence[tuple[Port, LookUp]],
    *,
    actor: str,
    scope: Scope,
    at: datetime,
    stop_at: bool | None = None,
) -> list[Answer]:
    """Decide look-ups together, in order, up to and with the first whose answer is `stop_at`.

    Refuses when: as `answer` does, for any of them; then none is answered.
    Records: access.look_up.shown or .refused for each that is answered, all in one transaction and in as many
    statements as for one. Wakes: detection, through EventToScan.
    """
    for port_id, is_own in {(port.pk, _is_own(look_up, actor)) for port, look_up in asked}:
        require(may_ask(scope, port_id, is_own=is_own))
    judged = list(_until(stop_at, _judged(asked, at)))
    events = _record(judged, actor=actor, at=at)
    shown = CargoVisit.objects.select_related("vessel_call").in_bulk(
        {one.keys.visit for one in judged if one.decision.verdict.allowed and one.keys.visit is not None}
    )
    return [
        Answer(one.decision, event, shown.get(one.keys.visit) if one.decision.verdict.allowed else None)
        for one, event in zip(judged, events, strict=True)
    ]


def _is_own(look_up: LookUp, actor: str) -> bool:
    return look_up.subject_type == "account" and actor == f"user:{look_up.subject_id}"


def _judged(asked: Sequence[tuple[Port, LookUp]], at: datetime) -> Iterator[Judged]:
    """Decide one after the other; facts are read for as many at once as one statement takes."""
    for start in range(0, len(asked), AT_ONCE):
        part = asked[start : start + AT_ONCE]
        facts = gathered_all([_asked(port, look_up, at) for port, look_up in part])
        for (port, look_up), found in zip(part, facts, strict=True):
            yield Judged(port, look_up, decide(found.facts), found.keys)


def _until(stop_at: bool | None, judged: Iterable[Judged]) -> Iterator[Judged]:
    for one in judged:
        yield one
        if one.decision.verdict.allowed is stop_at:
            return


def _asked(port: Port, look_up: LookUp, at: datetime) -> Asked:
    return Asked(
        port=port.pk,
        at=at,
        zone=settings.ZONE,
        subject_type=look_up.subject_type,
        subject=look_up.subject_id,
        object=look_up.object_ref,
        object_type=look_up.object_type,
        action=look_up.action,
        field_class=look_up.field_class,
        purpose=look_up.purpose,
        work_ref=look_up.work_ref,
    )


def _record(judged: Sequence[Judged], *, actor: str, at: datetime) -> list[DataEvent]:
    entries, events = [], []
    for one in judged:
        event_id = uuid.uuid4()
        entry = _entry(one, event_id, actor=actor, at=at)
        entries.append(entry)
        events.append(_event(one, event_id, entry.receipt, at=at))
    record.append_all(entries)
    events = DataEvent.objects.bulk_create(events, batch_size=ROWS_AT_ONCE)
    EventToScan.objects.bulk_create(
        [
            EventToScan(port_id=each.port_id, stream="data", event_number=each.number, at=at)
            for each in events
        ],
        batch_size=ROWS_AT_ONCE,
    )
    return events


def _entry(one: Judged, event_id: uuid.UUID, *, actor: str, at: datetime) -> Entry:
    look_up, allowed = one.look_up, one.decision.verdict.allowed
    return record.prepare(
        "access.look_up.shown" if allowed else "access.look_up.refused",
        actor=actor,
        at=at,
        subject=f"{look_up.object_type}:{look_up.object_ref}",
        port=one.port.locode,
        event=event_id,
        account=f"{look_up.subject_type}:{look_up.subject_id}",
        action=look_up.action.label.lower(),
        object=look_up.object_ref,
        field_class=look_up.field_class.value,
        **_grounds(one.decision),
    )


def _event(one: Judged, event_id: uuid.UUID, receipt: str, *, at: datetime) -> DataEvent:
    look_up, decision = one.look_up, one.decision
    explanation = decision.explanation
    result = DataResult.OK if decision.verdict.allowed else DataResult.DENIED
    return DataEvent(
        id=event_id,
        port=one.port,
        source="decision",
        code=str(event_id),
        at=at,
        received_at=at,
        account=look_up.subject_id,
        person_id=one.keys.person,
        person_ref=one.keys.person_ref,
        action=look_up.action.value,
        object_type=look_up.object_type,
        object_ref=look_up.object_ref,
        field_class=look_up.field_class.value,
        rows=look_up.rows,
        result=result.value,
        reasons=list(decision.verdict.codes),
        explanation=explanation.code if explanation else "",
        explanation_ref=explanation.source if explanation else "",
        workstation_area=look_up.workstation_area,
        ip=look_up.ip,
        system=look_up.system,
        purpose=look_up.purpose[:LONGEST_TEXT],
        work_ref=look_up.work_ref,
        receipt=receipt,
    )


def _grounds(decision: LookUpDecision) -> dict[str, object]:
    """What the record says for the answer: the work that carried it, or every reason against it."""
    if not decision.verdict.allowed:
        return {"reasons": list(decision.verdict.codes)}
    carried = decision.explanation
    return {"explanation": f"{carried.code} {carried.source}".strip() if carried else "no protection"}
