"""Best pairs, against trying all of them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.matching.assignment import best_pairs

pytestmark = pytest.mark.unit

gains = st.sampled_from([0.0, 0.0, 0.25, 0.5, 0.6, 0.85, 0.9])
matrices = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(gains, min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]
    )
)


def best_by_trying(matrix: list[list[float]]) -> float:
    if len(matrix) > len(matrix[0]):
        matrix = [list(line) for line in zip(*matrix, strict=True)]
    return max(
        sum(line[column] for line, column in zip(matrix, columns, strict=False))
        for columns in itertools.permutations(range(len(matrix[0])), len(matrix))
    )


@given(matrices)
def test_best_pairs_when_compared_with_all_pairings_then_gain_is_the_largest(
    matrix: list[list[float]],
) -> None:
    pairs = best_pairs(matrix)
    assert sum(matrix[row][column] for row, column in pairs) == pytest.approx(best_by_trying(matrix))
    assert all(matrix[row][column] > 0 for row, column in pairs)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert pairs == sorted(pairs)


@pytest.mark.parametrize("matrix", [[], [[]], [[0.0]], [[0.0, 0.0], [0.0, 0.0]]])
def test_best_pairs_when_nothing_is_to_gain_then_there_are_none(matrix: list[list[float]]) -> None:
    assert best_pairs(matrix) == []


def test_best_pairs_when_the_nearest_choice_is_a_trap_then_is_avoided() -> None:
    assert best_pairs([[0.9, 0.8], [0.8, 0.0]]) == [(0, 1), (1, 0)]
