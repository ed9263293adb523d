"""Officers who act at the same moment, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import Port
from accounts.roles import Role
from portsec.kernel.errors import Conflict, Refused
from tests.moment import port_now
from tests.people import Actor, make_actor

HANDS = 8
ERRORS = (Conflict, Refused)


def officers(role: Role, port: Port) -> list[Actor]:
    now = port_now()
    return [make_actor(f"{role.value}-{number}", role, port, at=now) for number in range(HANDS)]


def split(outcomes: list[Any]) -> tuple[list[Any], list[Any]]:
    """What was done, and what was refused as it should be; anything else fails the test."""
    errors = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    unexpected = [error for error in errors if not isinstance(error, ERRORS)]
    assert not unexpected, unexpected
    return [outcome for outcome in outcomes if outcome not in errors], errors


def acting(actor: Actor) -> dict[str, Any]:
    """Computed before the race starts, as a door does."""
    return actor.acts(port_now())


def bound(command: Callable[..., Any], *args: Any, **kwargs: Any) -> Callable[[], Any]:
    return lambda: command(*args, **kwargs)
