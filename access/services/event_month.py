"""Makes the months of the log ahead of time."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from access.event_months import AHEAD, LOCK, TABLES, Month, create, outside, span, within_reach

logger = logging.getLogger("portsec.access")


def make_ahead(*, at: datetime) -> int:
    """Make the tables of this month and the next ones, and say so where events lie outside all months.

    Returns how many were made. Safe to repeat because: a month that is there stays as it is.
    """
    made = make(span(Month.of(at), Month.of(at).later(AHEAD)), at=at)
    for table, rows in outside_months().items():
        if rows:
            logger.warning("events outside the months of the log", extra={"table": table, "events": rows})
    return made


@transaction.atomic
def make(months: Iterable[Month], *, at: datetime) -> int:
    """Make the tables of these months where they are missing, within reach of today; returns how many.

    A month of which events lie outside already gets no table: moving events would be altering the log.
    Safe to repeat because: a month that is there stays as it is.
    """
    wanted = sorted({month for month in months if within_reach(month, at=at)})
    with connection.cursor() as cursor:
        missing = _missing(wanted)
        if not missing:
            return 0
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        made = 0
        for parent, month in _missing(wanted):  # again: another may have made them while we waited
            if not _strayed(parent, month):
                for statement in create(parent, month):
                    cursor.execute(statement)
                made += 1
    return made


def outside_months() -> dict[str, int]:
    """By table how many events lie outside all months."""
    found = {}
    with connection.cursor() as cursor:
        for parent in TABLES:
            cursor.execute(f'SELECT count(*) FROM "{outside(parent)}"')  # noqa: S608  names of our own tables
            found[parent] = cursor.fetchone()[0]
    return found


def _missing(months: Iterable[Month]) -> list[tuple[str, Month]]:
    names = {month.table(parent): (parent, month) for month in months for parent in TABLES}
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname = ANY(%s)", [list(names)])
        there = {name for (name,) in cursor.fetchall()}
    return [names[name] for name in names if name not in there]


def _strayed(parent: str, month: Month) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT EXISTS (SELECT FROM "{outside(parent)}" WHERE at >= %s AND at < %s)',  # noqa: S608
            [month.start, month.later(1).start],
        )
        return bool(cursor.fetchone()[0])
