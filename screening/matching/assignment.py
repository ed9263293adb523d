"""Pairing two sets so that the sum of their gains is largest (Kuhn's Hungarian method)."""

from __future__ import annotations

from collections.abc import Sequence


def best_pairs(gains: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Row and column of each pair, rows ascending; pairs that gain nothing are left out.

    `gains` is a full matrix, none negative. Time grows with the cube of the smaller side; rows and columns
    without any gain, which are most of them when names differ, are put aside first.
    """
    rows = [row for row, line in enumerate(gains) if any(line)]
    columns = sorted({column for row in rows for column, gain in enumerate(gains[row]) if gain})
    if len(rows) <= 1 or len(columns) <= 1:
        every = [(gains[row][column], row, column) for row in rows for column in columns]
        return [(row, column) for _, row, column in [max(every)]] if every else []
    worthwhile = [[gains[row][column] for column in columns] for row in rows]
    if len(rows) > len(columns):
        turned = [list(line) for line in zip(*worthwhile, strict=True)]
        found = [(row, column) for column, row in _assigned(turned)]
    else:
        found = _assigned(worthwhile)
    pairs = [(rows[row], columns[column]) for row, column in found]
    return sorted((row, column) for row, column in pairs if gains[row][column] > 0)


def _assigned(gains: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Every row gets a column of its own; there are at least as many columns as rows.

    Potentials and augmenting paths; row and column 0 are sentinels, so that both count from 1.
    """
    rows, columns = len(gains), len(gains[0])
    row_potential, column_potential = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner = [0] * (columns + 1)
    for row in range(1, rows + 1):
        owner[0], column = row, 0
        slack, came_from, used = [float("inf")] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
        while owner[column]:
            used[column] = True
            current, nearest, step = owner[column], 0, float("inf")
            for other in range(1, columns + 1):
                if used[other]:
                    continue
                cost = -gains[current - 1][other - 1] - row_potential[current] - column_potential[other]
                if cost < slack[other]:
                    slack[other], came_from[other] = cost, column
                if slack[other] < step:
                    step, nearest = slack[other], other
            for other in range(columns + 1):
                if used[other]:
                    row_potential[owner[other]] += step
                    column_potential[other] -= step
                else:
                    slack[other] -= step
            column = nearest
        while column:
            owner[column] = owner[came_from[column]]
            column = came_from[column]
    return [(owner[column] - 1, column - 1) for column in range(1, columns + 1) if owner[column]]
