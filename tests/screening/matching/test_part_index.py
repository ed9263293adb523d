"""The index of parts finds what measuring every part would find."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from screening.matching.alignment import likeness
from screening.matching.part_index import LONG_PART, MOST_EDITS, PartIndex

pytestmark = pytest.mark.unit

LETTERS = "abdehkmnosz"
parts = st.text(LETTERS, min_size=2, max_size=LONG_PART + 4)
long_parts = st.text(LETTERS, min_size=LONG_PART, max_size=LONG_PART + 4)


def index_of(known: list[str]) -> PartIndex:
    index = PartIndex()
    for part in dict.fromkeys(known):
        index.add(part)
    return index


def measured(part: str, known: list[str]) -> list[str]:
    return sorted(other for other in set(known) if likeness(part, other) > 0)


@given(parts, st.lists(parts, max_size=30))
def test_close_to_when_every_part_is_measured_then_the_same(part: str, known: list[str]) -> None:
    assert sorted(index_of(known).close_to(part)) == measured(part, known)


@settings(max_examples=400)
@given(long_parts, st.lists(long_parts, max_size=5), st.data())
def test_close_to_when_long_parts_are_up_to_three_slips_apart_then_the_same(
    part: str, known: list[str], data: st.DataObject
) -> None:
    slipped = part
    for _ in range(data.draw(st.integers(1, MOST_EDITS))):
        slipped = with_a_slip(slipped, data)
    assert sorted(index_of([*known, slipped]).close_to(part)) == measured(part, [*known, slipped])


def with_a_slip(part: str, data: st.DataObject) -> str:
    """One letter left out, put in or changed, or two that changed places."""
    at = data.draw(st.integers(0, len(part) - 1))
    letter = data.draw(st.sampled_from(LETTERS))
    before, here, behind = part[:at], part[at], part[at + 1 :]
    turned = before + behind[:1] + here + behind[1:]
    return data.draw(
        st.sampled_from([before + behind, before + letter + part[at:], before + letter + behind, turned])
    )


@pytest.mark.parametrize("known", ["abcedfgz", "zbcedfgh", "bcedfghz", "zabcedfgy", "acbdefhg", "abdcefhgz"])
def test_close_to_when_two_letters_changed_places_in_the_middle_of_eight_then_found(known: str) -> None:
    assert measured("abcdefgh", [known]) == [known]
    assert index_of([known]).close_to("abcdefgh") == (known,)


def test_close_to_when_a_part_is_added_after_it_was_asked_for_then_found() -> None:
    index = index_of(["hassan"])
    assert index.close_to("hasan") == ("hassan",)
    index.add("hasaan")
    assert set(index.close_to("hasan")) == {"hassan", "hasaan"}


@given(st.lists(parts, max_size=10))
@example(["robert", "bob"])
def test_close_to_when_asked_from_the_other_side_then_the_same(known: list[str]) -> None:
    index = index_of(known)
    for one in set(known):
        assert all(one in index.close_to(other) for other in index.close_to(one))
