"""Counting votes: the last of each officer, three at least, more than half."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.deciding.ballot import FEWEST_OFFICERS, majority, standing_votes
from screening.deciding.words import PanelChoice

pytestmark = pytest.mark.unit

G, R, C = PanelChoice.GRANT, PanelChoice.REFUSE, PanelChoice.CONDITIONAL


@pytest.mark.parametrize(
    ("votes", "result"),
    [
        ([], None),
        ([(1, G), (2, G)], None),
        ([(1, G), (2, R), (3, G)], G),
        ([(1, G), (2, R), (3, C)], None),
        ([(1, G), (2, R), (3, C), (4, C)], None),
        ([(1, G), (2, R), (3, C), (4, C), (5, C)], C),
        ([(1, G), (2, R), (1, R), (3, G)], R),
        ([(1, R), (1, R), (1, R)], None),
    ],
)
def test_majority_when_counted_then_more_than_half_of_three_or_more(
    votes: list[tuple[int, PanelChoice]], result: PanelChoice | None
) -> None:
    assert majority(standing_votes(votes)) == result


@given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from(PanelChoice))))
def test_majority_when_there_is_one_then_nobody_else_could_outvote_it(
    votes: list[tuple[int, PanelChoice]],
) -> None:
    standing = standing_votes(votes)
    result = majority(standing)
    if result is not None:
        behind = [choice for choice in standing.values() if choice is result]
        assert len(standing) >= FEWEST_OFFICERS
        assert len(behind) > len(standing) - len(behind)
