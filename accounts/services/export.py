"""Records that a list left the system."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from ledger.services import record as ledger


@transaction.atomic
def record(*, actor: User, at: datetime, page: str, query: str, rows: int, digest: str) -> None:
    """Keep who took which list, with its filters, size and SHA-256. Records: accounts.list.exported."""
    ledger.append(
        "accounts.list.exported",
        actor=actor.reference,
        at=at,
        subject=actor.reference,
        page=page,
        query=query,
        rows=rows,
        digest=digest,
    )
