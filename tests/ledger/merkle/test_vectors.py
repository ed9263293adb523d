"""The published cases: transparency-dev/merkle, Certificate Transparency, a whole log of Tessera."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from ledger.merkle.compact_range import CompactRange
from ledger.merkle.hashing import EMPTY_ROOT, leaf_hash
from ledger.merkle.verification import ProofWrong, verify_consistency, verify_inclusion
from tests.screening.published import published

pytestmark = [pytest.mark.unit, pytest.mark.external]

CASES = 196


def decoded(value: str | None) -> bytes:
    return base64.b64decode(value or "")


def check(case: dict[str, Any]) -> None:
    path = [decoded(each) for each in case["proof"] or ()]
    if case["kind"] == "inclusion":
        leaf, root = decoded(case["leafHash"]), decoded(case["root"])
        verify_inclusion(leaf, case["leafIdx"], case["treeSize"], path, root)
    else:
        roots = decoded(case["root1"]), decoded(case["root2"])
        verify_consistency(case["size1"], case["size2"], path, *roots)


def test_proofs_when_published_then_the_right_ones_are_taken_and_the_wrong_ones_refused() -> None:
    cases = json.loads(published("merkle", "proof_cases.json").read_text())
    disagreements = []
    for case in cases:
        try:
            check(case)
            refused = False
        except ProofWrong:
            refused = True
        if refused != case["wantErr"]:
            disagreements.append(case["name"])
    assert len(cases) == CASES
    assert not disagreements


def test_roots_when_published_by_certificate_transparency_then_ours() -> None:
    known = json.loads(published("merkle", "ct-known-roots.json").read_text())
    tree = CompactRange()
    assert tree.root.hex() == EMPTY_ROOT.hex() == known["empty_root"]
    for leaf, root in zip(known["leaves_hex"], known["roots_hex"], strict=True):
        tree.extend([leaf_hash(bytes.fromhex(leaf))])
        assert tree.root.hex() == root
