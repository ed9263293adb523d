"""What a question of AuthZEN means at a port: which look-up, of which field class, for which reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from access.authzen.question import Act, Entity, Question
from access.containers import InvalidContainerNumber, read_form
from access.enums import DataAction, FieldClass
from access.look_up_facts.asked import ATTRIBUTE, CONTAINER, VESSEL_CALL
from access.need_to_know.facts import LEAST_CLASS
from access.selectors.cargo_field import CLASS_OF_FIELD
from portsec.kernel.errors import InvalidInput
from portsec.kernel.verdict import Reason

RESOURCE_TYPES: Final = (CONTAINER, VESSEL_CALL, ATTRIBUTE)
READ_FIELD: Final = "read:"
# Characters that the log keeps of each member; what is longer names nothing that exists here.
LONGEST: Final[Mapping[str, int]] = {
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
NO_TEXT: Final = re.compile("[\0\ud800-\udfff]")
"""What JSON can write and no record can keep."""

ACTION_NAMES: Final = (
    *(action.value for action in DataAction),
    *(f"{READ_FIELD}{name}" for name in CLASS_OF_FIELD),
)
"""Every action that means something here, in the order in which a search answers."""

ACTION_UNKNOWN = Reason("action_unknown", "This action is not known here.")
ONLY_CONTAINERS: Final = "Searches are answered for containers only; ask for a decision instead."
RESOURCE_TYPE_UNKNOWN = Reason("resource_type_unknown", "Resources of this type are not known here.")


@dataclass(frozen=True, slots=True)
class PortQuestion:
    """One look-up. `unknown` says why it can only be answered with no; then nothing else is looked at.

    Of what callers say, the context gives reasons and the field class only raises what is asked for. No other
    property is read: a role, an owner or a status is what the port itself has on record.
    """

    subject_type: str
    subject_id: str
    resource_type: str
    resource_id: str
    action: DataAction = DataAction.READ
    field_class: FieldClass = FieldClass.S1
    context: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[Reason, ...] = ()


def port_question(subject: Entity, action: Act, resource: Entity, context: Mapping[str, Any]) -> PortQuestion:
    """Raises InvalidInput that names every member which is too long or of a wrong type."""
    problems: dict[str, str] = {}
    _check_names(subject, action, resource, problems)
    _check_context(context, problems)
    named = _named_classes(resource, context, problems)
    if problems:
        raise InvalidInput("Some members are missing or of the wrong type.", fields=problems)
    meant = meaning(action.name)
    unknown = () if meant else (ACTION_UNKNOWN,)
    if resource.type not in RESOURCE_TYPES:
        unknown = (*unknown, RESOURCE_TYPE_UNKNOWN)
    verb, least = meant or (DataAction.READ, FieldClass.S1)
    return PortQuestion(
        subject_type=subject.type,
        subject_id=subject.id,
        resource_type=resource.type,
        resource_id=_written_plainly(resource.id) if resource.type == CONTAINER else resource.id,
        action=verb,
        field_class=max((least, *named), key=lambda each: each.rank),
        context={name: value for name, value in context.items() if isinstance(value, str)},
        unknown=unknown,
    )


def meant_by(question: Question) -> PortQuestion:
    """Raises InvalidInput, as `port_question` does."""
    return port_question(question.subject, question.action, question.resource, question.context)


def searched(subject: Entity, action: Act, resource: Entity, context: Mapping[str, Any]) -> PortQuestion:
    """The same for a search. Raises InvalidInput also for a type that can be decided on and not searched."""
    if resource.type in RESOURCE_TYPES and resource.type != CONTAINER:
        raise InvalidInput(ONLY_CONTAINERS, fields={"resource.type": ONLY_CONTAINERS})
    return port_question(subject, action, resource, context)


def meaning(name: str) -> tuple[DataAction, FieldClass] | None:
    """What an action's name means: an action of ours, or `read:` with a field. None for anything else."""
    if name.startswith(READ_FIELD):
        least = CLASS_OF_FIELD.get(name.removeprefix(READ_FIELD))
        return (DataAction.READ, least) if least else None
    if name not in {action.value for action in DataAction}:
        return None
    action = DataAction(name)
    return action, max(FieldClass.S1, LEAST_CLASS.get(action, FieldClass.S1), key=lambda each: each.rank)


def _check_names(subject: Entity, action: Act, resource: Entity, problems: dict[str, str]) -> None:
    said = {
        "subject.type": subject.type,
        "subject.id": subject.id,
        "action.name": action.name,
        "resource.type": resource.type,
        "resource.id": resource.id,
    }
    for path, value in said.items():
        _check_text(value, path, problems)


def _check_context(context: Mapping[str, Any], problems: dict[str, str]) -> None:
    for path in LONGEST:
        member = path.removeprefix("context.")
        if not path.startswith("context.") or member not in context:
            continue
        if isinstance(context[member], str):
            _check_text(context[member], path, problems)
        else:
            problems[path] = "Give this as a text."


def _check_text(value: str, path: str, problems: dict[str, str]) -> None:
    if len(value) > LONGEST[path]:
        problems[path] = f"Give at most {LONGEST[path]} characters."
    elif NO_TEXT.search(value):
        problems[path] = "Give a text without U+0000 and without half of a surrogate pair."


def _named_classes(
    resource: Entity, context: Mapping[str, Any], problems: dict[str, str]
) -> list[FieldClass]:
    """The field classes that the request names; each one raises what the action asks for."""
    places = {"resource.properties.field_class": resource.properties, "context.field_class": context}
    found = []
    for path, holder in places.items():
        if "field_class" not in holder:
            continue
        try:
            found.append(FieldClass(holder["field_class"]))
        except ValueError:
            problems[path] = "Give one of S0, S1, S2, S3."
    return found


def _written_plainly(resource_id: str) -> str:
    """A container number without blanks and in capitals; anything else as it came."""
    try:
        return str(read_form(resource_id))
    except InvalidContainerNumber:
        return resource_id
