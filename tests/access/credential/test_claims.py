"""Claims hold what a credential may say, and their bytes have one form."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.credential import cbor
from access.credential.claims import (
    AREAS,
    AUDIENCE,
    EXPIRES,
    ISSUED_AT,
    NOT_BEFORE,
    PHOTO_HASH,
    STATUS,
    SUBJECT,
    StatusReference,
    encode,
    parse,
)
from access.credential.refusal import Fault, Untrusted
from portsec.kernel.errors import InvalidInput
from tests.access.credential.issuer import LIST_URI, NOON, claims

pytestmark = pytest.mark.unit


def as_map(**other: Any) -> dict[int, Any]:
    found: dict[int, Any] = cbor.decode(encode(claims(**other)))
    return found


def test_claims_when_there_and_back_then_the_same() -> None:
    assert parse(encode(claims())) == claims()
    assert parse(encode(claims(photo_hash=None))) == claims(photo_hash=None)


def test_claims_when_encoded_then_registered_keys_and_no_name() -> None:
    said = as_map()
    assert set(said) == {2, 3, 4, 5, 6, 65535, -65537, -65538}
    assert said[65535] == {"status_list": {"idx": 417, "uri": LIST_URI}}
    assert said[4] == int((NOON + timedelta(days=28)).timestamp())


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("pseudonym", {"pseudonym": ""}),
        ("pseudonym", {"pseudonym": "Erin Example"}),
        ("pseudonym", {"pseudonym": "p" * 41}),
        ("pseudonym", {"pseudonym": "line\n"}),
        ("audience", {"audience": ""}),
        ("areas", {"areas": ()}),
        ("areas", {"areas": ("TERMINAL", "TERMINAL")}),
        ("areas", {"areas": tuple(f"A{number}" for number in range(17))}),
        ("areas", {"areas": ("Terminal Ä",)}),
        ("expires", {"expires": NOON - timedelta(days=2)}),
        ("expires", {"not_before": NOON - timedelta(days=3)}),
        ("expires", {"expires": NOON + timedelta(days=28, seconds=1)}),
        ("expires", {"expires": NOON + timedelta(microseconds=1)}),
        ("expires", {"expires": datetime(2026, 3, 20)}),  # noqa: DTZ001
        ("status", {"status": StatusReference("ftp://port.example/7", 1)}),
        ("status", {"status": StatusReference(LIST_URI, -1)}),
        ("status", {"status": StatusReference(LIST_URI, 2**31)}),
        ("photo_hash", {"photo_hash": b"short"}),
    ],
)
def test_claims_when_one_cannot_be_then_invalid_with_the_field(field: str, other: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as refused:
        claims(**other)
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize(
    "change",
    [
        {SUBJECT: 5},
        {SUBJECT: b"erin"},
        {AUDIENCE: None},
        {EXPIRES: "tomorrow"},
        {EXPIRES: True},
        {EXPIRES: 1.5},
        {EXPIRES: 2**62},
        {NOT_BEFORE: -1},
        {ISSUED_AT: [1]},
        {STATUS: {}},
        {STATUS: {"status_list": {"idx": 1}}},
        {STATUS: {"status_list": {"idx": "1", "uri": LIST_URI}}},
        {STATUS: {"status_list": {"idx": 1, "uri": LIST_URI, "x": 1}}},
        {STATUS: {"status_list": {"idx": 1, "uri": LIST_URI}, "other": {}}},
        {AREAS: "TERMINAL"},
        {AREAS: [1]},
        {PHOTO_HASH: "00" * 32},
        {99: "a restriction that we do not know"},
    ],
    ids=str,
)
def test_parse_when_a_claim_has_another_shape_then_malformed(change: dict[int, Any]) -> None:
    with pytest.raises(Untrusted) as refused:
        parse(cbor.encode(as_map() | change))
    assert refused.value.fault is Fault.MALFORMED


@pytest.mark.parametrize("missing", [SUBJECT, AUDIENCE, EXPIRES, NOT_BEFORE, ISSUED_AT, STATUS, AREAS])
def test_parse_when_a_claim_is_missing_then_malformed(missing: int) -> None:
    said = as_map()
    del said[missing]
    with pytest.raises(Untrusted):
        parse(cbor.encode(said))


@given(st.binary(max_size=120))
def test_parse_when_given_any_bytes_then_untrusted(data: bytes) -> None:
    with pytest.raises(Untrusted):
        parse(data)
