"""Keys are published with the time in which they sign, in two forms, and rotate without a gap."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from access.credential import cbor
from access.credential.key_publication import accept, publish
from access.credential.keys import (
    KeySet,
    PublishedKey,
    SigningKey,
    from_cose_key_set,
    from_jwk_set,
    key_id,
    to_cose_key_set,
    to_jwk_set,
)
from access.credential.refusal import Fault, Untrusted
from access.credential.verify import verify_credential
from portsec.kernel.errors import InvalidInput
from tests.access.credential.issuer import ISSUER, KEYS, NOON, SPRING, credential, key, pem

pytestmark = pytest.mark.unit

NEXT = key(2)
PUBLIC_NAMES = {"kty", "crv", "use", "alg", "kid", "x", "nbf", "exp"}
HANDOVER = NOON + timedelta(days=1)
ROTATED = KEYS.rotated(NEXT.public, at=HANDOVER)


def test_key_set_when_there_and_back_then_the_same() -> None:
    assert from_jwk_set(json.dumps(to_jwk_set(ROTATED))) == ROTATED
    assert from_cose_key_set(to_cose_key_set(ROTATED), published_at=HANDOVER) == ROTATED


def test_key_set_when_published_then_nothing_secret_and_small() -> None:
    said = to_jwk_set(ROTATED)
    assert {name for jwk in said["keys"] for name in jwk} <= PUBLIC_NAMES
    assert len(to_cose_key_set(ROTATED)) <= 75 * 2


def test_key_id_when_taken_then_begins_the_thumbprint_of_rfc_9679() -> None:
    preimage = bytes.fromhex("a30101200621 5820") + ISSUER.public
    assert cbor.encode({1: 1, -1: 6, -2: ISSUER.public}) == preimage
    assert len(ISSUER.kid) == 8
    assert ISSUER.kid == key_id(ISSUER.public) != NEXT.kid


@pytest.mark.parametrize(
    "change",
    [
        {"kty": "EC"},
        {"crv": "X25519"},
        {"use": "enc"},
        {"alg": "HS256"},
        {"alg": None},
        {"x": "AAAA"},
        {"x": 5},
        {"kid": "AAAAAAAAAAA"},
        {"kid": None},
        {"nbf": "now"},
        {"nbf": None},
        {"exp": -1},
        {"d": "secret"},
        {"key_ops": ["sign"]},
    ],
    ids=str,
)
def test_jwk_set_when_a_key_is_no_published_one_then_malformed(change: dict[str, Any]) -> None:
    said = to_jwk_set(KEYS)
    said["keys"][0].update(change)
    with pytest.raises(Untrusted) as refused:
        from_jwk_set(said)
    assert refused.value.fault is Fault.MALFORMED


@pytest.mark.parametrize(
    "document", [{}, {"keys": {}, "iat": 1}, {"keys": [1], "iat": 1}, {"keys": []}], ids=str
)
def test_jwk_set_when_no_set_then_malformed(document: dict[str, Any]) -> None:
    with pytest.raises(Untrusted):
        from_jwk_set(document)


def test_jwk_set_when_a_key_stands_twice_then_malformed() -> None:
    said = to_jwk_set(KEYS)
    with pytest.raises(Untrusted):
        from_jwk_set({**said, "keys": said["keys"] * 2})


@pytest.mark.parametrize("change", [{1: 2}, {3: -7}, {-1: 4}, {-2: b"x"}, {2: b"kid"}, {-4: b"d"}], ids=str)
def test_cose_key_set_when_a_key_is_no_published_one_then_malformed(change: dict[int, Any]) -> None:
    (said,) = cbor.decode(to_cose_key_set(KEYS))
    with pytest.raises(Untrusted):
        from_cose_key_set(cbor.encode([said | change]), published_at=SPRING)


def test_rotation_when_a_key_has_handed_over_then_its_credentials_verify_until_they_end() -> None:
    last = credential(
        issued_at=HANDOVER, not_before=HANDOVER, expires=HANDOVER + timedelta(days=30)
    )  # the last thing that it signs, for as long as may be
    assert verify_credential(last, ROTATED).kid == ISSUER.kid
    later = ROTATED.rotated(key(3).public, at=HANDOVER + timedelta(days=29, hours=23))
    assert verify_credential(last, later).kid == ISSUER.kid
    after = later.rotated(key(4).public, at=HANDOVER + timedelta(days=30))
    assert ISSUER.kid not in {each.kid for each in after.keys}


def test_rotation_when_the_old_key_signs_later_then_retired() -> None:
    late = HANDOVER + timedelta(seconds=1)
    token = credential(issued_at=late, not_before=late, expires=late + timedelta(days=1))
    with pytest.raises(Untrusted) as refused:
        verify_credential(token, ROTATED)
    assert refused.value.fault is Fault.KEY_RETIRED


def test_rotation_when_keys_overlap_then_both_sign() -> None:
    both = KEYS.rotated(NEXT.public, at=HANDOVER, overlap=timedelta(hours=1))
    half = HANDOVER + timedelta(minutes=30)
    times = {"issued_at": half, "not_before": half, "expires": half + timedelta(days=1)}
    assert verify_credential(credential(ISSUER, **times), both).kid == ISSUER.kid
    assert verify_credential(credential(NEXT, **times), both).kid == NEXT.kid


def test_rotation_when_the_new_key_is_in_the_set_then_invalid() -> None:
    with pytest.raises(InvalidInput):
        KEYS.rotated(ISSUER.public, at=HANDOVER)


def test_key_set_when_a_key_was_lost_then_nothing_of_it_holds() -> None:
    without = ROTATED.without(ISSUER.kid, at=HANDOVER)
    with pytest.raises(Untrusted) as refused:
        verify_credential(credential(), without)
    assert refused.value.fault is Fault.KEY_UNKNOWN


def test_publication_when_a_held_key_vouches_then_the_new_set_is_taken() -> None:
    assert accept(publish(ROTATED, ISSUER), KEYS) == ROTATED
    assert accept(publish(ROTATED, ISSUER), ROTATED) == ROTATED


@pytest.mark.parametrize(
    ("token", "held", "fault"),
    [
        (publish(ROTATED, NEXT), KEYS, Fault.KEY_UNKNOWN),
        (publish(KEYS, ISSUER), ROTATED, Fault.SUBJECT_WRONG),
        (publish(ROTATED, ISSUER)[:-4] + "AAAA", KEYS, Fault.SIGNATURE_WRONG),
        (publish(KeySet((), HANDOVER + timedelta(days=1)), ISSUER), ROTATED, Fault.KEY_RETIRED),
        ("", KEYS, Fault.MALFORMED),
    ],
    ids=["vouches for itself", "played back", "changed", "signed by a retired key", "nothing"],
)
def test_publication_when_not_to_be_trusted_then_untrusted(token: str, held: KeySet, fault: Fault) -> None:
    with pytest.raises(Untrusted) as refused:
        accept(token, held)
    assert refused.value.fault is fault


def test_signing_key_when_read_from_pem_then_the_same_and_never_shown() -> None:
    assert SigningKey.from_pem(pem(ISSUER)).public == ISSUER.public
    assert "private" not in repr(ISSUER).lower()
    assert SigningKey.new().kid != SigningKey.new().kid


@pytest.mark.parametrize("data", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_signing_key_when_no_key_then_invalid(data: bytes) -> None:
    with pytest.raises(InvalidInput):
        SigningKey.from_pem(data)


def test_published_key_when_32_bytes_are_no_point_then_signature_wrong() -> None:
    odd = PublishedKey(b"\xff" * 32, signs_from=SPRING)
    with pytest.raises(Untrusted) as refused:
        odd.require_signed(b"message", b"\x00" * 64)
    assert refused.value.fault is Fault.SIGNATURE_WRONG
