"""The Merkle tree over the record: leaves, stored hashes, signed checkpoints and the witnesses' signatures.

Every column is determined by the tree and its keys, so that none can be changed unseen. There is no time: the
one that can be trusted stands in the witnesses' signatures.
"""

from __future__ import annotations

from django.db import models

from ledger.merkle.hashing import HASH_BYTES
from ledger.models.guards import only_grows


class Leaf(models.Model):
    """An entry has its place in the tree: leaf `seq`, from 0 without a gap, is the entry at `position`.

    `hash` is the leaf hash of the entry's seal. Written only by `ledger.services.sealing`.
    """

    seq = models.BigIntegerField(primary_key=True)
    position = models.BigIntegerField(unique=True)
    hash = models.BinaryField(max_length=HASH_BYTES)

    class Meta:
        triggers = only_grows("leaf")

    def __str__(self) -> str:
        return f"leaf {self.seq}"


class TileHash(models.Model):
    """The root of a full subtree of 256**level leaves, `index` such subtrees from the left.

    Kept so that a proof reads a few hundred hashes. Written only by `ledger.services.sealing`.
    """

    pk = models.CompositePrimaryKey("level", "index")
    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=HASH_BYTES)

    class Meta:
        triggers = only_grows("tilehash")

    def __str__(self) -> str:
        return f"hash {self.index} of level {self.level}"


class SignedCheckpoint(models.Model):
    """What the log said, with its signature, of its first `size` entries. `note` is C2SP tlog-checkpoint.

    `frontier` are the roots of the full subtrees from which the tree goes on growing, 32 bytes each. Written
    only by `ledger.services.sealing`.
    """

    size = models.BigIntegerField(primary_key=True)
    frontier = models.BinaryField()
    note = models.TextField()

    class Meta:
        triggers = only_grows("signedcheckpoint")

    def __str__(self) -> str:
        return f"checkpoint of {self.size} entries"


class Cosignature(models.Model):
    """A witness saw the checkpoint of this size, and that it goes on from the one that it saw before.

    `line` is its signature line, with the time at which it looked. Written only by
    `ledger.services.cosigning`.
    """

    pk = models.CompositePrimaryKey("size", "witness")
    size = models.BigIntegerField()
    witness = models.CharField(max_length=200)
    line = models.TextField()

    class Meta:
        triggers = only_grows("cosignature")

    def __str__(self) -> str:
        return f"{self.witness} at {self.size} entries"
