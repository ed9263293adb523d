"""Asks the witnesses to cosign, and keeps what they sign."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max

from ledger import note
from ledger.models import Cosignature, SignedCheckpoint
from ledger.note import NoteWrong, Signature
from ledger.selectors import tree
from ledger.trust import Witness
from ledger.witness import client
from ledger.witness.protocol import Submission
from portsec.kernel.errors import PortsecError


class WitnessRefused(PortsecError):
    """A witness does not cosign: it has seen another tree, or more than we have."""

    code = "witness_refused"


@dataclass(slots=True)
class Standing:
    """How far one witness is, as the sealer's process knows: the size that it cosigned last."""

    witness: Witness
    size: int | None = None

    def known_size(self) -> int:
        if self.size is None:
            rows = Cosignature.objects.filter(witness=self.witness.key.name)
            self.size = rows.aggregate(newest=Max("size"))["newest"] or 0
        return self.size


def cosign(standing: Standing) -> Signature | None:
    """Ask a witness for the newest checkpoint. None where it has that already.

    Refuses when: the witness refuses, or knows a larger tree than the database has (WitnessRefused); it gives
    no answer (WitnessSilent, which only means to ask again).
    Records: its signature line, after it was verified.
    Safe to repeat because: a witness signs the same tree again, and a line is kept once.
    """
    checkpoint = tree.newest_checkpoint()
    if checkpoint is None or standing.known_size() == checkpoint.size:
        return None
    reply = _submit(standing, checkpoint)
    if reply.knows is not None and reply.knows != standing.size:
        standing.size = reply.knows  # it lost its memory, or we the line of its last answer
        reply = _submit(standing, checkpoint)
    if reply.refusal or reply.knows is not None:
        said = reply.refusal or f"it has seen another tree of {reply.knows:,} entries"
        raise WitnessRefused(f"The witness {standing.witness.name} does not cosign: {said}.")
    signature = _verified(standing.witness, checkpoint, reply.lines)
    row = {"size": checkpoint.size, "witness": signature.name, "line": signature.line}
    Cosignature.objects.bulk_create([Cosignature(**row)], ignore_conflicts=True)
    standing.size = checkpoint.size
    return signature


def _submit(standing: Standing, checkpoint: SignedCheckpoint) -> client.Reply:
    old = standing.known_size()
    if old > checkpoint.size:
        raise WitnessRefused(
            f"The witness {standing.witness.name} has cosigned {old:,} entries, and the ledger in the "
            f"database ends at {checkpoint.size:,}: it was cut back, or an old backup was restored."
        )
    proof = tree.consistency_proof(old, checkpoint.size)
    return client.submit(standing.witness.url, Submission(old, tuple(proof), checkpoint.note))


def _verified(witness: Witness, checkpoint: SignedCheckpoint, lines: str) -> Signature:
    """The witness's own line among those that it answered. Raises WitnessRefused for any that is wrong."""
    text = note.parse(checkpoint.note).text
    try:
        found = note.verified(note.Note(text, note.parse_signatures(lines)), [witness.key])
    except NoteWrong as error:
        raise WitnessRefused(
            f"The witness {witness.name} answered with a wrong signature: {error}."
        ) from None
    return found[0][1]
