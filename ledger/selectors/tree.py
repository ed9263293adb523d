"""Reads the tree: stored hashes, checkpoints, proofs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.db import connection
from django.db.models import Max

from ledger import canonical, trust
from ledger.merkle import path
from ledger.merkle.path import Stored
from ledger.models import Cosignature, Entry, Leaf, SignedCheckpoint
from ledger.tlog_proof import TlogProof
from ledger.trust import Policy
from portsec.kernel.errors import Conflict, NotFound

LATEST: Final = 1_000  # checkpoints among which one with enough cosignatures is looked for
RANGES: Final = """
SELECT wanted.start, wanted.stop, array_agg({table}.hash ORDER BY {table}.{place})
FROM unnest(%s::bigint[], %s::bigint[]) AS wanted(start, stop)
JOIN {table} ON {table}.{place} >= wanted.start AND {table}.{place} < wanted.stop {level}
GROUP BY wanted.start, wanted.stop
"""
LEAVES: Final = RANGES.format(table="ledger_leaf", place="seq", level="")
HASHES: Final = RANGES.format(table="ledger_tilehash", place="index", level="AND ledger_tilehash.level = %s")


def stored_hashes(wanted: Sequence[Stored]) -> Mapping[Stored, Sequence[bytes]]:
    """The hashes that a proof needs, one statement for each level; one that is not there is missing."""
    found: dict[Stored, Sequence[bytes]] = dict.fromkeys(wanted, ())
    with connection.cursor() as cursor:
        for level, runs in path.by_level(wanted).items():
            starts, stops = [each.start for each in runs], [each.stop for each in runs]
            if level:
                cursor.execute(HASHES, [starts, stops, level])
            else:
                cursor.execute(LEAVES, [starts, stops])
            for start, stop, hashes in cursor.fetchall():
                found[Stored(level, start, stop)] = [bytes(raw) for raw in hashes]
    return found


def newest_checkpoint() -> SignedCheckpoint | None:
    return SignedCheckpoint.objects.order_by("-size").first()


def largest_cosigned() -> int:
    """The size of the largest checkpoint of which a witness's signature is kept; 0 without one."""
    return Cosignature.objects.aggregate(largest=Max("size"))["largest"] or 0


def with_cosignatures(checkpoint: SignedCheckpoint) -> str:
    """The signed note with the witnesses' lines below the log's."""
    lines = (
        Cosignature.objects.filter(size=checkpoint.size).order_by("witness").values_list("line", flat=True)
    )
    return checkpoint.note + "".join(lines)


def newest_agreed(policy: Policy, *, beyond: int = 0) -> SignedCheckpoint | None:
    """The newest checkpoint of more than so many entries with as many witnesses as the policy asks for."""
    for checkpoint in SignedCheckpoint.objects.filter(size__gt=beyond).order_by("-size")[:LATEST]:
        if policy.is_met(trust.cosigners(with_cosignatures(checkpoint), policy)):
            return checkpoint
    return None


def proof_of(entry: Entry, policy: Policy) -> TlogProof:
    """What shows offline that an entry is in the ledger; `extra` holds its seal and its content.

    Raises NotFound where it has no leaf yet, Conflict where the witnesses have not agreed so far.
    """
    leaf = Leaf.objects.filter(position=entry.position).first()
    if leaf is None:
        raise NotFound("sealed entry")
    checkpoint = newest_agreed(policy, beyond=leaf.seq)
    if checkpoint is None:
        raise Conflict("The witnesses have not cosigned a checkpoint that covers this entry yet.")
    proof = path.inclusion_proof(leaf.seq, checkpoint.size, stored_hashes)
    extra = entry.seal() + b"\n" + canonical.encode(entry.content())
    return TlogProof(leaf.seq, tuple(proof), with_cosignatures(checkpoint), extra)


def consistency_proof(old_size: int, new_size: int) -> list[bytes]:
    """What shows that the tree of one size goes on from the tree of another. Raises ValueError."""
    return path.consistency_proof(old_size, new_size, stored_hashes)
