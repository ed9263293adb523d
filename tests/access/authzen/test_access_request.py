"""The access-request profile: reading a request, and how long a denial may be asked by."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from access.authzen.access_request import (
    HINT_HOLDS,
    ExpiredDenial,
    InvalidDenial,
    check_denial,
    hint,
    read_access_request,
)
from portsec.kernel.errors import InvalidInput
from tests.access.authzen.bodies import JSON, UNHURRIED, body

pytestmark = pytest.mark.unit

THEN = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def asked(**more: Any) -> dict[str, Any]:
    return (
        body(
            context={"business_justification": "Damage claim", "case_ref": "C-7"},
            denial={"evaluation_id": "e", "expires_at": (THEN + HINT_HOLDS).isoformat()},
            requested_access={"requested_until": "2026-11-30T17:00:00+01:00"},
        )
        | more
    )


def test_hint_when_echoed_then_the_request_is_bound_to_the_denial() -> None:
    given_back = hint("e", THEN, "no_need_to_know", "https://here/access/v1/requests")
    expires = given_back["access_request"]["expires_at"]
    read = read_access_request(asked(denial={"evaluation_id": "e", "expires_at": expires}))
    check_denial(read, THEN, at=THEN + HINT_HOLDS)
    with pytest.raises(ExpiredDenial):
        check_denial(read, THEN, at=THEN + HINT_HOLDS + timedelta(seconds=1))
    with pytest.raises(InvalidDenial):
        check_denial(read, THEN + timedelta(seconds=1), at=THEN)


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"denial": None}, "denial"),
        ({"denial": {}}, "denial.evaluation_id"),
        ({"denial": {"evaluation_id": "e", "expires_at": "soon"}}, "denial.expires_at"),
        ({"denial": {"evaluation_id": "e", "expires_at": "2026-11-23T09:30:00"}}, "denial.expires_at"),
        ({"context": {}}, "context.business_justification"),
        ({"context": {"business_justification": "x", "case_ref": 7}}, "context.case_ref"),
        ({"requested_access": {}}, "requested_access.requested_until"),
        ({"requested_access": []}, "requested_access"),
    ],
)
def test_request_when_a_member_is_missing_or_wrong_then_named(more: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_access_request(asked(**more))
    assert path in caught.value.fields


@UNHURRIED
@given(JSON, JSON)
def test_request_when_members_are_anything_then_read_or_refused(one: Any, other: Any) -> None:
    with suppress(InvalidInput):
        read_access_request(asked(denial=one, requested_access=other))
