"""Records that a list left the system."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from django.db import transaction

from accounts.models import User
from ledger.services import record as ledger

SEARCHES = frozenset({"text", "q", "find", "person", "container"})  # filters into which people type names


@transaction.atomic
def record(*, actor: User, at: datetime, page: str, query: str, rows: int, digest: str) -> None:
    """Keep who took which list, with its filters, size and SHA-256. Records: accounts.list.exported.

    Words that were searched for are names of people; they are left out of the append-only record.
    """
    ledger.append(
        "accounts.list.exported",
        actor=actor.reference,
        at=at,
        subject=actor.reference,
        page=page,
        query=_without_names(query),
        rows=rows,
        digest=digest,
    )


def _without_names(query: str) -> str:
    """The filters of a list; of a search only that there was one."""
    filters = parse_qsl(query, keep_blank_values=False)
    return urlencode([(name, "(given)" if name in SEARCHES else value) for name, value in filters])
