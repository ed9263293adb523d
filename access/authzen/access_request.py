"""The access-request profile of AuthZEN: a denial says where its access can be asked for, and by which act.

The denial binds by reference: the evaluation is on record here, so a request needs no signed copy of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from access.authzen.question import Problems, Question, as_body, read_question, refuse
from portsec.kernel.errors import InvalidInput

CAPABILITY: Final = "urn:openid:authzen:capability:access-request"

HINT_HOLDS: Final = timedelta(minutes=10)
"""How long after a denial its access can be asked for by it; later the question is asked anew. House proposal
of November 2026, the span of the profile's own example."""

NO_MOMENT: Final = datetime.min.replace(tzinfo=UTC)  # stands where a problem is noted


class InvalidDenial(InvalidInput):
    """The request names a denial that was not given to this subject for this."""

    code = "urn:openid:authzen:access-request:error:invalid_denial_binding"


class ExpiredDenial(InvalidInput):
    code = "urn:openid:authzen:access-request:error:expired_denial"


@dataclass(frozen=True, slots=True)
class AskedAccess:
    """A request: for what was denied, by which evaluation, why and until when."""

    question: Question
    evaluation_id: str
    expires_at: datetime
    justification: str
    case_ref: str
    wanted_until: datetime


def hint(evaluation_id: str, evaluated_at: datetime, reason: str, endpoint: str) -> dict[str, Any]:
    """What a denial carries besides, where it could be asked for."""
    return {
        "evaluation_id": evaluation_id,
        "evaluated_at": evaluated_at.isoformat(),
        "reason": reason,
        "access_request": {"endpoint": endpoint, "expires_at": expiry(evaluated_at).isoformat()},
    }


def expiry(evaluated_at: datetime) -> datetime:
    return evaluated_at + HINT_HOLDS


def read_access_request(body: Any) -> AskedAccess:
    """Raises InvalidInput that names what is missing or wrong."""
    question = read_question(body)
    body, problems = as_body(body), Problems()
    denial = _object(body, "denial", problems)
    access = _object(body, "requested_access", problems)
    asked = AskedAccess(
        question=question,
        evaluation_id=_text(denial, "denial.evaluation_id", problems),
        expires_at=_moment(denial, "denial.expires_at", problems),
        justification=_text(question.context, "context.business_justification", problems),
        case_ref=_text(question.context, "context.case_ref", problems, is_needed=False),
        wanted_until=_moment(access, "requested_access.requested_until", problems),
    )
    refuse(problems)
    return asked


def check_denial(asked: AskedAccess, evaluated_at: datetime, *, at: datetime) -> None:
    """Raises InvalidDenial and ExpiredDenial."""
    if asked.expires_at != expiry(evaluated_at):
        raise InvalidDenial("The denial is not the one that was answered.")
    if at > asked.expires_at:
        raise ExpiredDenial("The denial is too old; ask for the decision again.")


def _object(body: Mapping[str, Any], name: str, problems: Problems) -> Mapping[str, Any]:
    given = body.get(name)
    if not isinstance(given, dict):
        problems[name] = "Give this as an object."
        return {}
    return given


def _text(given: Mapping[str, Any], path: str, problems: Problems, *, is_needed: bool = True) -> str:
    value = given.get(path.rpartition(".")[2], "")
    if not isinstance(value, str) or (is_needed and not value.strip()):
        problems[path] = "Give this as a text."
        return ""
    return value


def _moment(given: Mapping[str, Any], path: str, problems: Problems) -> datetime:
    """A moment of RFC 3339, with its offset."""
    said = _text(given, path, {})
    with suppress(ValueError):
        moment = datetime.fromisoformat(said)
        if moment.tzinfo is not None:
            return moment
    problems[path] = "Give this as a time with its offset, such as 2026-11-30T17:00:00+01:00."
    return NO_MOMENT
