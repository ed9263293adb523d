"""What a database administrator can do with every guard switched off, and that each of it is found.

Attacks run inside a savepoint and are undone. LEDGER_EDITS=10000 and LEDGER_PLACES=20 run them at full size.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql.psycopg_any import Jsonb

from ledger import checkpoint
from ledger.checkpoint import Checkpoint
from ledger.kinds import Kind
from ledger.models import Cosignature, Entry, Leaf, SignedCheckpoint
from ledger.models.entry import ADDED_BY_DATABASE
from ledger.services import cosigning, record, sealing
from ledger.services.cosigning import Standing
from tests.ledger import sealer
from tests.ledger.models.test_entry import Undo, another
from tests.ledger.sealer import LOG

pytestmark = [pytest.mark.db, pytest.mark.django_db]

EDITS = int(os.environ.get("LEDGER_EDITS", "100"))
PLACES = int(os.environ.get("LEDGER_PLACES", "2"))
ENTRIES = 270  # more than a tile
ROUND = 45
SEED = 20261122
TABLES = ("entry", "leaf", "tilehash", "signedcheckpoint", "cosignature")


@pytest.fixture(autouse=True)
def _sealed(tmp_path: Path, noted: Kind, now: datetime) -> Iterator[None]:
    """A log of some checkpoints, the last of them cosigned."""
    with sealer.running_witness(tmp_path) as (_, policy), sealer.log_settings(tmp_path, policy):
        said = {"actor": "user:alice", "at": now, "port": "XXPEX", "text": "seen", "words": ["a", "b"]}
        record.append_all(
            [record.prepare(noted.name, subject=f"thing:{n % 9}", number=n, **said) for n in range(ENTRIES)]
        )
        standing = Standing(policy.witnesses[0])
        horizon = sealing.Horizon()
        while (
            done := sealing.seal_waiting((LOG,), horizon, at=sealer.clock.now(), limit=ROUND)
        ) and done.count:
            cosigning.cosign(standing)
        assert sealer.disagreement() == ""
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"ALTER TABLE ledger_{table} DISABLE TRIGGER ALL")
        yield


def columns() -> list[tuple[str, str, str, bool]]:
    """Every column of the ledger's tables, as the database itself tells them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT substr(table_name, 8), column_name, data_type, is_nullable = 'YES'"
            " FROM information_schema.columns WHERE table_schema = current_schema()"
            " AND table_name LIKE 'ledger\\_%%' AND table_name <> 'ledger_job' ORDER BY 1, 2"
        )
        return cursor.fetchall()


def test_columns_when_listed_then_each_is_sealed_or_determined_by_the_tree() -> None:
    by_table: dict[str, set[str]] = {}
    for table, column, _, _ in columns():
        by_table.setdefault(table, set()).add(column)
    entry = Entry.objects.latest("position")
    assert by_table == {
        "entry": set(entry.content()) | ADDED_BY_DATABASE | {"content_hash"},
        "leaf": {"seq", "position", "hash"},
        "tilehash": {"level", "index", "hash"},
        "signedcheckpoint": {"size", "frontier", "note"},
        "cosignature": {"size", "witness", "line"},
    }


def value_beside(value: Any, kind: str, nullable: bool, chance: random.Random) -> Any:
    if kind == "text":
        place = chance.randrange(len(value))
        changed = chr(ord(value[place]) ^ 1)
        return chance.choice(
            [value[:place] + changed + value[place + 1 :], f"{value}\n", f"{value}— x AAAAAAAA\n"]
        )
    return another(value, kind, nullable, chance)


