"""The signed list: JWT and CWT say the same, for one address, for a time that follows the ISPS level."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from access.credential import cbor, jws
from access.credential.keys import KeySet, PublishedKey
from access.credential.plain_text import from_base64url
from access.credential.refusal import Fault, Untrusted
from access.credential.sign import sign1
from access.credential.status_list import CredentialStatus, StatusList, build
from access.credential.status_token import CWT, JWT, from_cwt, from_jwt, published, to_cwt, to_jwt
from portsec.kernel.errors import InvalidInput
from tests.access.credential.issuer import (
    INDEX,
    ISSUER,
    KEYS,
    LIST_URI,
    NOON,
    SPRING,
    credential,
    key,
    listed,
)
from tests.access.credential.test_status_list import MILLION, million_badges

pytestmark = pytest.mark.unit

SUSPENDED = listed(CredentialStatus.SUSPENDED)


def said(token: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(from_base64url(token.split(".")[1]))
    return found


def resigned(**other: Any) -> str:
    """The list with some claims replaced and a signature that fits."""
    return jws.sign(said(to_jwt(SUSPENDED, ISSUER)) | other, typ=JWT, key=ISSUER)


@pytest.mark.parametrize("form", ["jwt", "cwt"])
def test_list_when_signed_and_read_then_the_same(form: str) -> None:
    found = (
        from_jwt(to_jwt(SUSPENDED, ISSUER), KEYS, uri=LIST_URI)
        if form == "jwt"
        else from_cwt(to_cwt(SUSPENDED, ISSUER), KEYS, uri=LIST_URI)
    )
    assert found == SUSPENDED
    assert found.statuses.status(INDEX) is CredentialStatus.SUSPENDED


def test_jwt_when_signed_then_the_claims_of_the_draft_and_nobody_in_it() -> None:
    token = to_jwt(SUSPENDED, ISSUER)
    assert json.loads(from_base64url(token.split(".")[0]))["typ"] == "statuslist+jwt"
    claims = said(token)
    assert set(claims) == {"sub", "iat", "exp", "ttl", "status_list", "isps_level"}
    assert set(claims["status_list"]) == {"bits", "lst"}
    assert (claims["sub"], claims["status_list"]["bits"], claims["ttl"]) == (LIST_URI, 2, 900)


def test_cwt_when_signed_then_the_claim_keys_of_the_draft() -> None:
    protected, _, payload, _ = cbor.untagged(cbor.decode(to_cwt(SUSPENDED, ISSUER)), 18)
    assert cbor.decode(protected)[16] == "application/statuslist+cwt"
    assert set(cbor.decode(payload)) == {2, 4, 6, 65534, 65533, -65539}


@pytest.mark.parametrize(
    ("level", "lives", "ends"),
    [(1, timedelta(minutes=15), 8), (2, timedelta(minutes=5), 8), (3, timedelta(minutes=1), 1 / 60)],
)
def test_list_when_published_then_lives_by_isps_level(level: int, lives: timedelta, ends: float) -> None:
    issued = listed(isps_level=level)
    assert issued.time_to_live == lives
    assert issued.expires - issued.issued_at == timedelta(hours=ends)


@pytest.mark.parametrize("level", [0, 4])
def test_list_when_of_no_isps_level_then_invalid(level: int) -> None:
    with pytest.raises(InvalidInput):
        published(LIST_URI, SUSPENDED.statuses, isps_level=level, at=NOON)


@pytest.mark.parametrize(
    ("token", "fault"),
    [
        ("", Fault.MALFORMED),
        (to_jwt(SUSPENDED, key(9)), Fault.KEY_UNKNOWN),
        (to_jwt(listed(uri=f"{LIST_URI}8"), ISSUER), Fault.SUBJECT_WRONG),
        (to_jwt(listed(at=SPRING - timedelta(seconds=1)), ISSUER), Fault.KEY_RETIRED),
        (jws.sign(said(to_jwt(SUSPENDED, ISSUER)), typ="jwk-set+jwt", key=ISSUER), Fault.TYPE_WRONG),
        (resigned(iat=None), Fault.MALFORMED),
        (resigned(iat="1"), Fault.MALFORMED),
        (resigned(exp=0), Fault.MALFORMED),
        (resigned(ttl=0), Fault.MALFORMED),
        (resigned(ttl=True), Fault.MALFORMED),
        (resigned(ttl=10**6), Fault.MALFORMED),
        (resigned(isps_level=4), Fault.MALFORMED),
        (resigned(isps_level="1"), Fault.MALFORMED),
        (resigned(status_list=None), Fault.MALFORMED),
        (resigned(status_list={"bits": 2}), Fault.MALFORMED),
        (resigned(status_list={"bits": 1, "lst": "eNrbuRgAAhcBXQ"}), Fault.MALFORMED),
        (resigned(status_list={"bits": 2, "lst": "AAAA"}), Fault.MALFORMED),
    ],
)
def test_jwt_when_not_to_be_trusted_then_its_fault(token: str, fault: Fault) -> None:
    with pytest.raises(Untrusted) as refused:
        from_jwt(token, KEYS, uri=LIST_URI)
    assert refused.value.fault is fault


@pytest.mark.parametrize(
    ("token", "fault"),
    [
        (b"", Fault.MALFORMED),
        (credential(), Fault.TYPE_WRONG),
        (to_cwt(SUSPENDED, key(9)), Fault.KEY_UNKNOWN),
        (sign1(cbor.encode({2: LIST_URI}), typ=CWT, key=ISSUER), Fault.MALFORMED),
        (sign1(cbor.encode([1]), typ=CWT, key=ISSUER), Fault.MALFORMED),
        (sign1(cbor.encode({65533: {"lst": "text"}}), typ=CWT, key=ISSUER), Fault.MALFORMED),
    ],
)
def test_cwt_when_not_to_be_trusted_then_its_fault(token: bytes, fault: Fault) -> None:
    with pytest.raises(Untrusted) as refused:
        from_cwt(token, KEYS, uri=LIST_URI)
    assert refused.value.fault is fault


def test_list_when_the_key_rotates_then_old_and_new_lists_verify() -> None:
    keys = KEYS.rotated(key(2).public, at=NOON)
    old, new = to_jwt(SUSPENDED, ISSUER), to_jwt(listed(at=NOON), key(2))
    assert from_jwt(old, keys, uri=LIST_URI).issued_at < from_jwt(new, keys, uri=LIST_URI).issued_at


@pytest.mark.parametrize(
    "sized", [lambda issued: to_jwt(issued, ISSUER), lambda issued: to_cwt(issued, ISSUER)]
)
def test_list_when_of_a_million_badges_then_under_200_kb_on_the_way(sized: Callable[[Any], Any]) -> None:
    statuses: StatusList = build(MILLION, million_badges())
    issued = published(LIST_URI, statuses, isps_level=1, at=NOON)
    assert len(sized(issued)) < 150_000


def test_key_set_when_empty_then_no_list_verifies() -> None:
    with pytest.raises(Untrusted):
        from_jwt(to_jwt(SUSPENDED, ISSUER), KeySet((), SPRING), uri=LIST_URI)
    only = KeySet((PublishedKey(key(9).public, SPRING),), SPRING)
    with pytest.raises(Untrusted):
        from_jwt(to_jwt(SUSPENDED, ISSUER), only, uri=LIST_URI)
