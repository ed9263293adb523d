"""Searches: for whom, for what, or which actions the answer would be yes."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from access.authzen.question import Act, Entity, Problems, act, as_body, context, entity, refuse
from portsec.kernel.errors import InvalidInput

USUAL_PAGE: Final = 100  # results, where the request names no number
LARGEST_PAGE: Final = 1_000  # results; a larger wish is answered with as many
NOT_A_TOKEN = "Give the token as the last answer did, or leave it out."  # noqa: S105  no secret
OTHER_SEARCH = "The token belongs to another search; begin again without it."


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of the results. `after` is where the last part ended, in the policy's own words."""

    limit: int = USUAL_PAGE
    after: str = ""


@dataclass(frozen=True, slots=True)
class SubjectSearch:
    """Who may do this to the resource? `subject` has a type only."""

    subject: Entity
    action: Act
    resource: Entity
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResourceSearch:
    """To what may the subject do this? `resource` has a type only."""

    subject: Entity
    action: Act
    resource: Entity
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActionSearch:
    """What may the subject do to the resource?"""

    subject: Entity
    resource: Entity
    context: Mapping[str, Any] = field(default_factory=dict)


Search = SubjectSearch | ResourceSearch | ActionSearch


def read_subject_search(body: Any) -> SubjectSearch:
    """Raises InvalidInput, as all that read a request do."""
    body, problems = as_body(body), Problems()
    search = SubjectSearch(
        subject=entity(body, "subject", problems, is_wanted=True),
        action=act(body, problems),
        resource=entity(body, "resource", problems),
        context=context(body, problems),
    )
    refuse(problems)
    return search


def read_resource_search(body: Any) -> ResourceSearch:
    body, problems = as_body(body), Problems()
    search = ResourceSearch(
        subject=entity(body, "subject", problems),
        action=act(body, problems),
        resource=entity(body, "resource", problems, is_wanted=True),
        context=context(body, problems),
    )
    refuse(problems)
    return search


def read_action_search(body: Any) -> ActionSearch:
    """An action that came with the request is ignored: actions are what is looked for."""
    body, problems = as_body(body), Problems()
    search = ActionSearch(
        subject=entity(body, "subject", problems),
        resource=entity(body, "resource", problems),
        context=context(body, problems),
    )
    refuse(problems)
    return search


def read_page(body: Mapping[str, Any], search: Search) -> Page:
    """Raises InvalidInput for a limit below 1, a broken token, or a token of another search."""
    given = body.get("page", {})
    if not isinstance(given, dict):
        raise _wrong("page", "Give this as an object, or leave it out.")
    limit, token = given.get("limit", USUAL_PAGE), given.get("token", "")
    if type(limit) is not int or limit < 1:  # True is an int, too
        raise _wrong("page.limit", "Give a whole number from 1.")
    if not isinstance(token, str):
        raise _wrong("page.token", NOT_A_TOKEN)
    return Page(min(limit, LARGEST_PAGE), _after(token, search) if token else "")


def token_of(search: Search, after: str) -> str:
    """How the next part is asked for.

    It says where to go on and for which search. It needs no signature: who changes the place sees another
    part of what they may see anyhow, and each result is decided afresh.
    """
    said = json.dumps([_fingerprint(search), after], separators=(",", ":"))
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def _after(token: str, search: Search) -> str:
    try:
        padded = token.encode("ascii") + b"=" * (-len(token) % 4)
        said = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        fingerprint, after = said
    except (ValueError, TypeError, RecursionError, binascii.Error):
        raise _wrong("page.token", NOT_A_TOKEN) from None
    if not isinstance(fingerprint, str) or not isinstance(after, str):
        raise _wrong("page.token", NOT_A_TOKEN)
    if fingerprint != _fingerprint(search):
        raise _wrong("page.token", OTHER_SEARCH)
    return after


def _fingerprint(search: Search) -> str:
    said = json.dumps([type(search).__name__, asdict(search)], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _wrong(path: str, problem: str) -> InvalidInput:
    return InvalidInput("The page cannot be given as it was asked for.", fields={path: problem})