def edit(chance: random.Random) -> tuple[str, str]:
    """Change one cell, and be sure that it is another one now."""
    table, column, kind, nullable = chance.choice(columns())
    quoted = connection.ops.quote_name(column)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ledger_{table}")  # noqa: S608  from the catalogue
        offset = chance.randrange(cursor.fetchone()[0])
        one = f"SELECT ctid::text, {quoted} FROM ledger_{table} ORDER BY ctid OFFSET {offset} LIMIT 1"  # noqa: S608
        cursor.execute(one)
        row, value = cursor.fetchone()
        if kind == "jsonb" and isinstance(value, str):
            value = Entry._meta.get_field("body").from_db_value(value, None, connection)
        new = value_beside(value, kind, nullable, chance)
        changed = Jsonb(new) if kind == "jsonb" else new
        change = f"UPDATE ledger_{table} SET {quoted} = %s WHERE ctid = %s::tid"  # noqa: S608
        cursor.execute(change, [changed, row])
        assert cursor.rowcount == 1
    return table, column


def test_any_cell_when_edited_then_found() -> None:
    chance = random.Random(SEED)
    missed: Counter[tuple[str, str]] = Counter()
    done = 0
    while done < EDITS:
        try:
            with transaction.atomic():
                where = edit(chance)
                done += 1
                if not sealer.disagreement():
                    missed[where] += 1
                raise Undo
        except Undo:
            continue
        except DatabaseError:  # a key that is there already: not even the owner can write this
            continue
    assert not missed
    assert sealer.disagreement() == ""


