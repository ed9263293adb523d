"""What the lane takes as plain, and what it leaves to the ordinary path."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.api.serializers import AttemptSerializer
from access.enums import Biometric, Direction
from portsec.lane.body import LONGEST, LONGEST_BODY, plain

pytestmark = pytest.mark.unit

GOOD = {"reader": "R01", "credential": "card-1", "nonce": "n-1", "direction": "in"}


def said(**more: Any) -> bytes:
    return json.dumps(GOOD | more).encode()


def test_body_when_plain_then_the_attempt_as_the_ordinary_path_reads_it() -> None:
    read = plain(
        said(at="2026-11-22T12:00:00+01:00", auth_mode="pin+duress", vehicle="1-ABC-234", biometric="match")
    )
    assert read is not None
    attempt = read.attempt
    assert (read.reader, attempt.credential, attempt.nonce) == ("R01", "card-1", "n-1")
    assert attempt.direction is Direction.IN
    assert attempt.at == datetime(2026, 11, 22, 11, tzinfo=UTC)
    assert (attempt.is_duress, attempt.kept_mode) == (True, "pin")
    assert (attempt.vehicle, attempt.biometric) == ("1-ABC-234", Biometric.MATCH)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff",
        json.dumps(list(GOOD.items())).encode(),
        b'{"reader":"R01","reader":"R02","credential":"c","nonce":"n","direction":"in"}',
        json.dumps({key: value for key, value in GOOD.items() if key != "nonce"}).encode(),
        said(unknown="x"),
        said(escort="B1"),
        said(direction="sideways"),
        said(biometric="perhaps"),
        said(credential=""),
        said(credential=" card-1"),
        said(credential="card-1 "),
        said(credential="card\x00"),
        said(credential="\ud800"),
        said(credential=7),
        said(credential=["card-1"]),
        said(reader={"code": "R01"}),
        said(nonce="n" * 101),
        said(credential="c" * 701),
        said(at="2026-11-22"),
        said(at="2026-02-30T12:00:00Z"),
        said(at="2026-11-22T12:00:00"),
        said(at=1764000000),
        b"[" * 2000,
        said() + b" " * LONGEST_BODY,
    ],
)
def test_body_when_anything_else_then_left_to_the_ordinary_path(raw: bytes) -> None:
    assert plain(raw) is None


def test_lengths_when_compared_then_those_of_the_serializer() -> None:
    fields = AttemptSerializer().fields
    told = {name: fields[name].max_length for name in LONGEST if getattr(fields[name], "max_length", None)}
    assert told.keys() >= {"reader", "credential", "nonce", "auth_mode", "vehicle"}
    assert told == {name: LONGEST[name] for name in told}


@given(st.binary(max_size=200))
def test_body_when_any_bytes_then_no_error(raw: bytes) -> None:
    assert plain(raw) is None or json.loads(raw)["reader"]


@given(st.fixed_dictionaries({}, optional={name: st.text(max_size=50) for name in LONGEST}))
def test_body_when_plain_then_the_serializer_reads_the_same(extra: dict[str, str]) -> None:
    """What the lane takes, the ordinary path takes too, and reads it the same way."""
    body = GOOD | extra
    read = plain(json.dumps(body).encode())
    if read is None:
        return
    checked = AttemptSerializer(data=body)
    assert checked.is_valid(), checked.errors
    assert checked.validated_data["reader"] == read.reader
    assert checked.validated_data["credential"] == read.attempt.credential
    assert checked.validated_data["nonce"] == read.attempt.nonce
    assert checked.validated_data.get("vehicle", "") == read.attempt.vehicle
