"""The array of standings: two bits each, packed, found by index."""

from __future__ import annotations

import json
import random
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.credential.plain_text import from_base64url
from access.credential.refusal import Fault, Untrusted
from access.credential.status_list import MOST_BYTES, CredentialStatus, StatusList, build, unpack
from portsec.kernel.errors import InvalidInput
from tests.screening.published import published

pytestmark = pytest.mark.unit

MILLION = 1_000_000


def million_badges() -> list[tuple[int, CredentialStatus]]:
    """A large port after some years: 5 % invalid, 1 % suspended, 1 % escort only, at random places."""
    places = random.Random(7).sample(range(MILLION), 70_000)
    status = [CredentialStatus.INVALID] * 50_000
    status += [CredentialStatus.SUSPENDED] * 10_000 + [CredentialStatus.ESCORT_ONLY] * 10_000
    return list(zip(places, status, strict=True))


def test_list_when_built_as_in_the_draft_then_its_bytes() -> None:
    """Section "Status List Token with 2-Bit Status Values", twelve entries."""
    values = [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]
    statuses = build(12, [(index, CredentialStatus(value)) for index, value in enumerate(values)])
    assert statuses.data.hex() == "c944f9"
    assert statuses.packed().hex() == "78da3be9f2130003df0207"
    assert [statuses.at(index) for index in range(12)] == values


@given(st.dictionaries(st.integers(0, 399), st.sampled_from(CredentialStatus)))
def test_list_when_packed_and_unpacked_then_every_entry_as_built(
    entries: dict[int, CredentialStatus],
) -> None:
    found = unpack(2, build(400, entries.items()).packed())
    assert found.size == 400
    assert all(found.status(index) == entries.get(index, 0) for index in range(400))


@pytest.mark.parametrize("index", [-1, 400, 2**40])
def test_list_when_asked_beyond_its_end_then_invalid(index: int) -> None:
    with pytest.raises(InvalidInput, match="it has 400"):
        build(400, []).at(index)


def test_list_when_an_index_is_used_twice_then_invalid() -> None:
    for second in CredentialStatus:
        with pytest.raises(InvalidInput, match="Entry 5 is given to two credentials"):
            build(8, [(5, CredentialStatus.VALID), (5, second)])


@pytest.mark.parametrize("size", [0, -4, 5])
def test_list_when_of_no_whole_bytes_then_invalid(size: int) -> None:
    with pytest.raises(InvalidInput):
        build(size, [])


@pytest.mark.parametrize("index", [-1, 8])
def test_list_when_an_entry_lies_beyond_then_invalid(index: int) -> None:
    with pytest.raises(InvalidInput):
        build(8, [(index, CredentialStatus.INVALID)])


def test_list_when_of_another_width_then_invalid() -> None:
    with pytest.raises(InvalidInput):
        StatusList(3, b"\x00")


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"no zlib",
        zlib.compress(b""),
        zlib.compress(bytes(100))[:-1],
        zlib.compress(bytes(100)) + b"x",
        zlib.compress(bytes(MOST_BYTES + 1), 9),
        zlib.compress(bytes(100))[2:-4],
    ],
    ids=["nothing", "no zlib", "empty list", "cut off", "more behind it", "bomb", "no zlib header"],
)
def test_unpack_when_not_one_packed_list_then_malformed(packed: bytes) -> None:
    with pytest.raises(Untrusted) as refused:
        unpack(2, packed)
    assert refused.value.fault is Fault.MALFORMED


def test_list_when_of_a_million_badges_then_under_200_kb_and_two_seconds() -> None:
    entries = million_badges()
    started = time.perf_counter()
    packed = build(MILLION, entries).packed()
    assert time.perf_counter() - started < 2
    assert len(packed) < 110_000
    assert unpack(2, packed).status(entries[0][0]) is CredentialStatus.INVALID


@pytest.mark.external
def test_unpack_when_of_the_published_vectors_then_every_entry_as_they_say() -> None:
    vectors = json.loads(published("token-status-list", "vectors.json").read_bytes())
    assert {vector["bits"] for vector in vectors if "set" in vector} == {1, 2, 4, 8}
    for vector in vectors:
        found = unpack(vector["bits"], from_base64url(vector["lst"]))
        assert found.size == vector["size"]
        if "bytes_hex" in vector:
            assert found.data.hex() == vector["bytes_hex"]
            continue
        said = {int(index): value for index, value in vector["set"].items()}
        assert {index: found.at(index) for index in said} == said
        assert sum(map(bool, found.data)) <= len(said)  # and nothing beside them is set


@pytest.mark.external
def test_pack_when_of_the_published_vectors_then_the_same_list_again() -> None:
    for vector in json.loads(published("token-status-list", "vectors.json").read_bytes()):
        found = unpack(vector["bits"], from_base64url(vector["lst"]))
        assert unpack(vector["bits"], found.packed()) == found
