"""The table of the record: nothing in it changes, and the seal covers every column."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql.psycopg_any import Jsonb

from ledger import canonical
from ledger.models import Entry
from ledger.models.entry import ADDED_BY_DATABASE
from ledger.selectors.entry import first_altered_entry

pytestmark = [pytest.mark.db, pytest.mark.django_db]

EDITS = 200
ENTRIES = 12
SEED = 20261122


@pytest.fixture
def entries(note: Callable[..., Entry]) -> list[Entry]:
    return [note(number=number, subject=f"thing:{number}") for number in range(ENTRIES)]


def columns() -> dict[str, tuple[str, bool]]:
    """Name, data type and nullability of every column, as the database itself tells them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type, is_nullable = 'YES' FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND table_name = 'ledger_entry'"
        )
        return {name: (kind, nullable) for name, kind, nullable in cursor.fetchall()}


def test_seal_when_compared_with_the_database_then_covers_every_column(entries: list[Entry]) -> None:
    assert set(ADDED_BY_DATABASE) == {"position", "database_clock"}
    assert set(entries[0].content()) == set(columns()) - ADDED_BY_DATABASE - {"content_hash"}
    told = json.loads(entries[0].seal())
    assert set(told) == {"content"} | ADDED_BY_DATABASE
    assert told["content"] == entries[0].content_hash.hex()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET actor = 'user:nobody'",
        "UPDATE ledger_entry SET database_clock = now()",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
        "TRUNCATE ledger_entry CASCADE",
        "INSERT INTO ledger_entry TABLE ledger_entry ON CONFLICT (position) DO UPDATE SET actor = 'x'",
        "MERGE INTO ledger_entry USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE",
        "WITH gone AS (DELETE FROM ledger_entry RETURNING 1) SELECT count(*) FROM gone",
    ],
)
def test_entry_when_changed_by_raw_sql_then_the_database_refuses(
    entries: list[Entry], statement: str
) -> None:
    with pytest.raises(DatabaseError, match=r"Cannot update or delete|never emptied"):  # noqa: SIM117
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Entry.objects.count() == ENTRIES
    assert first_altered_entry() is None


def test_entry_when_changed_through_the_model_then_the_database_refuses(entries: list[Entry]) -> None:
    changes: list[Callable[[], Any]] = [
        entries[0].save,
        entries[0].delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(actor="user:nobody"),
        lambda: Entry.objects.bulk_update(entries, ["actor"]),
    ]
    for change in changes:
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            change()
    assert Entry.objects.count() == ENTRIES


def test_entry_when_read_again_then_gives_the_hash_it_was_written_with(note: Callable[..., Entry]) -> None:
    odd = 'İstanbul \u202e 🚢 e\u0301 \\ " \t'
    written = note(text=odd, number=10**30, words=[odd, "", None, True, {"a": [1, {"b": odd}]}])
    read = Entry.objects.get(pk=written.pk)
    assert read.body == written.body
    assert read.computed_content_hash() == bytes(read.content_hash) == written.content_hash
    assert written.content_hash == canonical.content_hash(canonical.encode(read.content()))
    assert read.receipt == f"{written.id}.{written.content_hash.hex()}"


def test_entry_when_shown_then_its_kind_gives_sentence_tone_and_icon(note: Callable[..., Entry]) -> None:
    entry = note()
    assert (entry.sentence, entry.tone, entry.icon) == ("seen: 7 of a, b", "info", "circle")
    assert str(entry) == "tests.note.taken thing:1"


def another(value: Any, kind: str, nullable: bool, chance: random.Random) -> Any:
    """A value of the column's type that differs from this one, now much, now by the least step there is."""
    if nullable and value is not None and chance.random() < 0.3:
        return None
    if kind in {"smallint", "integer", "bigint"}:
        return (value or 0) + chance.choice([1, 7, 300])
    if kind == "character varying":
        return chance.choice(
            [f"{value[:-1]}_", value.swapcase() if value.swapcase() != value else "x", "y", value[:-1]]
        )
    if kind == "uuid":
        return UUID(int=value.int ^ (1 << chance.randrange(128)))
    if kind == "timestamp with time zone":
        return datetime.fromtimestamp(value.timestamp() + chance.choice([1e-3, 1, -86_400]), UTC)
    if kind == "bytea":
        old = bytes(value or b"\x00" * 32)
        place = chance.randrange(len(old))
        return old[:place] + bytes([old[place] ^ 1 << chance.randrange(8)]) + old[place + 1 :]
    assert kind == "jsonb", f"no edit is known for a column of type {kind}"
    return chance.choice(
        [
            value | {"number": str(value["number"])},
            value | {"number": value["number"] + 1},
            value | {"more": None},
            {key: item for key, item in value.items() if key != "words"},
            value | {"words": [*value["words"], ""]},
            value | {"words": value["words"][::-1]},
        ]
    )


def edit(column: str, value: Any, kind: str, position: int) -> None:
    """What the table's owner can do, as a superuser could with other words: guards off, one cell changed."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        name = connection.ops.quote_name(column)
        changed = Jsonb(value) if kind == "jsonb" else value
        cursor.execute(f"UPDATE ledger_entry SET {name} = %s WHERE position = %s", [changed, position])  # noqa: S608
        assert cursor.rowcount == 1


def test_any_cell_of_the_content_when_edited_by_the_owner_then_found(entries: list[Entry]) -> None:
    chance = random.Random(SEED)
    content = {name: told for name, told in columns().items() if name not in ADDED_BY_DATABASE}
    names = sorted(content)
    unseen = []
    for number in range(EDITS):
        column, victim = names[number % len(names)], chance.choice(entries)
        kind, nullable = content[column]
        with suppress(Undo), transaction.atomic():
            edit(column, another(getattr(victim, column), kind, nullable, chance), kind, victim.pk)
            found = first_altered_entry()
            if found is None or found.pk != victim.pk:
                unseen.append((column, victim.pk))
            raise Undo
    assert not unseen
    assert first_altered_entry() is None


def test_first_altered_entry_when_two_are_edited_then_the_older_one(entries: list[Entry]) -> None:
    for victim in (entries[9], entries[4]):
        edit("actor", "user:nobody", "character varying", victim.pk)
    found = first_altered_entry()
    assert found is not None
    assert found.pk == entries[4].pk


def test_content_hash_when_edited_then_found(entries: list[Entry]) -> None:
    edit("content_hash", b"\x00" * 32, "bytea", entries[3].pk)
    found = first_altered_entry()
    assert found is not None
    assert found.pk == entries[3].pk


class Undo(Exception):
    """Rolls one edit back."""
