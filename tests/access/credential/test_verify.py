"""Credentials are verified alone; everything else is refused by its fault, and nothing else is raised."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.credential import cbor
from access.credential.claims import encode
from access.credential.keys import KeySet, PublishedKey
from access.credential.refusal import Fault, Untrusted
from access.credential.sign import BADGE, MOST_BYTES, sign1, sign_credential, signed_bytes
from access.credential.status_token import CWT, to_cwt
from access.credential.verify import verify1, verify_credential
from portsec.kernel.errors import InvalidInput
from tests.access.credential.issuer import ISSUER, KEYS, SPRING, claims, credential, key, listed
from tests.screening.published import published

pytestmark = pytest.mark.unit

TOKEN = credential()


def parts() -> list[Any]:
    return list(cbor.untagged(cbor.decode(TOKEN), 18))


def rebuilt(tag: int = 18, **other: Any) -> bytes:
    """The token with some of its parts replaced and its signature left as it was."""
    protected, unprotected, payload, signature = parts()
    old = {"protected": protected, "unprotected": unprotected, "payload": payload, "signature": signature}
    return cbor.encode(cbor.tagged(tag, list((old | other).values())))


def with_header(header: dict[Any, Any]) -> bytes:
    """A token with this protected header and a signature that fits."""
    protected, payload = cbor.encode(header), encode(claims())
    signature = ISSUER.sign(signed_bytes(protected, payload))
    return cbor.encode(cbor.tagged(18, [protected, {}, payload, signature]))


def fault_of(token: bytes, keys: KeySet = KEYS) -> Fault:
    with pytest.raises(Untrusted) as refused:
        verify_credential(token, keys)
    return refused.value.fault


def test_credential_when_signed_then_its_claims_and_key() -> None:
    verified = verify_credential(TOKEN, KEYS)
    assert (verified.claims, verified.kid) == (claims(), ISSUER.kid)


def test_credential_when_signed_then_one_form_and_small() -> None:
    assert credential() == TOKEN
    assert TOKEN[:3] == bytes.fromhex("d28458")  # tag 18, array of four, bytes: COSE_Sign1
    assert len(TOKEN) <= 340
    assert len(credential(areas=("TERMINAL",), photo_hash=None)) <= 290


def test_credential_when_areas_do_not_fit_then_invalid_with_the_field() -> None:
    with pytest.raises(InvalidInput) as refused:
        sign_credential(claims(areas=tuple(f"AREA-WITH-A-LONG-NAME-{n}" for n in range(16))), ISSUER)
    assert set(refused.value.fields) == {"areas"}


def test_signed_bytes_when_built_then_the_structure_of_rfc_9052() -> None:
    assert signed_bytes(b"\xa1\x01\x27", b"pay") == b"\x84\x6aSignature1\x43\xa1\x01\x27\x40\x43pay"


@pytest.mark.parametrize(
    ("token", "fault"),
    [
        (b"", Fault.MALFORMED),
        (TOKEN[:-1], Fault.MALFORMED),
        (TOKEN + b"\x00", Fault.MALFORMED),
        (TOKEN + b"\x00" * MOST_BYTES, Fault.MALFORMED),
        (rebuilt(tag=17), Fault.MALFORMED),
        (rebuilt(tag=98), Fault.MALFORMED),
        (rebuilt(unprotected={4: b"other"}), Fault.MALFORMED),
        (rebuilt(unprotected=[]), Fault.MALFORMED),
        (rebuilt(protected=b""), Fault.MALFORMED),
        (rebuilt(protected={}), Fault.MALFORMED),
        (rebuilt(payload=None), Fault.MALFORMED),
        (rebuilt(signature=b""), Fault.SIGNATURE_WRONG),
        (rebuilt(signature=bytes(64)), Fault.SIGNATURE_WRONG),
        (rebuilt(payload=encode(claims(areas=("CUSTOMS",)))), Fault.SIGNATURE_WRONG),
        (cbor.encode(parts()), Fault.MALFORMED),
        (credential(key(9)), Fault.KEY_UNKNOWN),
        (sign1(b"\x01", typ=BADGE, key=ISSUER), Fault.MALFORMED),
        (sign1(encode(claims()), typ=CWT, key=ISSUER), Fault.TYPE_WRONG),
        (with_header({1: -8, 4: ISSUER.kid}), Fault.MALFORMED),
        (with_header({1: -7, 4: ISSUER.kid, 16: BADGE}), Fault.MALFORMED),
        (with_header({1: 5, 4: ISSUER.kid, 16: BADGE}), Fault.MALFORMED),
        (with_header({1: -8, 4: "kid", 16: BADGE}), Fault.MALFORMED),
        (with_header({1: -8, 4: ISSUER.kid, 16: BADGE, 2: [99]}), Fault.MALFORMED),
        (with_header({1: -8, 4: ISSUER.kid, 16: [BADGE]}), Fault.TYPE_WRONG),
    ],
)
def test_verify_when_not_as_signed_then_its_fault(token: bytes, fault: Fault) -> None:
    assert fault_of(token) is fault


def test_verify_when_a_list_is_shown_as_a_badge_then_wrong_type() -> None:
    assert fault_of(to_cwt(listed(size=64), ISSUER)) is Fault.TYPE_WRONG


def test_verify_when_another_key_has_the_kid_then_signature_wrong() -> None:
    forged = cbor.encode({1: -8, 4: ISSUER.kid, 16: BADGE})
    payload = encode(claims())
    token = cbor.tagged(18, [forged, {}, payload, key(9).sign(signed_bytes(forged, payload))])
    assert fault_of(cbor.encode(token)) is Fault.SIGNATURE_WRONG


def test_verify_when_signed_before_the_time_of_its_key_then_retired() -> None:
    later = KeySet((PublishedKey(ISSUER.public, signs_from=claims().expires),), SPRING)
    assert fault_of(TOKEN, later) is Fault.KEY_RETIRED


def test_verify_when_any_one_bit_is_turned_then_refused() -> None:
    for place in range(len(TOKEN) * 8):
        changed = bytearray(TOKEN)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(Untrusted):
            verify_credential(bytes(changed), KEYS)


@given(st.binary(max_size=400))
def test_verify_when_given_any_bytes_then_untrusted(data: bytes) -> None:
    with pytest.raises(Untrusted):
        verify_credential(data, KEYS)
    with pytest.raises(Untrusted):
        verify1(b"\xd2\x84" + data, typ=BADGE, keys=KEYS)


@pytest.mark.external
def test_signature_when_of_the_wycheproof_cases_then_as_they_say() -> None:
    groups = json.loads(published("wycheproof", "ed25519_test.json").read_bytes())["testGroups"]
    seen, wrong = 0, []
    for group in groups:
        public = PublishedKey(bytes.fromhex(group["publicKey"]["pk"]), signs_from=SPRING)
        for case in group["tests"]:
            seen += 1
            if _fits(public, case) != (case["result"] == "valid"):
                wrong.append(case["tcId"])
    assert (seen, wrong) == (151, [])


def _fits(public: PublishedKey, case: dict[str, Any]) -> bool:
    try:
        public.require_signed(bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"]))
    except Untrusted as refused:
        return refused.fault is not Fault.SIGNATURE_WRONG
    return True
