"""The triggers of tables that only grow. Whoever can switch them off is found out by the tree."""

from __future__ import annotations

from typing import Any

import pgtrigger


def only_grows(table: str) -> tuple[Any, ...]:
    """Refuses UPDATE, DELETE and TRUNCATE; `table` begins the names of the triggers."""
    return (
        pgtrigger.Protect(name=f"{table}_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name=f"{table}_no_truncate",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func="RAISE EXCEPTION 'the ledger is never emptied';",
        ),
    )
