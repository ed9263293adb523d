"""Growing trees and proofs from stored hashes, compared with the definition."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.merkle.compact_range import CompactRange, Subtree
from ledger.merkle.hashing import EMPTY_ROOT, folded
from ledger.merkle.path import consistency_proof, inclusion_proof, tree_root
from ledger.merkle.verification import ProofWrong, verify_consistency, verify_inclusion
from tests.ledger.merkle import naive

pytestmark = pytest.mark.unit

SIZES = st.integers(1, 700)


def grown(count: int) -> CompactRange:
    tree = CompactRange()
    tree.extend(naive.leaves(count))
    return tree


@pytest.mark.parametrize("size", [*range(70), 255, 256, 257, 1000])
def test_root_when_grown_then_that_of_the_definition(size: int) -> None:
    assert grown(size).root == naive.root(naive.leaves(size))


def test_root_when_empty_then_the_hash_of_nothing() -> None:
    assert CompactRange().root == EMPTY_ROOT
    with pytest.raises(ValueError, match="no subtree"):
        folded([])


@given(SIZES, st.integers(0, 700))
def test_range_when_kept_in_between_then_goes_on_the_same(size: int, more: int) -> None:
    all_leaves = naive.leaves(size + more)
    kept = CompactRange.from_bytes(size, grown(size).to_bytes())
    kept.extend(all_leaves[size:])
    assert kept == grown(size + more)
    assert len(kept.peaks) == kept.size.bit_count()


def test_range_when_length_and_size_differ_then_refused() -> None:
    with pytest.raises(ValueError, match="no compact range of 3"):
        CompactRange.from_bytes(3, bytes(32))
    with pytest.raises(ValueError, match="no compact range"):
        CompactRange.from_bytes(-1, bytes(32))


def test_range_when_subtrees_become_full_then_each_is_told_once_with_its_root() -> None:
    count = 66_000
    all_leaves = naive.leaves(count)
    tree = CompactRange()
    told = [*tree.extend(all_leaves[:300]), *tree.extend(all_leaves[300:])]
    level_1 = [each for each in told if each.level == 1]
    assert [each.index for each in level_1] == list(range(count // 256))
    assert level_1[200].hash == naive.root(all_leaves[200 * 256 : 201 * 256])
    assert [each for each in told if each.level == 2] == [Subtree(2, 0, naive.root(all_leaves[:65_536]))]
    assert {each.level for each in told} == {1, 2}
    assert tree.root == naive.root(all_leaves)


@settings(deadline=None)
@given(st.data())
def test_inclusion_when_proved_from_stored_hashes_then_verifies_at_its_place_only(
    data: st.DataObject,
) -> None:
    size = data.draw(SIZES)
    index = data.draw(st.integers(0, size - 1))
    store = naive.Store(naive.leaves(size))
    path = inclusion_proof(index, size, store.read)
    root = naive.root(naive.leaves(size))
    verify_inclusion(naive.leaf(index), index, size, path, root)
    for wrong_leaf, wrong_index in ((naive.leaf(size), index), (naive.leaf(index), (index + 1) % (size + 1))):
        with pytest.raises(ProofWrong):
            verify_inclusion(wrong_leaf, wrong_index, size, path, root)


@settings(deadline=None)
@given(SIZES, SIZES)
def test_consistency_when_proved_from_stored_hashes_then_verifies_for_these_trees_only(
    a: int, b: int
) -> None:
    old, new = sorted((a, b))
    path = consistency_proof(old, new, naive.Store(naive.leaves(new)).read)
    roots = naive.root(naive.leaves(old)), naive.root(naive.leaves(new))
    verify_consistency(old, new, path, *roots)
    with pytest.raises(ProofWrong):
        verify_consistency(old, new, path, naive.leaf(0) if old > 1 else naive.leaf(1), roots[1])
    with pytest.raises(ProofWrong):
        verify_consistency(old, new, path, roots[0], naive.leaf(new))


def test_proof_when_the_tree_is_large_then_reads_few_hashes_at_once() -> None:
    size = 66_000
    store = naive.Store(naive.leaves(size))
    path = inclusion_proof(65_000, size, store.read)
    verify_inclusion(naive.leaf(65_000), 65_000, size, path, grown(size).root)
    assert store.readings == 1
    assert store.read_hashes <= 3 * 2 * 256


def test_root_when_read_from_stored_hashes_then_that_of_the_tree() -> None:
    for size in (0, 1, 255, 256, 300, 777):
        assert tree_root(size, naive.Store(naive.leaves(size)).read) == grown(size).root


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5)])
def test_inclusion_when_the_leaf_is_not_in_the_tree_then_refused(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="has none with the index"):
        inclusion_proof(index, size, naive.Store([]).read)


def test_consistency_when_the_old_tree_is_larger_or_empty_then_as_told() -> None:
    with pytest.raises(ValueError, match="does not begin with 6"):
        consistency_proof(6, 5, naive.Store([]).read)
    assert consistency_proof(0, 5, naive.Store([]).read) == []


def test_proof_when_stored_hashes_are_missing_then_refused() -> None:
    with pytest.raises(ValueError, match="are missing"):
        inclusion_proof(0, 4, lambda wanted: dict.fromkeys(wanted, ()))
