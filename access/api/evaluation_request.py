"""Reads an AuthZEN evaluation request: plain JSON in, one typed question out. Unknown members are ignored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from access.containers import InvalidContainerNumber, read_form
from access.enums import DataAction, FieldClass
from access.need_to_know.facts import LEAST_CLASS
from access.selectors.cargo_field import CLASS_OF_FIELD
from portsec.kernel.errors import InvalidInput
from portsec.kernel.verdict import Reason

RESOURCE_TYPES = frozenset({"container"})
READ_FIELD = "read:"
# Characters that the log keeps of each member; what is longer names nothing that exists here.
LONGEST = {
    "subject.type": 30,
    "subject.id": 120,
    "resource.type": 30,
    "resource.id": 60,
    "action.name": 60,
    "context.purpose": 1000,
    "context.work_ref": 60,
    "context.system": 40,
    "context.workstation_area": 40,
    "context.ip": 45,
    "context.port": 5,
}

ACTION_UNKNOWN = Reason("action_unknown", "This action is not known here.")
RESOURCE_TYPE_UNKNOWN = Reason("resource_type_unknown", "Resources of this type are not known here.")


@dataclass(frozen=True, slots=True)
class Question:
    """One request. `unknown` says why it can only be answered with no; then nothing else is looked at."""

    subject_type: str
    subject_id: str
    resource_type: str
    resource_id: str
    action: DataAction = DataAction.READ
    field_class: FieldClass = FieldClass.S1
    context: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[Reason, ...] = ()


def read_question(body: Any) -> Question:
    """Raises InvalidInput that names every missing or wrongly typed member."""
    problems: dict[str, str] = {}
    if not isinstance(body, dict):
        raise InvalidInput("The body must be a JSON object with subject, action and resource.")
    subject = _entity(body, "subject", ("type", "id"), problems)
    action = _entity(body, "action", ("name",), problems)
    resource = _entity(body, "resource", ("type", "id"), problems)
    context = _context(body, problems)
    named = _named_classes(resource, context, problems)
    if problems:
        raise InvalidInput("Some members are missing or of the wrong type.", fields=problems)
    meant = _meaning(action["name"])
    unknown = () if meant else (ACTION_UNKNOWN,)
    if resource["type"] not in RESOURCE_TYPES:
        unknown = (*unknown, RESOURCE_TYPE_UNKNOWN)
    verb, least = meant or (DataAction.READ, FieldClass.S1)
    return Question(
        subject_type=subject["type"],
        subject_id=subject["id"],
        resource_type=resource["type"],
        resource_id=_written_plainly(resource["id"]),
        action=verb,
        field_class=max((least, *named), key=lambda each: each.rank),
        context={name: value for name, value in context.items() if isinstance(value, str)},
        unknown=unknown,
    )


def _entity(
    body: Mapping[str, Any], name: str, members: tuple[str, ...], problems: dict[str, str]
) -> dict[str, Any]:
    """A required object with required strings, and `properties` as an object where it is given."""
    entity = body.get(name)
    if not isinstance(entity, dict):
        problems[name] = "Give this as an object."
        return {}
    for member in members:
        _check_text(entity.get(member), f"{name}.{member}", problems)
    if not isinstance(entity.get("properties", {}), dict):
        problems[f"{name}.properties"] = "Give this as an object, or leave it out."
    return entity


def _context(body: Mapping[str, Any], problems: dict[str, str]) -> dict[str, Any]:
    context = body.get("context", {})
    if not isinstance(context, dict):
        problems["context"] = "Give this as an object, or leave it out."
        return {}
    for path in LONGEST:
        member = path.removeprefix("context.")
        if path.startswith("context.") and member in context:
            _check_text(context[member], path, problems, may_be_empty=True)
    return context


def _check_text(value: Any, path: str, problems: dict[str, str], *, may_be_empty: bool = False) -> None:
    if not isinstance(value, str) or (not value and not may_be_empty):
        problems[path] = "Give this as a text."
    elif len(value) > LONGEST[path]:
        problems[path] = f"Give at most {LONGEST[path]} characters."


def _named_classes(
    resource: Mapping[str, Any], context: Mapping[str, Any], problems: dict[str, str]
) -> list[FieldClass]:
    """The field classes that the request names; each one raises what the action asks for."""
    properties = resource.get("properties")
    places = {
        "resource.properties.field_class": properties if isinstance(properties, dict) else {},
        "context.field_class": context,
    }
    found = []
    for path, holder in places.items():
        if "field_class" not in holder:
            continue
        try:
            found.append(FieldClass(holder["field_class"]))
        except ValueError:
            problems[path] = "Give one of S0, S1, S2, S3."
    return found


def _meaning(name: str) -> tuple[DataAction, FieldClass] | None:
    """What an action's name means: an action of ours, or `read:` with a field. None for anything else."""
    if name.startswith(READ_FIELD):
        least = CLASS_OF_FIELD.get(name.removeprefix(READ_FIELD))
        return (DataAction.READ, least) if least else None
    if name not in {action.value for action in DataAction}:
        return None
    action = DataAction(name)
    return action, max(FieldClass.S1, LEAST_CLASS.get(action, FieldClass.S1), key=lambda each: each.rank)


def _written_plainly(resource_id: str) -> str:
    """A container number without blanks and in capitals; anything else as it came."""
    try:
        return str(read_form(resource_id))
    except InvalidContainerNumber:
        return resource_id
