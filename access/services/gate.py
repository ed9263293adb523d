"""Sets up gates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from access.enums import GateKind
from access.gate.isps import IspsLevel
from access.models import Gate
from access.permissions.area import may_manage_areas
from access.port_directory.records import GateRow
from access.selectors.area_use import uses_of_gate
from access.services.area import CODE
from access.zoning.changes import altered
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope

TAKEN_WORDS = frozenset(
    {"rows", "seen", "check", "set-up", "muster", "devices", "keys", "what-if", "duty", "silent"}
)
"""Words under /gates/ that lead elsewhere: the page of a gate with such a code could not be opened."""

LABELS = {
    "code": "code",
    "name": "name",
    "kind": "kind",
    "highest_level": "serves up to ISPS level",
    "instructions": "instructions",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GateDetails:
    """What an officer says of a gate; columns of `Gate`."""

    code: str
    name: str
    kind: str = GateKind.PEDESTRIAN.value
    highest_level: int = IspsLevel.EXCEPTIONAL.value
    instructions: str = ""


def details_of(gate: Gate) -> GateDetails:
    """A gate as it stands."""
    return GateDetails(**{name: getattr(gate, name) for name in LABELS})


@transaction.atomic
def define(port: Port, details: GateDetails, *, actor: User, scope: Scope, at: datetime) -> Gate:
    """Set up a new gate.

    Refuses when: the actor sets up no gates there (Refused); the code is taken, or something is missing or
    impossible (InvalidInput, by field). Records: access.gate.defined.
    """
    require(may_manage_areas(scope, port.pk))
    _check(details)
    changes = altered(asdict(GateDetails(code="", name="")), asdict(details), LABELS)
    gate = Gate(port=port, **asdict(details))
    _save(gate)
    _record(gate, "defined", actor=actor, at=at, changes=changes)
    return gate


@transaction.atomic
def change(gate: Gate, details: GateDetails, *, actor: User, scope: Scope, at: datetime) -> bool:
    """Change a gate; True when something differed.

    Refuses as `define` does. Records: access.gate.changed, with what it was and is.
    Safe to repeat because: equal values change nothing.
    """
    require(may_manage_areas(scope, gate.port_id))
    _check(details)
    held = _held(gate)
    changes = altered(asdict(details_of(held)), asdict(details), LABELS)
    if not changes:
        return False
    for name in LABELS:
        setattr(held, name, getattr(details, name))
    _save(held)
    _record(held, "changed", actor=actor, at=at, changes=changes)
    return True


@transaction.atomic
def remove(gate: Gate, *, reason: str, actor: User, scope: Scope, at: datetime) -> None:
    """Remove a gate that nothing names.

    Refuses when: the actor sets up no gates there (Refused); the reason is empty (InvalidInput); readers,
    barriers or holds name it: take its readers out of service (Conflict).
    Records: access.gate.removed.
    """
    require(may_manage_areas(scope, gate.port_id))
    if not reason.strip():
        raise InvalidInput("Give the reason; it goes on record.", fields={"reason": "Give the reason."})
    held = _held(gate)
    if uses := uses_of_gate(held):
        raise Conflict(f"{held.name} is named by {', '.join(uses)}. Take its readers out of service.")
    _record(held, "removed", actor=actor, at=at, reason=reason.strip())
    try:
        held.delete()
    except ProtectedError:
        raise Conflict(f"{held.name} was used meanwhile. Take its readers out of service.") from None


@transaction.atomic
def keep_gates(port: Port, rows: Sequence[GateRow]) -> tuple[set[str], set[str]]:
    """Take over gates from a port's own data; the codes of those that are new, and that changed.

    Safe to repeat because: equal values change nothing, and neither does an empty name or kind.
    """
    known = {gate.code: gate for gate in Gate.objects.filter(port=port)}
    new = [Gate(port=port, code=row.gate, name=row.gate) for row in rows if row.gate not in known]
    before = {code: (gate.name, gate.kind) for code, gate in known.items()}
    known |= {gate.code: gate for gate in Gate.objects.bulk_create(new)}
    for row in rows:
        gate = known[row.gate]
        gate.name, gate.kind = row.name or gate.name, row.kind or gate.kind
    touched = [gate for code, gate in known.items() if before.get(code) != (gate.name, gate.kind)]
    Gate.objects.bulk_update(touched, ["name", "kind"])
    return {gate.code for gate in new}, {gate.code for gate in touched if gate.code in before}


def _held(gate: Gate) -> Gate:
    return Gate.objects.select_for_update(of=("self",), no_key=True).select_related("port").get(pk=gate.pk)


def _save(gate: Gate) -> None:
    try:
        with transaction.atomic():
            gate.save()
    except IntegrityError:
        problem = f"{gate.port.name} has a gate {gate.code} already."
        raise InvalidInput(problem, fields={"code": problem}) from None


def _check(details: GateDetails) -> None:
    wrong: dict[str, str] = {}
    if not CODE.fullmatch(details.code):
        wrong["code"] = "A code is 1 to 40 letters, digits, dots or dashes."
    if details.code in TAKEN_WORDS:
        wrong["code"] = "This word is taken; write it in capitals."
    if not details.name.strip():
        wrong["name"] = "Give the gate a name."
    if details.kind not in {kind.value for kind in GateKind}:
        wrong["kind"] = "Choose one of the kinds."
    if details.highest_level not in {level.value for level in IspsLevel}:
        wrong["highest_level"] = "An ISPS level is 1, 2 or 3."
    if wrong:
        raise InvalidInput(" ".join(wrong.values()), fields=wrong)


def _record(gate: Gate, verb: str, *, actor: User, at: datetime, **body: object) -> None:
    record.append(
        f"access.gate.{verb}",
        actor=actor.reference,
        at=at,
        subject=gate.reference,
        port=gate.port.locode,
        gate=gate.code,
        **body,
    )
