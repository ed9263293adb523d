"""Many questions in one request, and when to stop answering them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from access.authzen.question import NOT_AN_OBJECT, Question, as_body, read_question
from portsec.kernel.errors import InvalidInput

MOST_ITEMS: Final = 10_000
"""Questions in one request. They are answered in one transaction, which others wait for."""
ENTITIES: Final = ("subject", "action", "resource")
MEMBERS: Final = (*ENTITIES, "context")


class Semantic(StrEnum):
    """Which of the questions are answered."""

    EXECUTE_ALL = "execute_all"
    DENY_ON_FIRST_DENY = "deny_on_first_deny"
    PERMIT_ON_FIRST_PERMIT = "permit_on_first_permit"

    @property
    def stop_at(self) -> bool | None:
        """The decision after which nothing more is answered; None: everything is."""
        return {Semantic.DENY_ON_FIRST_DENY: False, Semantic.PERMIT_ON_FIRST_PERMIT: True}.get(self)


@dataclass(frozen=True, slots=True)
class Batch:
    """Questions in their order; in place of one that cannot be read stands what is wrong with it."""

    items: tuple[Question | InvalidInput, ...]
    semantic: Semantic


def read_batch(body: Any) -> Batch | Question:
    """Without items it is a single question, as the standard wants it.

    Raises InvalidInput for what is wrong with the request as a whole: members of the wrong type, an unknown
    semantic, more than `MOST_ITEMS` items.
    """
    body = as_body(body)
    semantic = _semantic(body)
    items = body.get("evaluations", [])
    if not isinstance(items, list):
        raise _wrong("evaluations", "Give this as a list of objects.")
    if not items:
        return read_question(body)
    if len(items) > MOST_ITEMS:
        raise _wrong("evaluations", f"Ask at most {MOST_ITEMS:,} questions at once.")
    defaults = {name: body[name] for name in MEMBERS if name in body}
    for name, value in defaults.items():
        if not isinstance(value, dict):
            raise _wrong(name, NOT_AN_OBJECT)
    return Batch(tuple(_item(item, defaults) for item in items), semantic)


def _semantic(body: Mapping[str, Any]) -> Semantic:
    options = body.get("options", {})
    if not isinstance(options, dict):
        raise _wrong("options", "Give this as an object, or leave it out.")
    said = options.get("evaluations_semantic", Semantic.EXECUTE_ALL.value)
    if said not in [each.value for each in Semantic]:
        known = ", ".join(each.value for each in Semantic)
        raise _wrong("options.evaluations_semantic", f"Give one of {known}.")
    return Semantic(said)


def _item(item: Any, defaults: Mapping[str, Any]) -> Question | InvalidInput:
    """What is wrong with one item makes that item a no, and leaves the others alone."""
    try:
        return read_question(_filled(as_body(item), defaults))
    except InvalidInput as problem:
        return problem


def _filled(item: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """An item's own member stands in place of the default. Only a missing type is taken from it.

    Properties are never mixed: those of the default describe another thing.
    """
    filled = {**defaults, **item}
    for name in ENTITIES:
        own, default = item.get(name), defaults.get(name)
        if isinstance(own, dict) and isinstance(default, dict):
            member = "name" if name == "action" else "type"
            if member not in own and member in default:
                filled[name] = {member: default[member], **own}
    return filled


def _wrong(path: str, problem: str) -> InvalidInput:
    return InvalidInput("The request cannot be read as it is.", fields={path: problem})
