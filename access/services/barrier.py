"""Keeps the register of barriers and their inspections."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from access.enums import BarrierCondition, BarrierKind
from access.models import Area, Barrier, BarrierInspection, Gate
from access.permissions.area import may_manage_areas
from access.services.area import CODE
from access.zoning.changes import altered
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope

LABELS = {"code": "code", "name": "name", "kind": "kind", "area": "area", "gate": "gate"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BarrierDetails:
    """What an officer says of a barrier. `area` and `gate` are codes, or "" for none."""

    code: str
    name: str
    kind: str = BarrierKind.FENCE.value
    area: str = ""
    gate: str = ""


def details_of(barrier: Barrier) -> BarrierDetails:
    """A barrier as it stands."""
    return BarrierDetails(
        code=barrier.code,
        name=barrier.name,
        kind=barrier.kind,
        area=barrier.area.code if barrier.area else "",
        gate=barrier.gate.code if barrier.gate else "",
    )


@transaction.atomic
def define(
    port: Port,
    details: BarrierDetails,
    *,
    first_inspection_on: date,
    actor: User,
    scope: Scope,
    at: datetime,
) -> Barrier:
    """Register a barrier, with the day by which it is first inspected.

    Refuses when: the actor keeps no barriers there (Refused); the code is taken, something is missing or
    impossible, or the day has passed (InvalidInput, by field). Records: access.barrier.defined.
    """
    require(may_manage_areas(scope, port.pk))
    if first_inspection_on < timezone.localdate(at):
        problem = "The day of the first inspection has passed."
        raise InvalidInput(problem, fields={"first_inspection_on": problem})
    barrier = Barrier(port=port, next_inspection_on=first_inspection_on)
    _fill(barrier, details)
    changes = altered(asdict(BarrierDetails(code="", name="", kind="")), asdict(details), LABELS)
    _record(barrier, "defined", actor=actor, at=at, changes=changes)
    return barrier


@transaction.atomic
def change(barrier: Barrier, details: BarrierDetails, *, actor: User, scope: Scope, at: datetime) -> bool:
    """Change what a barrier is or where it stands; True when something differed.

    Refuses as `define` does. Records: access.barrier.changed, with what it was and is.
    Safe to repeat because: equal values change nothing.
    """
    require(may_manage_areas(scope, barrier.port_id))
    held = _held(barrier)
    changes = altered(asdict(details_of(held)), asdict(details), LABELS)
    if not changes:
        return False
    _fill(held, details)
    _record(held, "changed", actor=actor, at=at, changes=changes)
    return True


@transaction.atomic
def inspect(
    barrier: Barrier,
    *,
    on: date,
    condition: BarrierCondition,
    remark: str,
    next_on: date,
    actor: User,
    scope: Scope,
    at: datetime,
) -> BarrierInspection:
    """Put on record how a barrier was found, and when it is looked at again.

    An inspection that is entered late is kept, and does not take the place of a newer one.
    Refuses when: the actor keeps no barriers there (Refused); the day lies ahead, the next one not after it,
    or a worn or defect barrier has no remark (InvalidInput, by field). Records: access.barrier.inspected.
    """
    require(may_manage_areas(scope, barrier.port_id))
    wrong: dict[str, str] = {}
    if on > timezone.localdate(at):
        wrong["on"] = "This day lies ahead."
    if next_on <= on:
        wrong["next_on"] = "The next inspection comes after this one."
    if condition is not BarrierCondition.GOOD and not remark.strip():
        wrong["remark"] = "Say what is the matter, so that somebody can mend it."
    if wrong:
        raise InvalidInput(" ".join(wrong.values()), fields=wrong)
    held = _held(barrier)
    inspection = BarrierInspection.objects.create(
        barrier=held,
        on=on,
        condition=condition.value,
        remark=remark.strip(),
        by=actor.reference,
        recorded_at=at,
    )
    if held.inspected_on is None or on >= held.inspected_on:
        held.condition, held.inspected_on, held.next_inspection_on = condition.value, on, next_on
        held.save(update_fields=["condition", "inspected_on", "next_inspection_on"])
    _record(
        held,
        "inspected",
        actor=actor,
        at=at,
        on=on,
        condition=condition.label.lower(),
        remark=remark.strip(),
        next_on=next_on,
    )
    return inspection


@transaction.atomic
def remove(barrier: Barrier, *, reason: str, actor: User, scope: Scope, at: datetime) -> None:
    """Take a barrier that was never inspected off the register, an error in setting up.

    Refuses when: the actor keeps no barriers there (Refused); the reason is empty (InvalidInput); it has
    inspections, which stay on file (Conflict). Records: access.barrier.removed.
    """
    require(may_manage_areas(scope, barrier.port_id))
    if not reason.strip():
        raise InvalidInput("Give the reason; it goes on record.", fields={"reason": "Give the reason."})
    held = _held(barrier)
    _record(held, "removed", actor=actor, at=at, reason=reason.strip())
    try:
        held.delete()
    except ProtectedError:
        raise Conflict(f"{held.name} has inspections, which stay on file.") from None


def _held(barrier: Barrier) -> Barrier:
    rows = Barrier.objects.select_for_update(of=("self",), no_key=True).select_related("port", "area", "gate")
    return rows.get(pk=barrier.pk)


def _fill(barrier: Barrier, details: BarrierDetails) -> None:
    port = barrier.port
    area = Area.objects.filter(port=port, code=details.area).first() if details.area else None
    gate = Gate.objects.filter(port=port, code=details.gate).first() if details.gate else None
    wrong: dict[str, str] = {}
    if not CODE.fullmatch(details.code):
        wrong["code"] = "A code is 1 to 40 letters, digits, dots or dashes."
    if not details.name.strip():
        wrong["name"] = "Give the barrier a name."
    if details.kind not in {kind.value for kind in BarrierKind}:
        wrong["kind"] = "Choose one of the kinds."
    if details.area and area is None:
        wrong["area"] = f"There is no area {details.area}."
    if details.gate and gate is None:
        wrong["gate"] = f"There is no gate {details.gate}."
    if not details.area and not details.gate:
        wrong["area"] = "Say at which area or gate it stands."
    if wrong:
        raise InvalidInput(" ".join(wrong.values()), fields=wrong)
    barrier.code, barrier.name, barrier.kind = details.code, details.name.strip(), details.kind
    barrier.area, barrier.gate = area, gate
    try:
        with transaction.atomic():
            barrier.save()
    except IntegrityError:
        problem = f"{port.name} has a barrier {details.code} already."
        raise InvalidInput(problem, fields={"code": problem}) from None


def _record(barrier: Barrier, verb: str, *, actor: User, at: datetime, **body: object) -> None:
    record.append(
        f"access.barrier.{verb}",
        actor=actor.reference,
        at=at,
        subject=barrier.reference,
        port=barrier.port.locode,
        barrier=barrier.code,
        **body,
    )
