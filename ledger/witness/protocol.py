"""What is asked of a witness and what it answers: C2SP tlog-witness, v1. Without files, network or clock."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from ledger import checkpoint as checkpoints
from ledger import note
from ledger.checkpoint import Checkpoint
from ledger.merkle.hashing import EMPTY_ROOT
from ledger.merkle.verification import ProofWrong, verify_consistency
from ledger.note import NoteWrong, SignerKey, VerifierKey

LONGEST_PROOF: Final = 63
LONGEST_REQUEST: Final = 64_000  # bytes: a proof of 63 hashes and a note of many signatures
SIZE_TYPE: Final = "text/x.tlog.size"
TEXT_TYPE: Final = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Seen:
    """The largest tree of a log that the witness cosigned; size 0 where it never did."""

    size: int = 0
    root: bytes = EMPTY_ROOT


@dataclass(frozen=True, slots=True)
class Submission:
    """A request: the size that the log believes the witness has seen, the proof from there, the new note."""

    old_size: int
    proof: tuple[bytes, ...]
    note: str

    def encode(self) -> str:
        hashes = "".join(f"{base64.b64encode(each).decode('ascii')}\n" for each in self.proof)
        return f"old {self.old_size}\n{hashes}\n{self.note}"


@dataclass(frozen=True, slots=True)
class Answer:
    """`seen` is what to remember before the answer leaves; None for everything that was refused."""

    status: HTTPStatus
    body: str
    media_type: str = TEXT_TYPE
    seen: Seen | None = None


def parse(body: str) -> Submission:
    """Raises NoteWrong."""
    head, between, below = body.partition("\n\n")
    first, *hashes = head.split("\n")
    if not between or not first.startswith("old "):
        raise NoteWrong("the request does not begin with the old size")
    if len(hashes) > LONGEST_PROOF:
        raise NoteWrong(f"the consistency proof has more than {LONGEST_PROOF} hashes")
    old_size = checkpoints.number(first.removeprefix("old "))
    return Submission(old_size, tuple(note.from_base64(each) for each in hashes), below)


def origin_of(submission: Submission) -> str:
    """The log that the note is said to be of: its first line, nothing verified."""
    return submission.note.partition("\n")[0]


def answer(
    submission: Submission,
    logs: Mapping[str, Sequence[VerifierKey]],
    seen: Seen,
    *,
    signer: SignerKey,
    at: int,
) -> Answer:
    """The answer of a witness that has seen so much of this log; `logs` are the keys of each origin.

    The caller keeps `answer.seen` in the transaction in which it read `seen`: between the two, another
    request could be cosigned and then be rolled back.
    """
    keys = logs.get(origin_of(submission))
    if keys is None:
        return _refused(HTTPStatus.NOT_FOUND, "unknown log")
    try:
        checkpoint = _checkpoint(submission.note)
    except NoteWrong as error:
        return _refused(HTTPStatus.BAD_REQUEST, str(error))
    try:
        note.verified(note.parse(submission.note), keys)
    except NoteWrong as error:  # a signature that is no base64 counts as a wrong one
        return _refused(HTTPStatus.FORBIDDEN, f"invalid signature: {error}")
    if submission.old_size > checkpoint.size:
        return _refused(HTTPStatus.BAD_REQUEST, "the old size is larger than that of the checkpoint")
    if submission.old_size != seen.size or (seen.size == checkpoint.size and seen.root != checkpoint.root):
        return Answer(HTTPStatus.CONFLICT, f"{seen.size}\n", SIZE_TYPE)
    try:
        _require_consistent(submission, seen, checkpoint)
    except ProofWrong as error:
        return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"consistency proof: {error}")
    line = signer.cosign(checkpoint.text, at=at).line
    return Answer(HTTPStatus.OK, line, seen=Seen(checkpoint.size, checkpoint.root))


def keys_by_origin(keys: Iterable[VerifierKey]) -> dict[str, list[VerifierKey]]:
    """The logs that a witness knows: a log's key carries the name of its origin."""
    logs: dict[str, list[VerifierKey]] = {}
    for key in keys:
        logs.setdefault(key.name, []).append(key)
    return logs


def malformed(error: NoteWrong) -> Answer:
    """The answer to what `parse` could not read."""
    return _refused(HTTPStatus.BAD_REQUEST, str(error))


def _checkpoint(encoded: str) -> Checkpoint:
    text, between, _ = encoded.rpartition("\n\n")
    if not between:
        raise NoteWrong("the checkpoint has no signatures")
    return checkpoints.parse(f"{text}\n")


def _require_consistent(submission: Submission, seen: Seen, checkpoint: Checkpoint) -> None:
    """Raises ProofWrong. The general rule refuses proofs from size 0; a witness begins there."""
    if seen.size:
        roots = seen.root, checkpoint.root
        verify_consistency(seen.size, checkpoint.size, submission.proof, *roots)
    elif submission.proof:
        raise ProofWrong("from size 0 the proof is empty")
    elif not checkpoint.size and checkpoint.root != EMPTY_ROOT:
        raise ProofWrong("an empty tree has another root")


def _refused(status: HTTPStatus, why: str) -> Answer:
    return Answer(status, f"{why}\n")
