"""JSON tokens: one algorithm, three header lines, one form."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.credential import jws
from access.credential.plain_text import to_base64url
from access.credential.refusal import Fault, Untrusted
from tests.access.credential.issuer import ISSUER, KEYS, key
from tests.screening.published import published

pytestmark = pytest.mark.unit

SAID = {"sub": "something", "iat": 1}
KID = to_base64url(ISSUER.kid)
HEADER = {"alg": "EdDSA", "kid": KID, "typ": "test+jwt"}


def signed(header: Any, payload: str = '{"sub":"something"}') -> str:
    """A token with this header and a signature that fits."""
    text = f"{to_base64url(json.dumps(header).encode())}.{to_base64url(payload.encode())}"
    return f"{text}.{to_base64url(ISSUER.sign(text.encode('ascii')))}"


TOKEN = jws.sign(SAID, typ="test+jwt", key=ISSUER)


def test_token_when_signed_then_what_it_says_and_its_key() -> None:
    said, by = jws.verify(TOKEN, typ="test+jwt", keys=KEYS)
    assert (said, by.kid) == (SAID, ISSUER.kid)


@pytest.mark.parametrize(
    ("token", "fault"),
    [
        ("", Fault.MALFORMED),
        ("a.b", Fault.MALFORMED),
        (f"{TOKEN}.", Fault.MALFORMED),
        (f"{TOKEN}=", Fault.MALFORMED),
        (f"{TOKEN}\n", Fault.MALFORMED),
        (TOKEN.rpartition(".")[0] + ".", Fault.SIGNATURE_WRONG),
        (signed(HEADER | {"alg": "none"}), Fault.MALFORMED),
        (signed(HEADER | {"alg": "HS256"}), Fault.MALFORMED),
        (signed(HEADER | {"crit": ["exp"]}), Fault.MALFORMED),
        (signed(HEADER | {"jwk": {"kty": "OKP"}}), Fault.MALFORMED),
        (signed(HEADER | {"kid": 5}), Fault.MALFORMED),
        (signed(HEADER | {"kid": "?"}), Fault.MALFORMED),
        (signed(HEADER | {"kid": to_base64url(key(9).kid)}), Fault.KEY_UNKNOWN),
        (signed(HEADER | {"typ": "badge+jwt"}), Fault.TYPE_WRONG),
        (signed({"alg": "EdDSA", "kid": KID}), Fault.MALFORMED),
        (signed([]), Fault.MALFORMED),
        (signed(HEADER, "[]"), Fault.MALFORMED),
        (signed(HEADER, '{"sub":1,"sub":2}'), Fault.MALFORMED),
    ],
)
def test_verify_when_not_as_signed_then_its_fault(token: str, fault: Fault) -> None:
    with pytest.raises(Untrusted) as refused:
        jws.verify(token, typ="test+jwt", keys=KEYS)
    assert refused.value.fault is fault


@given(
    st.text(max_size=80) | st.from_regex(r"\A[A-Za-z0-9_-]{1,20}\.[A-Za-z0-9_-]{1,20}\.[A-Za-z0-9_-]{1,20}\Z")
)
def test_verify_when_given_any_text_then_untrusted(text: str) -> None:
    with pytest.raises(Untrusted):
        jws.verify(text, typ="test+jwt", keys=KEYS)


@pytest.mark.external
def test_verify_when_given_the_wycheproof_tokens_then_untrusted() -> None:
    """They are of other algorithms, or of none: not one may pass, and not one may break the verifier."""
    groups = json.loads(published("wycheproof", "json_web_signature_test.json").read_bytes())["testGroups"]
    tokens = [case["jws"] for group in groups for case in group["tests"] if isinstance(case["jws"], str)]
    assert len(tokens) > 300
    for token in tokens:
        with pytest.raises(Untrusted):
            jws.verify(token, typ="JWT", keys=KEYS)
