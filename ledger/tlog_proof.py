"""One file that shows, without the log, that an entry is in it: C2SP tlog-proof."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Final

from ledger import checkpoint as checkpoints
from ledger import note, trust
from ledger.checkpoint import Checkpoint
from ledger.merkle.verification import verify_inclusion
from ledger.note import NoteWrong
from ledger.trust import Policy

FIRST_LINE: Final = "c2sp.org/tlog-proof@v1"
LONGEST_PATH: Final = 63


@dataclass(frozen=True, slots=True)
class TlogProof:
    """`checkpoint` is the signed note as the log gave it; `extra` is what the leaf is made from again."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""

    def encode(self) -> str:
        lines = [FIRST_LINE]
        if self.extra:
            lines.append(f"extra {base64.b64encode(self.extra).decode('ascii')}")
        lines.append(f"index {self.index}")
        lines += [base64.b64encode(each).decode("ascii") for each in self.path]
        return "".join(f"{line}\n" for line in lines) + f"\n{self.checkpoint}"


def parse(encoded: str) -> TlogProof:
    """Raises NoteWrong."""
    head, between, below = encoded.partition("\n\n")
    lines = head.split("\n")
    if not between or lines.pop(0) != FIRST_LINE:
        raise NoteWrong(f"the proof does not begin with {FIRST_LINE}")
    extra = b""
    if lines and lines[0].startswith("extra "):
        extra = note.from_base64(lines.pop(0).removeprefix("extra "))
    if not lines or not lines[0].startswith("index "):
        raise NoteWrong("the proof gives no index")
    index = checkpoints.number(lines.pop(0).removeprefix("index "))
    if len(lines) > LONGEST_PATH:
        raise NoteWrong("the proof is longer than any tree is high")
    return TlogProof(index, tuple(note.from_base64(line) for line in lines), below, extra)


def verify(proof: TlogProof, leaf: bytes, policy: Policy) -> Checkpoint:
    """The checkpoint under which the leaf hash is shown. Raises NoteWrong or ProofWrong."""
    checkpoint = checkpoints.opened(proof.checkpoint, policy.logs)
    cosigned = trust.cosigners(proof.checkpoint, policy)
    if not policy.is_met(cosigned):
        raise NoteWrong("the checkpoint lacks cosignatures of the witnesses that the policy asks for")
    verify_inclusion(leaf, proof.index, checkpoint.size, proof.path, checkpoint.root)
    return checkpoint
