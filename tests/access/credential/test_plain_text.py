"""Base64url and JSON are read in one form only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.credential.plain_text import from_base64url, from_json, to_base64url
from access.credential.refusal import Fault, Untrusted

pytestmark = pytest.mark.unit


@given(st.binary(max_size=60))
def test_base64url_when_there_and_back_then_the_same(data: bytes) -> None:
    assert from_base64url(to_base64url(data)) == data


@pytest.mark.parametrize("text", ["A", "QQ==", "QR", "Q+==", "Q/8", "Q Q", "QQ\n", "ÄÖ", "QQ=A"])
def test_base64url_when_in_another_form_then_malformed(text: str) -> None:
    with pytest.raises(Untrusted) as refused:
        from_base64url(text)
    assert refused.value.fault is Fault.MALFORMED


@pytest.mark.parametrize(
    "text",
    ["", "[]", "1", '{"a":1,"a":2}', '{"a":{"b":1,"b":1}}', '{"a":NaN}', "{", "[" * 100_000, b"\xff{}"],
    ids=["nothing", "list", "number", "twice", "twice inside", "NaN", "cut off", "deep", "no UTF-8"],
)
def test_json_when_no_single_object_then_malformed(text: str | bytes) -> None:
    with pytest.raises(Untrusted):
        from_json(text)
