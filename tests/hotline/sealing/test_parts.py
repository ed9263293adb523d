"""Parting a secret: any two people put it together, one alone learns nothing."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.sealing.parts import Part, parted, together

pytestmark = pytest.mark.unit


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=40), st.integers(2, 5))
def test_secret_when_parted_then_any_two_put_it_together(secret: bytes, people: int) -> None:
    parts = parted(secret, people)
    assert len(parts) == people
    for one, other in combinations(parts, 2):
        assert together(one, other) == together(other, one) == secret


def test_part_when_looked_at_alone_then_every_value_is_as_likely() -> None:
    """Chi-squared with 255 degrees of freedom: 360 is passed once in 40,000 times."""
    for number in (0, 1, 2):
        counts = Counter(parted(b"\x42", 3)[number].values[0] for _ in range(25_600))
        assert sum((counts[value] - 100) ** 2 / 100 for value in range(256)) < 360


def test_parts_when_of_two_secrets_then_give_neither() -> None:
    one, other = parted(b"first secret", 3)[0], parted(b"other secret", 3)[1]
    assert together(one, other) not in {b"first secret", b"other secret"}


def test_parts_when_the_same_person_gives_both_then_refused() -> None:
    part = parted(b"secret", 3)[0]
    with pytest.raises(ValueError, match="two different parts"):
        together(part, part)


@pytest.mark.parametrize("people", [0, 1, 256])
def test_secret_when_parted_among_too_few_or_many_then_refused(people: int) -> None:
    with pytest.raises(ValueError, match="2 to 255"):
        parted(b"secret", people)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 255), st.binary(min_size=1))
def test_part_when_written_then_read_back(number: int, values: bytes) -> None:
    assert Part.from_bytes(Part(number, values).to_bytes()) == Part(number, values)


@pytest.mark.parametrize("raw", [b"", b"\x01", b"\x00abc"])
def test_part_when_it_cannot_be_one_then_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="no part"):
        Part.from_bytes(raw)
