"""The benchmark of the matcher's quality: a peer is shown at its best, on records of the row's own schema."""

from __future__ import annotations

import pytest

from bench import match_quality, names
from bench.names import Pair
from screening.enums import EntityKind
from screening.matching.subject import Subject
from screening.watchlists.entity import ListedEntity, ListedName

pytestmark = pytest.mark.unit


def pair(name: str, *, is_same: bool) -> Pair:
    listed = ListedEntity("1", EntityKind.PERSON, (ListedName(name),))
    return Pair(Subject((name,)), listed, is_same, "Person")


def test_best_when_one_cut_parts_the_labels_then_its_answers() -> None:
    pairs = [pair("A", is_same=True), pair("B", is_same=True), pair("C", is_same=False)]
    assert match_quality._best(pairs, [0.8, 0.6, 0.5], [0.4, 0.55, 0.7]) == [True, True, False]


def test_pairs_when_read_then_each_says_its_schema() -> None:
    pairs, _ = names.labelled_pairs()
    assert all(each.schema for each in pairs)
    assert "Person" in {each.schema for each in pairs}
