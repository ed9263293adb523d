"""What a test sees of an act: its entries on record, whether any row changed, how it ends on an error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from ledger.models import Entry

DIGEST = (
    "SELECT count(*), coalesce(md5(string_agg(row::text, chr(10) ORDER BY row::text)), '') FROM {} AS row"
)


class Record:
    """The record from the moment at which the test asked for it."""

    def __init__(self) -> None:
        self._seen = 0
        self.new()

    def new(self, kind: str = "") -> list[Entry]:
        """What came since the last look, oldest first; of one kind or of all."""
        entries = list(Entry.objects.filter(position__gt=self._seen).order_by("position"))
        if entries:
            self._seen = entries[-1].position
        return [entry for entry in entries if not kind or entry.kind == kind]

    def kinds(self) -> list[str]:
        """The kinds of what came since the last look, oldest first."""
        return [entry.kind for entry in self.new()]

    def one(self, kind: str) -> Entry:
        """The only new entry of a kind."""
        entries = self.new(kind)
        assert len(entries) == 1, f"{len(entries)} new entries {kind}"
        return entries[0]


def tables() -> dict[str, tuple[int, str]]:
    """Number and content of the rows of every table."""
    found: dict[str, tuple[int, str]] = {}
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(DIGEST.format(connection.ops.quote_name(name)))
            found[name] = cursor.fetchone()
    return found


@contextmanager
def unchanged(*except_for: str) -> Iterator[None]:
    """What happens inside leaves every row of every table as it was, but for the tables that are named."""
    before = tables()
    yield
    after = tables()
    differing = {
        name: (before[name][0], after[name][0])
        for name in before
        if before[name] != after[name] and name not in except_for
    }
    assert not differing, f"rows before and after: {differing}"


@contextmanager
def failing_at(kind: str) -> Iterator[None]:
    """The database cannot write an entry of this kind, as if the disk were full at that moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER disk_full BEFORE INSERT ON ledger_entry FOR EACH ROW"
            f" WHEN (NEW.kind = '{kind}') EXECUTE FUNCTION disk_full()"
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION disk_full CASCADE")
