from ledger.models.entry import Entry
from ledger.models.job import Job
from ledger.models.tree import Cosignature, Leaf, SignedCheckpoint, TileHash

__all__ = ["Cosignature", "Entry", "Job", "Leaf", "SignedCheckpoint", "TileHash"]
