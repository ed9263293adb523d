"""Sets up readers: at which gate they stand, which areas they join, whether they serve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, Q

from access.models import Area, Gate, Reader
from access.models.gate_event import source_of
from access.permissions.area import may_manage_areas
from access.port_directory.tables import OUTSIDE
from access.selectors.area_use import uses_of_reader
from access.services.area import CODE
from access.zoning.changes import altered
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope

LABELS = {
    "code": "code",
    "gate": "gate",
    "area_from": "from",
    "area_to": "to",
    "terminal": "terminal",
    "in_service": "in service",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderDetails:
    """What an officer says of a reader. `gate` is a code or ""; an area is a code, or "" for outside."""

    code: str
    gate: str = ""
    area_from: str = ""
    area_to: str = ""
    terminal: str = ""
    in_service: bool = True


def details_of(reader: Reader) -> ReaderDetails:
    """A reader as it stands."""
    return ReaderDetails(
        code=reader.code,
        gate=reader.gate.code if reader.gate else "",
        area_from=reader.area_from.code if reader.area_from else "",
        area_to=reader.area_to.code if reader.area_to else "",
        terminal=reader.terminal,
        in_service=reader.in_service,
    )


@transaction.atomic
def define(port: Port, details: ReaderDetails, *, actor: User, scope: Scope, at: datetime) -> Reader:
    """Set up a new reader.

    Refuses when: the actor sets up no readers there (Refused); the code is taken, gate or areas are unknown,
    or both sides are the same (InvalidInput, by field). Records: access.reader.defined.
    """
    require(may_manage_areas(scope, port.pk))
    reader = Reader(port=port)
    _fill(reader, details)
    _save(reader)
    changes = altered(asdict(ReaderDetails(code="")), asdict(details), LABELS)
    _record(reader, "defined", actor=actor.reference, at=at, changes=changes)
    return reader


@transaction.atomic
def change(reader: Reader, details: ReaderDetails, *, actor: User, scope: Scope, at: datetime) -> bool:
    """Change a reader; True when something differed. Its code stays, because events name it.

    Refuses as `define` does. Records: access.reader.changed, with what it was and is.
    Safe to repeat because: equal values change nothing.
    """
    require(may_manage_areas(scope, reader.port_id))
    held = _held(reader)
    before = details_of(held)
    if details.code != before.code:
        problem = "The code of a reader stays: its events and its device name it."
        raise InvalidInput(problem, fields={"code": problem})
    changes = altered(asdict(before), asdict(details), LABELS)
    if not changes:
        return False
    _fill(held, details)
    _save(held)
    _record(held, "changed", actor=actor.reference, at=at, changes=changes)
    return True


@transaction.atomic
def remove(reader: Reader, *, reason: str, actor: User, scope: Scope, at: datetime) -> None:
    """Remove a reader that was never used.

    Refuses when: the actor sets up no readers there (Refused); the reason is empty (InvalidInput); it has
    attempts, door events or a device: take it out of service (Conflict).
    Records: access.reader.removed.
    """
    require(may_manage_areas(scope, reader.port_id))
    text = _reason(reason)
    held = _held(reader)
    if uses := uses_of_reader(held):
        raise Conflict(f"Reader {held.code} has {', '.join(uses)}. Take it out of service.")
    _record(held, "removed", actor=actor.reference, at=at, reason=text)
    try:
        held.delete()
    except ProtectedError:
        raise Conflict(f"Reader {held.code} was used meanwhile. Take it out of service.") from None


@transaction.atomic
def close_area(area: Area, *, reason: str, actor: User, scope: Scope, at: datetime) -> list[str]:
    """Take an area out of service: every reader on its border serves no more. The codes of those.

    Whoever is inside gets out: a way out opens whatever the reader's state.
    Refuses when: the actor sets up no areas there (Refused); the reason is empty (InvalidInput).
    Records: access.area.closed, and access.reader.changed for each reader.
    Safe to repeat because: readers that serve no more stay as they are.
    """
    require(may_manage_areas(scope, area.port_id))
    text = _reason(reason)
    border = Reader.objects.select_for_update(of=("self",), no_key=True).select_related("port")
    readers = list(border.filter(Q(area_from=area) | Q(area_to=area), in_service=True).order_by("code"))
    for reader in readers:
        reader.in_service = False
        reader.save(update_fields=["in_service"])
        _record(reader, "changed", actor=actor.reference, at=at, changes=["in service yes → no"])
    codes = [reader.code for reader in readers]
    record.append(
        "access.area.closed",
        actor=actor.reference,
        at=at,
        subject=area.reference,
        port=area.port.locode,
        area=area.code,
        readers=codes,
        reason=text,
    )
    return codes


@transaction.atomic
def keep_at_gates(port: Port, gate_of: Mapping[str, str]) -> set[str]:
    """Take over from a port's own data at which gate readers stand; the codes of gates that gained one.

    Readers and gates must be known. Safe to repeat because: who stands there already stays.
    """
    gates = {gate.code: gate for gate in Gate.objects.filter(port=port)}
    moved = []
    for reader in Reader.objects.filter(port=port, code__in=gate_of):
        if reader.gate_id != gates[gate_of[reader.code]].pk:
            reader.gate = gates[gate_of[reader.code]]
            moved.append(reader)
    Reader.objects.bulk_update(moved, ["gate"])
    return {gate_of[reader.code] for reader in moved}


def _held(reader: Reader) -> Reader:
    rows = Reader.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("port", "gate", "area_from", "area_to").get(pk=reader.pk)


def _fill(reader: Reader, details: ReaderDetails) -> None:
    wrong: dict[str, str] = {}
    if not CODE.fullmatch(details.code):
        wrong["code"] = "A code is 1 to 40 letters, digits, dots or dashes."
    gate = Gate.objects.filter(port=reader.port, code=details.gate).first() if details.gate else None
    if details.gate and gate is None:
        wrong["gate"] = f"There is no gate {details.gate}."
    sides = {
        "area_from": _area(reader.port, details.area_from),
        "area_to": _area(reader.port, details.area_to),
    }
    for name, area in sides.items():
        if area is None and getattr(details, name) not in {"", OUTSIDE}:
            wrong[name] = f"There is no area {getattr(details, name)}."
    if details.area_from and details.area_from == details.area_to:
        wrong["area_to"] = "Both sides of the reader are the same area."
    if wrong:
        raise InvalidInput(" ".join(wrong.values()), fields=wrong)
    reader.code, reader.gate, reader.terminal = details.code, gate, details.terminal.strip()
    reader.area_from, reader.area_to = sides["area_from"], sides["area_to"]
    reader.in_service = details.in_service


def _area(port: Port, code: str) -> Area | None:
    return Area.objects.filter(port=port, code=code).first() if code else None


def _save(reader: Reader) -> None:
    try:
        with transaction.atomic():
            reader.save()
    except IntegrityError:
        problem = f"{reader.port.name} has a reader {reader.code} already."
        raise InvalidInput(problem, fields={"code": problem}) from None


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput("Give the reason; it goes on record.", fields={"reason": "Give the reason."})
    return reason.strip()


def _record(reader: Reader, verb: str, *, actor: str, at: datetime, **body: object) -> None:
    record.append(
        f"access.reader.{verb}",
        actor=actor,
        at=at,
        subject=source_of(reader.code),
        port=reader.port.locode,
        reader=reader.code,
        **body,
    )
