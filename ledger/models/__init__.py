from ledger.models.entry import Entry
from ledger.models.job import Job

__all__ = ["Entry", "Job"]