def sql(statement: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        assert cursor.rowcount != 0, "the attack changed nothing"


def delete_entry(seq: int) -> None:
    sql("DELETE FROM ledger_entry WHERE position = (SELECT position FROM ledger_leaf WHERE seq = %s)", seq)


def delete_entry_and_leaf(seq: int) -> None:
    delete_entry(seq)
    sql("DELETE FROM ledger_leaf WHERE seq = %s", seq)


def delete_and_renumber(seq: int) -> None:
    delete_entry_and_leaf(seq)
    sql("UPDATE ledger_leaf SET seq = -seq WHERE seq > %s", seq)
    sql("UPDATE ledger_leaf SET seq = -seq - 1 WHERE seq < 0")


def swap_leaves(seq: int) -> None:
    sql("UPDATE ledger_leaf SET seq = -1 WHERE seq = %s", seq)
    sql("UPDATE ledger_leaf SET seq = %s WHERE seq = %s", seq, seq + 1)
    sql("UPDATE ledger_leaf SET seq = %s WHERE seq = -1", seq + 1)


def swap_contents(seq: int) -> None:
    """Two entries change places with all that stands in them, hashes too."""
    first, second = (Leaf.objects.get(seq=each).position for each in (seq, seq + 1))
    for old, new in ((first, -1), (second, first), (-1, second)):
        sql("UPDATE ledger_entry SET position = %s WHERE position = %s", new, old)


def insert_entry(seq: int) -> None:
    """A forged entry takes the place of a sealed one, with a hash and a leaf that fit it."""
    leaf = Leaf.objects.get(seq=seq)
    entry = Entry.objects.get(position=leaf.position)
    entry.actor = "user:nobody"
    entry.content_hash = entry.computed_content_hash()
    hashed = sealing.seal.leaf_hash(entry.seal())
    sql(
        "UPDATE ledger_entry SET actor = %s, content_hash = %s WHERE position = %s",
        *(entry.actor, entry.content_hash, leaf.position),
    )
    sql("UPDATE ledger_leaf SET hash = %s WHERE seq = %s", hashed, seq)


def cut_back(seq: int) -> None:
    """Back to an old checkpoint, consistently, as an old backup would look."""
    size = max(seq // ROUND, 1) * ROUND
    for table in ("cosignature", "signedcheckpoint"):
        sql(f"DELETE FROM ledger_{table} WHERE size > %s", size)  # noqa: S608
    sql("DELETE FROM ledger_entry WHERE position IN (SELECT position FROM ledger_leaf WHERE seq >= %s)", size)
    sql("DELETE FROM ledger_leaf WHERE seq >= %s", size)
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM ledger_tilehash WHERE ("index" + 1) * 256 > %s', [size])


def empty_all(seq: int) -> None:
    for table in TABLES:
        sql(f"DELETE FROM ledger_{table}")  # noqa: S608


def drop_checkpoint(seq: int) -> None:
    size = max(seq // ROUND, 1) * ROUND
    sql("DELETE FROM ledger_cosignature WHERE size = %s", size)
    sql("DELETE FROM ledger_signedcheckpoint WHERE size = %s", size)


def drop_stored_hash(seq: int) -> None:
    sql("DELETE FROM ledger_tilehash")


def add_stored_hash(seq: int) -> None:
    sql('INSERT INTO ledger_tilehash (level, "index", hash) VALUES (2, %s, %s)', seq, b"x" * 32)


def add_leaf(seq: int) -> None:
    sql("INSERT INTO ledger_leaf (seq, position, hash) VALUES (%s, %s, %s)", ENTRIES + seq, -1, b"x" * 32)


def forge_checkpoint(seq: int) -> None:
    """Signed with a key that the administrator made, which the policy does not name."""
    mine = sealer.SignerKey.new(LOG.name)
    row = SignedCheckpoint.objects.order_by("-size")[0]
    text = row.note.partition("\n\n")[0] + "\n"
    sql(
        "UPDATE ledger_signedcheckpoint SET note = %s WHERE size = %s",
        f"{text}\n{mine.sign(text).line}",
        row.size,
    )


def rewrite_with_stolen_key(seq: int) -> None:
    """One entry is changed, and the whole tree is made and signed anew with the log's own key."""
    leaf = Leaf.objects.get(seq=seq)
    entry = Entry.objects.get(position=leaf.position)
    entry.subject = "thing:innocent"
    entry.content_hash = entry.computed_content_hash()
    sql(
        "UPDATE ledger_entry SET subject = %s, content_hash = %s WHERE position = %s",
        *(entry.subject, entry.content_hash, leaf.position),
    )
    for table in ("leaf", "tilehash", "signedcheckpoint", "cosignature"):
        sql(f"DELETE FROM ledger_{table}")  # noqa: S608
    keep, sealing.published.publish = sealing.published.publish, lambda notes, at: None
    try:
        sealer.seal(limit=ROUND)
    finally:
        sealing.published.publish = keep


ATTACKS = (
    *(delete_entry, delete_entry_and_leaf, delete_and_renumber, swap_leaves, swap_contents, insert_entry),
    *(cut_back, empty_all, drop_checkpoint, drop_stored_hash, add_stored_hash, add_leaf),
    *(forge_checkpoint, rewrite_with_stolen_key),
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_structure_when_attacked_at_random_places_then_found_each_time(attack: Callable[[int], None]) -> None:
    chance = random.Random(attack.__name__)
    for _ in range(PLACES):
        seq = chance.randrange(ENTRIES - 1)
        with suppress(Undo), transaction.atomic():
            attack(seq)
            assert sealer.disagreement(), f"{attack.__name__} at {seq} was not found"
            raise Undo
    assert sealer.disagreement() == ""


def test_history_when_rewritten_outside_too_then_caught_by_the_witness() -> None:
    """With the log's key and the published list in hand: the witness still knows the old tree."""
    size = SignedCheckpoint.objects.latest("size").size
    old = checkpoint.parse(SignedCheckpoint.objects.get(size=size).note.partition("\n\n")[0] + "\n")
    forged = checkpoint.signed(Checkpoint(LOG.name, size, b"x" * 32), [LOG]).encode()
    sql("UPDATE ledger_signedcheckpoint SET note = %s WHERE size = %s", forged, size)
    sql("DELETE FROM ledger_cosignature WHERE size = %s", size)
    standing = Standing(sealer.log_keys.policy().witnesses[0])
    with pytest.raises(cosigning.WitnessRefused):
        cosigning.cosign(standing)
    assert not Cosignature.objects.filter(size=size).exists()
    assert old.root != b"x" * 32
