"""The auditor's file: alone, strict, quick, and clear about the first thing that is wrong."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ledger import auditor_verify, checkpoint, note, seal, tlog_proof, trust
from ledger.checkpoint import Checkpoint
from ledger.merkle.compact_range import CompactRange
from ledger.merkle.hashing import leaf_hash
from ledger.merkle.path import inclusion_proof
from ledger.merkle.tile import bundle, tile_path, unbundle
from ledger.merkle.verification import ProofWrong
from ledger.note import COSIGNATURE, SignerKey
from ledger.tlog_proof import TlogProof
from ledger.trust import Policy
from tests.ledger.merkle import naive
from tests.screening.published import published

pytestmark = pytest.mark.unit

FILE = Path(auditor_verify.__file__)
LONGEST = 200  # lines: an auditor reads it whole
LOG = SignerKey("port.example/ledger", note.ED25519, bytes(range(32)))
OTHER = SignerKey("port.example/ledger", note.ED25519, bytes(range(1, 33)))
WITNESS = SignerKey("auditor.example/w1", COSIGNATURE, bytes(range(2, 34)))
POLICY = Policy((LOG.verifier,), (trust.Witness("auditor", WITNESS.verifier),), (), "auditor")
SIZE = 300
# An auditor's million takes a minute to make; AUDITOR_ENTRIES=1000000 asks for it.
MANY = int(os.environ.get("AUDITOR_ENTRIES", "50000"))
LONGEST_FOR_A_MILLION = 10.0  # seconds


def content(number: int) -> bytes:
    return b'{"id":"%d","kind":"tests.note.taken"}' % number


def sealed(number: int) -> bytes:
    return seal.encode(leaf_hash(content(number)), 1_763_845_200_000_000 + number, number + 1)


class Export:
    """An export as the service writes it, made without a database."""

    def __init__(self, place: Path, size: int) -> None:
        self.place, self.size = place, size
        seals = [sealed(number) for number in range(size)]
        self.leaves = [leaf_hash(each) for each in seals]
        tree, full = CompactRange(), []
        notes = []
        for start in range(0, size, max(size // 3, 1)):
            stop = min(start + max(size // 3, 1), size)
            full += tree.extend(self.leaves[start:stop])
            notes.append(checkpoint.signed(Checkpoint(LOG.name, tree.size, tree.root), [LOG]).encode())
        self.write("entries.jsonl", b"".join(content(number) + b"\n" for number in range(size)))
        for first in range(0, size, 256):
            width = min(256, size - first)
            self.write(tile_path("entries", first // 256, width), bundle(seals[first : first + width]))
            self.write(tile_path(0, first // 256, width), b"".join(self.leaves[first : first + width]))
        for level in {each.level for each in full}:
            hashes = [each.hash for each in full if each.level == level]
            for first in range(0, len(hashes), 256):
                part = hashes[first : first + 256]
                self.write(tile_path(level, first // 256, len(part)), b"".join(part))
        self.checkpoint = notes[-1] + WITNESS.cosign(note.parse(notes[-1]).text, at=1_763_845_300).line
        self.write("checkpoints", "".join(f"{each}\n" for each in notes).encode())
        self.write("checkpoint", self.checkpoint.encode())
        self.keep("kept", notes[0])
        (place / "my-policy").write_text(trust.written(POLICY))

    def write(self, name: str, data: bytes) -> None:
        path = self.place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def keep(self, name: str, text: str) -> Path:
        self.write(name, text.encode())
        return self.place / name

    def told(self, *kept: str, policy: str = "my-policy") -> tuple[int, str]:
        """Exit status and last line of the tool, run as an auditor runs it."""
        return run(
            self.place,
            "--policy",
            self.place / policy,
            *(["--kept", *(self.place / k for k in kept)] * bool(kept)),
        )


def run(*arguments: object) -> tuple[int, str]:
    command = [sys.executable, "-I", str(FILE), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    assert "Traceback" not in done.stderr
    return done.returncode, (done.stdout or done.stderr).strip()


@pytest.fixture
def export(tmp_path: Path) -> Export:
    return Export(tmp_path, SIZE)


def test_file_when_counted_then_short_and_of_the_standard_library_alone() -> None:
    text = FILE.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST
    imported = [line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))]
    assert set(imported) <= sys.stdlib_module_names


def test_export_when_whole_then_said_so(export: Export) -> None:
    assert export.told("kept") == (
        0,
        "All 300 entries are as they were sealed. 5 checkpoints fit, 1 of them kept by you.",
    )


CHANGES = [
    ("entries.jsonl", b'"id":"37"', b'"id":"38"', "Entry 37 was altered: its content"),
    ("entries.jsonl", content(299) + b"\n", b"", "Entry 299 was altered"),
    (
        "entries.jsonl",
        content(299) + b"\n",
        content(299) + b"\n" + content(300) + b"\n",
        "more entries than the 300",
    ),
    ("tile/entries/000", b'"position":5}', b'"position":6}', "Entry 4 was altered: its seal"),
    ("checkpoint", b"\n300\n", b"\n299\n", "signature of port.example/ledger is wrong"),
    ("checkpoints", b"\n200\n", b"\n199\n", "The checkpoint of 199 entries does not fit"),
    ("kept", b"\n100\n", b"\n101\n", "signature of port.example/ledger is wrong"),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), CHANGES)
def test_export_when_something_is_altered_then_named(
    export: Export, name: str, old: bytes, new: bytes, said: str
) -> None:
    raw = (export.place / name).read_bytes()
    assert old in raw
    export.write(name, raw.replace(old, new))
    status, told = export.told("kept")
    assert status == 1
    assert said in told


@pytest.mark.parametrize("name", ["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44"])
def test_tile_when_a_byte_is_altered_then_found(export: Export, name: str) -> None:
    raw = bytearray((export.place / name).read_bytes())
    raw[17] ^= 1
    export.write(name, bytes(raw))
    assert export.told()[0] == 1


@pytest.mark.parametrize("name", ["checkpoint", "entries.jsonl", "tile/0/000", "checkpoints", "kept"])
def test_export_when_a_file_is_missing_then_said_so(export: Export, name: str) -> None:
    (export.place / name).unlink()
    status, told = export.told("kept")
    assert status == 1
    assert name in told


def test_history_when_rewritten_and_signed_with_stolen_keys_then_caught_by_what_was_kept(
    export: Export, tmp_path: Path
) -> None:
    forged = Export(tmp_path / "forged", SIZE + 10)
    assert forged.told()[0] == 0
    split = Checkpoint(LOG.name, 100, naive.leaf(1))
    forged.keep("kept", checkpoint.signed(split, [LOG]).encode())
    status, told = forged.told("kept")
    assert status == 1
    assert "does not fit: its 100 entries, or their order, were altered" in told


def test_record_when_cut_back_then_caught_by_what_was_kept(export: Export, tmp_path: Path) -> None:
    short = Export(tmp_path / "short", 90)
    short.keep("kept", (export.place / "kept").read_text())
    assert short.told("kept")[1].endswith("has 100 entries, the export 90: some are gone.")


def test_checkpoint_when_not_cosigned_or_of_another_key_then_refused(export: Export) -> None:
    alone = export.checkpoint.partition("— auditor")[0]
    export.write("checkpoint", alone.encode())
    assert "lacks cosignatures" in export.told()[1]
    export.write("checkpoint", export.checkpoint.encode())
    (export.place / "my-policy").write_text(f"log {LOG.verifier.text}\n")  # says nothing of a quorum
    assert "lacks cosignatures" in export.told()[1]
    (export.place / "my-policy").write_text(trust.written(Policy(logs=(OTHER.verifier,))))
    assert "no signature of the log with a key that you believe" in export.told()[1]


def proof(export: Export, number: int) -> TlogProof:
    path = inclusion_proof(number, SIZE, naive.Store(export.leaves).read)
    return TlogProof(number, tuple(path), export.checkpoint, sealed(number) + b"\n" + content(number))


def test_proof_when_whole_then_shows_the_entry_and_ours_agrees(export: Export) -> None:
    whole = proof(export, 37)
    assert tlog_proof.parse(whole.encode()) == whole
    assert tlog_proof.verify(whole, export.leaves[37], POLICY).size == SIZE
    file = export.keep("one.tlog-proof", whole.encode())
    status, told = run(file, "--policy", export.place / "my-policy")
    assert (status, told) == (0, f"This is entry 37 of 300, as it was sealed:\n{content(37).decode()}")


def test_proof_when_any_bit_is_flipped_then_refused(export: Export) -> None:
    raw = proof(export, 299).encode().encode()
    taken = []
    for place, bit in itertools.product(range(len(raw)), range(8)):
        flipped = raw[:place] + bytes([raw[place] ^ 1 << bit]) + raw[place + 1 :]
        try:
            found = tlog_proof.parse(flipped.decode())
            seal_bytes, _, said = found.extra.partition(b"\n")
            if json.loads(seal_bytes)["content"] != leaf_hash(said).hex():
                continue
            tlog_proof.verify(found, leaf_hash(seal_bytes), POLICY)
        except (note.NoteWrong, ProofWrong, ValueError, KeyError):
            continue
        taken.append((place, bit))
    assert not taken


def test_proof_when_bits_are_flipped_then_refused_by_the_auditors_file_too(export: Export) -> None:
    """In this process, and fewer of them: its own signature check is slow."""
    raw = proof(export, 299).encode().encode()
    believed = auditor_verify.Policy(trust.written(POLICY))
    file = export.place / "flipped"
    taken = []
    for place in range(0, len(raw), 29):
        file.write_bytes(raw[:place] + bytes([raw[place] ^ 1 << place % 8]) + raw[place + 1 :])
        try:
            auditor_verify.check_proof(file, believed)
        except (SystemExit, ValueError, IndexError):
            continue
        taken.append(place)
    assert not taken


@pytest.mark.external
def test_signatures_of_wycheproof_when_checked_then_all_151_agree() -> None:
    cases = json.loads(published("wycheproof", "ed25519_test.json").read_text())
    count = 0
    for group in cases["testGroups"]:
        public = bytes.fromhex(group["publicKey"]["pk"])
        for case in group["tests"]:
            found = auditor_verify.ed25519(public, bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"]))
            assert found is (case["result"] == "valid"), case["comment"]
            count += 1
    assert count == 151


def test_export_when_large_then_checked_in_time(tmp_path: Path) -> None:
    export = Export(tmp_path, MANY)
    began = time.perf_counter()
    status, told = export.told()
    took = time.perf_counter() - began
    assert (status, told.partition(" are")[0]) == (0, f"All {MANY} entries")
    assert took < max(LONGEST_FOR_A_MILLION * MANY / 1_000_000, LONGEST_FOR_A_MILLION / 2)


def test_bundle_when_read_back_then_the_same_and_torn_ones_are_refused() -> None:
    entries = [b"", b"x" * 65_535, b"y"]
    assert unbundle(bundle(entries)) == entries
    for raw in (bundle(entries)[:-1], b"\x00"):
        with pytest.raises(ValueError, match="in the middle"):
            unbundle(raw)
    with pytest.raises(ValueError, match="no place in a bundle"):
        bundle([b"x" * 65_536])
    assert tile_path(1, 1_234_067) == "tile/1/x001/x234/067"
    assert tile_path("entries", 5, 7) == "tile/entries/005.p/7"
