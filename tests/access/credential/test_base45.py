"""The text of a QR code."""

from __future__ import annotations

import pytest
import qrcode
from hypothesis import given
from hypothesis import strategies as st
from qrcode.constants import ERROR_CORRECT_M

from access.credential.base45 import decode, encode, from_text, to_text
from access.credential.refusal import Fault, Untrusted
from access.credential.sign import MOST_BYTES
from tests.access.credential.issuer import credential

pytestmark = pytest.mark.unit

# RFC 9285, 4.3 and 4.4
EXAMPLES = [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0")]


@pytest.mark.parametrize(("data", "text"), EXAMPLES)
def test_base45_when_of_the_rfc_then_as_it_says(data: bytes, text: str) -> None:
    assert (encode(data), decode(text)) == (text, data)


@given(st.binary(max_size=99))
def test_base45_when_there_and_back_then_the_same(data: bytes) -> None:
    assert decode(encode(data)) == data


@pytest.mark.parametrize("text", ["A", "GGW", ":::", "::", "5S", "bb8", "BB8=", "BB8\n", "ÄÖÜ", "QED8W"[:4]])
def test_base45_when_no_encoder_writes_it_then_malformed(text: str) -> None:
    with pytest.raises(Untrusted) as refused:
        decode(text)
    assert refused.value.fault is Fault.MALFORMED


@pytest.mark.parametrize("text", ["", "BB8", "PB2:BB8", "pb1:BB8", " PB1:BB8"])
def test_text_when_without_its_prefix_then_malformed(text: str) -> None:
    with pytest.raises(Untrusted):
        from_text(text)


def version(text: str) -> int:
    """The smallest QR code of level M that carries the text."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(text, optimize=0)
    found: int = code.best_fit()
    return found


def test_text_when_of_a_usual_badge_then_a_code_of_version_13() -> None:
    text = to_text(credential())
    assert from_text(text) == credential()
    assert len(text) <= 510
    assert version(text) <= 13


def test_text_when_of_one_area_without_picture_then_a_code_of_version_11() -> None:
    assert version(to_text(credential(areas=("TERMINAL",), photo_hash=None))) <= 12


def test_text_when_of_the_longest_badge_then_a_code_of_version_15() -> None:
    assert version(to_text(bytes(MOST_BYTES))) == 15
