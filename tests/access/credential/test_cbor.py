"""CBOR is written in one form, and no other is read."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.credential import cbor
from access.credential.claims import AREAS, PHOTO_HASH, REQUIRED
from access.credential.refusal import Fault, Untrusted
from access.credential.status_token import NAMES

pytestmark = pytest.mark.unit

values = st.recursive(
    st.integers(-(2**63), 2**63) | st.binary(max_size=20) | st.text(max_size=20) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.integers(-9, 99), inner, max_size=3),
    max_leaves=3,
)


@given(values)
def test_decode_when_written_by_us_then_the_same_value(value: Any) -> None:
    assert cbor.decode(cbor.encode([value])) == [value]


@given(st.binary(max_size=80))
def test_decode_when_given_any_bytes_then_a_value_or_untrusted(data: bytes) -> None:
    with suppress(Untrusted):
        assert cbor.encode(cbor.decode(data)) == data


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("", id="nothing"),
        pytest.param("a10102ff", id="more behind it"),
        pytest.param("a201010102", id="a key twice"),
        pytest.param("a2020101 01", id="keys out of order"),
        pytest.param("1801", id="a number longer than it need be"),
        pytest.param("bf0102ff", id="indefinite length"),
        pytest.param("5f4101ff", id="bytes of indefinite length"),
        pytest.param("81" * 7 + "01", id="nested too deep"),
        pytest.param("81" * 5000 + "01", id="nested to exhaust the parser"),
        pytest.param("9bffffffffffffffff", id="an array of 2^64 items in nine bytes"),
        pytest.param("c06161", id="a tag that says a time and holds none"),
        pytest.param("d8236128", id="a regular expression"),
        pytest.param("d81801", id="another tag"),
        pytest.param("81d28440a04040", id="the right tag, but inside"),
        pytest.param("c249010000000000000000", id="a number of more than 64 bits"),
        pytest.param("f93c00", id="a float"),
        pytest.param("f7", id="undefined"),
        pytest.param("f8ff", id="a simple value that nobody named"),
        pytest.param("1c", id="a length that no standard gives"),
        pytest.param("61ff", id="text that is no UTF-8"),
        pytest.param("d81c80d81d00", id="shared references"),
    ],
)
def test_decode_when_in_another_form_then_malformed(data: str) -> None:
    with pytest.raises(Untrusted) as refused:
        cbor.decode(bytes.fromhex(data))
    assert refused.value.fault is Fault.MALFORMED


@pytest.mark.parametrize(
    "keys",
    [REQUIRED | {PHOTO_HASH, AREAS}, set(NAMES.values()), {1, 4, 16}, {1, 2, 3, -1, -2, "nbf", "exp"}],
    ids=["credential", "list", "header", "key"],
)
def test_encode_when_keys_are_ours_then_both_standard_orders_are_the_same(keys: set[int | str]) -> None:
    encoded = [cbor2.dumps(key) for key in keys]
    assert sorted(encoded) == sorted(encoded, key=lambda key: (len(key), key))
