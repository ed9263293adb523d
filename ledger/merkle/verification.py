"""Checks proofs by the algorithms of RFC 9162, sections 2.1.3.2 and 2.1.4.2."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.merkle.hashing import HASH_BYTES, node_hash


class ProofWrong(Exception):
    """The proof does not show what it should. One clear sentence."""


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Raises ProofWrong unless the leaf hash stands at this index (from 0) of the tree with this root."""
    if root_of_inclusion(leaf, index, size, path) != root:
        raise ProofWrong("the inclusion proof leads to another root")


def root_of_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that the path leads to from the leaf. Raises ProofWrong where it cannot be a path."""
    if not 0 <= index < size:
        raise ProofWrong(f"a tree of {size} leaves has none with the index {index}")
    _require_hashes((leaf, *path))
    node, last, hash_ = index, size - 1, leaf
    for each in path:
        if last == 0:
            raise ProofWrong("the inclusion proof is longer than the tree is high")
        if node & 1 or node == last:
            hash_ = node_hash(each, hash_)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            hash_ = node_hash(hash_, each)
        node, last = node >> 1, last >> 1
    if last:
        raise ProofWrong("the inclusion proof ends below the root")
    return hash_


def verify_consistency(
    old_size: int, new_size: int, path: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Raises ProofWrong unless the new tree begins with the old one.

    From size 0 there is nothing to prove, which is an error here; a witness takes it with an empty proof.
    """
    if not 0 < old_size <= new_size:
        raise ProofWrong(f"there is no consistency proof from {old_size} to {new_size} leaves")
    if old_size == new_size:
        if path:
            raise ProofWrong("two trees of one size need no proof, and there is one")
        if old_root != new_root:
            raise ProofWrong("two trees of one size have different roots")
        return
    if not path:
        raise ProofWrong("the consistency proof is empty")
    _require_hashes((old_root, new_root, *path))
    old, new = _both_roots(old_size, new_size, path, old_root)
    if old != old_root:
        raise ProofWrong("the consistency proof does not begin with the old tree")
    if new != new_root:
        raise ProofWrong("the consistency proof does not lead to the new tree")


def _both_roots(old_size: int, new_size: int, path: Sequence[bytes], old_root: bytes) -> tuple[bytes, bytes]:
    """The roots of both trees as the path makes them."""
    is_full = old_size & (old_size - 1) == 0
    rest = [old_root, *path] if is_full else list(path)  # the old tree is then itself the first node
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = rest[0]
    for each in rest[1:]:
        if last == 0:
            raise ProofWrong("the consistency proof is longer than the tree is high")
        if node & 1 or node == last:
            old, new = node_hash(each, old), node_hash(each, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, each)
        node, last = node >> 1, last >> 1
    if last:
        raise ProofWrong("the consistency proof ends below the root")
    return old, new


def _require_hashes(hashes: Sequence[bytes]) -> None:
    if any(len(each) != HASH_BYTES for each in hashes):
        raise ProofWrong("a hash of the proof has not 32 bytes")
