"""What a request asks: a subject, an action and a resource, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portsec.kernel.errors import InvalidInput

NOT_AN_OBJECT = "Give this as an object."
NOT_A_TEXT = "Give this as a text."
NOT_A_CHOICE = "Give this as an object, or leave it out."

Problems = dict[str, str]


@dataclass(frozen=True, slots=True)
class Entity:
    """A subject or a resource. `properties` are what the caller says of it, and prove nothing.

    `id` is empty where a search looks for it.
    """

    type: str
    id: str = ""
    properties: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Its name in an answer: type and id, in this order, and nothing else."""
        return {"type": self.type, "id": self.id}


@dataclass(frozen=True, slots=True)
class Act:
    """What shall be done."""

    name: str
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """May this subject do this to this resource?"""

    subject: Entity
    action: Act
    resource: Entity
    context: Mapping[str, Any] = field(default_factory=dict)


def read_question(body: Any) -> Question:
    """Raises InvalidInput that names every missing or wrongly typed member. Unknown members are ignored."""
    body, problems = as_body(body), Problems()
    question = Question(
        subject=entity(body, "subject", problems),
        action=act(body, problems),
        resource=entity(body, "resource", problems),
        context=context(body, problems),
    )
    refuse(problems)
    return question


def as_body(body: Any) -> Mapping[str, Any]:
    """Raises InvalidInput unless it is an object."""
    if not isinstance(body, dict):
        raise InvalidInput("The body must be a JSON object with subject, action and resource.")
    return body


def refuse(problems: Problems) -> None:
    """Raises InvalidInput if there is any problem."""
    if problems:
        raise InvalidInput("Some members are missing or of the wrong type.", fields=problems)


def entity(body: Mapping[str, Any], name: str, problems: Problems, *, is_wanted: bool = False) -> Entity:
    """A subject or resource. Of one that is wanted only the type counts; an id beside it is ignored."""
    given = body.get(name)
    if not isinstance(given, dict):
        problems[name] = NOT_AN_OBJECT
        return Entity("")
    kind = _text(given, name, "type", problems)
    identity = "" if is_wanted else _text(given, name, "id", problems)
    return Entity(kind, identity, _properties(given, name, problems))


def act(body: Mapping[str, Any], problems: Problems) -> Act:
    given = body.get("action")
    if not isinstance(given, dict):
        problems["action"] = NOT_AN_OBJECT
        return Act("")
    return Act(_text(given, "action", "name", problems), _properties(given, "action", problems))


def context(body: Mapping[str, Any], problems: Problems) -> Mapping[str, Any]:
    given = body.get("context", {})
    if not isinstance(given, dict):
        problems["context"] = NOT_A_CHOICE
        return {}
    return given


def _text(given: Mapping[str, Any], name: str, member: str, problems: Problems) -> str:
    value = given.get(member)
    if not isinstance(value, str) or not value:
        problems[f"{name}.{member}"] = NOT_A_TEXT
        return ""
    return value


def _properties(given: Mapping[str, Any], name: str, problems: Problems) -> Mapping[str, Any]:
    properties = given.get("properties", {})
    if not isinstance(properties, dict):
        problems[f"{name}.properties"] = NOT_A_CHOICE
        return {}
    return properties
