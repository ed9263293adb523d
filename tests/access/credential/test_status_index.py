"""Places in the list: every one once, in an order that nobody can guess."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.credential.status_index import StatusIndices
from portsec.kernel.errors import InvalidInput

pytestmark = pytest.mark.unit

SECRET = bytes(range(32))


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.integers(4, 600))
def test_places_when_all_are_given_then_each_exactly_once(secret: bytes, size: int) -> None:
    indices = StatusIndices(secret, size)
    assert sorted(indices.place(number) for number in range(size)) == list(range(size))


def test_places_when_a_large_list_begins_then_no_place_twice_and_spread_evenly() -> None:
    indices = StatusIndices(SECRET, 1_000_000)
    given_places = [indices.place(number) for number in range(4_000)]
    assert len(set(given_places)) == 4_000
    tenths = [sum(place // 100_000 == tenth for place in given_places) for tenth in range(10)]
    # Chi-squared with 9 degrees of freedom: 27.9 is passed by chance once in a thousand.
    assert sum((count - 400) ** 2 / 400 for count in tenths) < 27.9
    ascending = sum(one < other for one, other in pairwise(given_places))
    assert 1_850 < ascending < 2_150


def test_places_when_every_first_place_is_counted_then_no_bias() -> None:
    """Over many secrets the first credential may land anywhere, in a size that is no power of two."""
    counts = [0] * 12
    for number in range(2_400):
        counts[StatusIndices(number.to_bytes(32, "big"), 12).place(0)] += 1
    # Chi-squared with 11 degrees of freedom: 31.3 is passed by chance once in a thousand.
    assert sum((count - 200) ** 2 / 200 for count in counts) < 31.3


def test_places_when_the_secret_differs_then_another_order() -> None:
    one, other = StatusIndices(SECRET, 1024), StatusIndices(bytes(32), 1024)
    assert [one.place(n) for n in range(20)] != [other.place(n) for n in range(20)]
    assert [one.place(n) for n in range(20)] == [StatusIndices(SECRET, 1024).place(n) for n in range(20)]


@pytest.mark.parametrize("counter", [-1, 64, 65])
def test_places_when_the_list_is_full_then_invalid(counter: int) -> None:
    with pytest.raises(InvalidInput, match="full"):
        StatusIndices(SECRET, 64).place(counter)


@pytest.mark.parametrize(("secret", "size"), [(b"short", 64), (SECRET, 3), (SECRET, 2**24 + 1)])
def test_indices_when_set_up_wrongly_then_invalid(secret: bytes, size: int) -> None:
    with pytest.raises(InvalidInput):
        StatusIndices(secret, size)


def test_indices_when_shown_then_keep_their_secret() -> None:
    assert "secret" not in repr(StatusIndices(SECRET, 64))
