"""One form of bytes for one value, on every machine, and the leaf hash over it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from enum import IntEnum
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import canonical
from portsec.kernel.words import Word

pytestmark = pytest.mark.unit

text = st.text(max_size=20)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=15,
)
mappings = st.dictionaries(text, plain, max_size=6)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(
    datetime(2, 1, 1),  # noqa: DTZ001  hypothesis adds the zone
    datetime(9998, 12, 31),  # noqa: DTZ001
    timezones=offsets,
)


NAIVE = datetime(2026, 1, 1)  # noqa: DTZ001  exactly what must be refused


class Colour(Word):
    RED = "red", "Red", "bad"


class Level(IntEnum):
    HIGH = 3


def shuffled(value: Any) -> Any:
    """The same value with the keys of every mapping in the opposite order."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(value)}
    return [shuffled(item) for item in value] if isinstance(value, list) else value


@given(mappings)
def test_encode_when_read_back_then_the_same_value(value: dict[str, Any]) -> None:
    assert json.loads(canonical.encode(value)) == value


@given(mappings)
def test_encode_when_keys_come_in_another_order_then_the_same_bytes(value: dict[str, Any]) -> None:
    assert canonical.encode(shuffled(value)) == canonical.encode(value)


@given(mappings)
def test_encode_when_done_again_on_what_was_read_then_the_same_bytes(value: dict[str, Any]) -> None:
    once = canonical.encode(value)
    assert canonical.encode(json.loads(once)) == once


@given(mappings, mappings)
def test_encode_when_values_differ_then_bytes_differ(one: dict[str, Any], other: dict[str, Any]) -> None:
    told_apart = json.dumps(one, sort_keys=True) != json.dumps(other, sort_keys=True)
    assert (canonical.encode(one) != canonical.encode(other)) == told_apart


@given(mappings)
def test_encode_when_any_text_is_inside_then_ascii_without_blanks_around(value: dict[str, Any]) -> None:
    written = canonical.encode(value)
    assert all(byte < 0x80 for byte in written)
    assert b"\n" not in written


@given(moments)
def test_plain_when_one_moment_is_told_in_two_zones_then_one_form(moment: datetime) -> None:
    told = canonical.plain(moment)
    assert told == canonical.plain(moment.astimezone(UTC))
    assert datetime.fromisoformat(told) == moment
    assert len(told) == len("2026-11-22T05:06:07.000008Z")


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ({"b": 1, "a": [True, None]}, b'{"a":[true,null],"b":1}'),
        ({"é": "\u05d0🚢"}, b'{"\\u00e9":"\\u05d0\\ud83d\\udea2"}'),
        ({"n": 10**40}, b'{"n":1' + b"0" * 40 + b"}"),
        ({"at": datetime(2026, 3, 1, 12, tzinfo=UTC)}, b'{"at":"2026-03-01T12:00:00.000000Z"}'),
        ({"at": datetime(812, 3, 1, tzinfo=UTC)}, b'{"at":"0812-03-01T00:00:00.000000Z"}'),
        ({"on": date(2026, 3, 1)}, b'{"on":"2026-03-01"}'),
        ({"id": UUID(int=5)}, b'{"id":"00000000-0000-0000-0000-000000000005"}'),
        ({"raw": b"\x00\xff", "view": memoryview(b"\x01")}, b'{"raw":"00ff","view":"01"}'),
        ({"set": {"b", "a"}, "tuple": (2, 1)}, b'{"set":["a","b"],"tuple":[2,1]}'),
        ({"word": Colour.RED, Colour.RED: 1}, b'{"red":1,"word":"red"}'),
        ({"level": Level.HIGH}, b'{"level":3}'),
    ],
)
def test_encode_when_given_these_values_then_exactly_these_bytes(value: dict[Any, Any], form: bytes) -> None:
    assert canonical.encode(value) == form


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        float("inf"),
        NAIVE,
        pytest.param(object(), id="object"),
        1j,
        {1: "a"},
        {None: 1},
        {True: 1},
        ...,
        range(2),
    ],
    ids=repr,
)
def test_encode_when_a_value_is_ambiguous_then_type_error(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical.encode({"value": value})
    with pytest.raises(TypeError):
        canonical.encode({"deep": [{"value": value}]})


def test_encode_when_one_character_has_two_spellings_then_they_stay_apart() -> None:
    assert canonical.encode({"name": "é"}) != canonical.encode({"name": "e\u0301"})


@given(st.binary(max_size=200))
def test_content_hash_when_computed_then_sha256_over_zero_and_the_bytes(raw: bytes) -> None:
    assert canonical.content_hash(raw) == hashlib.sha256(b"\x00" + raw).digest()


def test_content_hash_when_empty_then_the_value_of_rfc_6962() -> None:
    # "test_vectors" of Certificate Transparency: the hash of a tree with one empty leaf.
    wanted = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert canonical.content_hash(b"").hex() == wanted
