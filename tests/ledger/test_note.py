"""Signed notes: what is signed, by whom, and what is refused."""

from __future__ import annotations

import pytest

from ledger import checkpoint, note
from ledger.checkpoint import Checkpoint
from ledger.merkle.compact_range import CompactRange
from ledger.merkle.hashing import leaf_hash
from ledger.merkle.path import consistency_proof
from ledger.merkle.tile import unbundle
from ledger.merkle.verification import verify_consistency
from ledger.note import COSIGNATURE, NoteWrong, SignerKey, VerifierKey
from tests.ledger.merkle import naive
from tests.screening.published import published

pytestmark = pytest.mark.unit

LOG = SignerKey("port.example/ledger", note.ED25519, bytes(range(32)))
OTHER = SignerKey("port.example/ledger", note.ED25519, bytes(range(1, 33)))
WITNESS = SignerKey("auditor.example/w1", COSIGNATURE, bytes(range(2, 34)))
TEXT = Checkpoint(LOG.name, 7, naive.leaf(1)).text
AT = 1_763_845_200
# Of C2SP signed-note itself and of its go reference.
EXAMPLE_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
EXAMPLE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZ"
    "SNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
TESSERA_KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"


def signed() -> str:
    return checkpoint.signed(checkpoint.parse(TEXT), [LOG]).encode() + WITNESS.cosign(TEXT, at=AT).line


def test_example_of_the_standard_when_opened_then_signed_by_its_key() -> None:
    key = VerifierKey.from_text(EXAMPLE_KEY)
    found = note.parse(EXAMPLE)
    assert [by for by, _ in note.verified(found, [key])] == [key]
    assert found.encode() == EXAMPLE
    assert key.text == EXAMPLE_KEY


def test_note_when_any_byte_is_changed_then_refused() -> None:
    raw = signed().encode()
    keys = [LOG.verifier, WITNESS.verifier]
    taken = []
    for place in range(len(raw)):
        for bit in range(8):
            changed = raw[:place] + bytes([raw[place] ^ 1 << bit]) + raw[place + 1 :]
            try:
                found = note.verified(note.parse(changed.decode()), keys)
            except (NoteWrong, UnicodeDecodeError):
                continue
            if len(found) == 2:  # a changed name only makes the line one of an unknown key
                taken.append((place, bit))
    assert not taken


def test_signatures_when_of_unknown_keys_then_passed_over() -> None:
    extra = signed() + OTHER.sign(TEXT).line
    assert dict(note.verified(note.parse(extra), [LOG.verifier])).keys() == {LOG.verifier}
    with pytest.raises(NoteWrong, match="no known key"):
        note.verified(note.parse(signed()), [OTHER.verifier])


def test_signature_when_of_a_known_key_and_wrong_then_the_whole_note_is_refused() -> None:
    wrong = note.Signature(WITNESS.name, WITNESS.verifier.key_id, WITNESS.cosign("other\n", at=AT).raw)
    with pytest.raises(NoteWrong, match=r"signature of auditor\.example/w1 is wrong"):
        note.verified(note.Note(TEXT, (LOG.sign(TEXT), wrong)), [LOG.verifier, WITNESS.verifier])


def test_cosignature_when_made_then_says_when_and_is_no_signature_of_the_text() -> None:
    made = WITNESS.cosign(TEXT, at=AT)
    assert made.cosigned_at == AT
    assert WITNESS.verifier.signed(TEXT, made)
    as_log = VerifierKey(WITNESS.name, note.ED25519, WITNESS.verifier.public)
    assert not as_log.signed(TEXT, made)
    late = note.Signature(made.name, made.key_id, b"\xff" * 8 + made.raw[8:])
    assert not WITNESS.verifier.signed(TEXT, late)


def test_keys_when_written_then_read_again_and_a_private_one_is_not_shown() -> None:
    for key in (LOG, WITNESS):
        assert SignerKey.from_text(key.text) == key
        assert VerifierKey.from_text(key.verifier.text) == key.verifier
        assert key.text.rpartition("+")[2] not in repr(key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "na me+00000000+AQ==",
        TESSERA_KEY.replace("33d7b496", "33d7b497"),
        TESSERA_KEY[:-1] + "y",  # stray bits of base64
        TESSERA_KEY.replace("+33d7b496+", "+33D7B496+"),
        TESSERA_KEY.replace("+Ae", "+Ge"),
    ],
)
def test_key_when_not_in_the_one_form_then_refused(text: str) -> None:
    with pytest.raises(NoteWrong):
        VerifierKey.from_text(text)
    with pytest.raises(NoteWrong):
        SignerKey.from_text(f"PRIVATE+KEY+{text}")


@pytest.mark.parametrize(
    "text",
    [
        "log\n1\n",
        "log\n01\n" + TEXT.split("\n")[2] + "\n",
        "log\n-1\n" + TEXT.split("\n")[2] + "\n",
        "log\n٣\n" + TEXT.split("\n")[2] + "\n",
        "\n1\n" + TEXT.split("\n")[2] + "\n",
        "log\n1\nAAAA\n",
        TEXT.removesuffix("\n"),
        TEXT + "\n",
    ],
)
def test_checkpoint_when_not_of_three_lines_then_refused(text: str) -> None:
    with pytest.raises(NoteWrong):
        checkpoint.parse(text)


@pytest.mark.parametrize("encoded", ["", TEXT, f"{TEXT}\n", signed()[:-1], signed().replace("—", "-"), "\t"])
def test_note_when_its_form_is_wrong_then_refused(encoded: str) -> None:
    with pytest.raises(NoteWrong):
        note.parse(encoded)


@pytest.mark.external
def test_log_of_tessera_when_read_then_signatures_roots_and_consistency_are_right() -> None:
    key = VerifierKey.from_text(TESSERA_KEY)
    place = published("merkle", "tessera-log")
    leaves = [leaf_hash(each) for each in unbundle((place / "tile/entries/000.p/15").read_bytes())]
    assert b"".join(leaves) == (place / "tile/0/000.p/15").read_bytes()
    tree, known = CompactRange(), []
    for size in range(16):
        said = checkpoint.opened((place / f"checkpoint.{size}").read_text("utf-8"), [key])
        assert (said.size, said.root) == (size, tree.root)
        known.append(said)
        tree.extend(leaves[size : size + 1])
    for old in known[1:]:
        for new in known[old.size :]:
            proof = consistency_proof(old.size, new.size, naive.Store(leaves).read)
            verify_consistency(old.size, new.size, proof, old.root, new.root)
