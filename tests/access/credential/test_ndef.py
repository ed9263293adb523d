"""The bytes of an NFC chip."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.credential.ndef import from_ndef, to_ndef
from access.credential.refusal import Untrusted
from access.credential.sign import MOST_BYTES
from portsec.kernel.errors import InvalidInput
from tests.access.credential.issuer import credential

pytestmark = pytest.mark.unit

DOMAIN = "badges.port.example"
NTAG_215 = 504  # bytes of user memory


def test_message_when_short_then_one_external_record() -> None:
    """NFC Forum NDEF 1.0, 3.2: begin, end, short record, TNF 4; lengths; type; payload."""
    assert to_ndef(b"\x01\x02", domain="a.b") == bytes.fromhex("d40902") + b"a.b:badge\x01\x02"
    assert to_ndef(bytes(300), domain="a.b")[:6] == bytes.fromhex("c4090000012c")


@given(st.binary(min_size=1, max_size=MOST_BYTES))
def test_message_when_there_and_back_then_the_same(token: bytes) -> None:
    assert from_ndef(to_ndef(token, domain=DOMAIN), domain=DOMAIN) == token


def test_message_when_of_any_badge_then_fits_the_chip() -> None:
    assert len(to_ndef(credential(), domain=DOMAIN)) <= 370
    assert len(to_ndef(bytes(MOST_BYTES), domain=DOMAIN)) <= NTAG_215


@given(st.binary(max_size=60))
def test_message_when_given_any_bytes_then_untrusted(message: bytes) -> None:
    with pytest.raises(Untrusted):
        from_ndef(message, domain=DOMAIN)


@pytest.mark.parametrize(
    "message",
    [
        to_ndef(b"badge", domain="other.example"),
        to_ndef(b"badge", domain=DOMAIN) + b"\x00",
        to_ndef(b"badge", domain=DOMAIN)[:-1],
        b"\x94" + to_ndef(b"badge", domain=DOMAIN)[1:],
        to_ndef(bytes(300), domain=DOMAIN)[:-1],
    ],
    ids=["another issuer", "more behind it", "cut off", "no end", "long and cut off"],
)
def test_message_when_of_another_form_then_untrusted(message: bytes) -> None:
    with pytest.raises(Untrusted):
        from_ndef(message, domain=DOMAIN)


@pytest.mark.parametrize("domain", ["", "port", "Port.example", "a:b.c", "a b.c"])
def test_message_when_the_domain_is_none_then_invalid(domain: str) -> None:
    with pytest.raises(InvalidInput):
        to_ndef(b"badge", domain=domain)


@pytest.mark.parametrize("token", [b"", bytes(MOST_BYTES + 1)])
def test_message_when_no_credential_fits_then_invalid(token: bytes) -> None:
    with pytest.raises(InvalidInput):
        to_ndef(token, domain=DOMAIN)
