"""Sealing: order without gaps, one tree, signed checkpoints, whoever else writes or seals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from django.db import DatabaseError, connection, transaction

from ledger import checkpoint
from ledger.merkle.compact_range import CompactRange
from ledger.merkle.verification import verify_consistency, verify_inclusion
from ledger.models import Entry, Leaf, SignedCheckpoint, TileHash
from ledger.selectors import tree
from ledger.services import published, sealing
from ledger.services.sealing import Tampered
from ledger.tlog_proof import parse, verify
from portsec.kernel import clock
from portsec.kernel.errors import NotFound
from tests.ledger import sealer
from tests.ledger.sealer import LOG, NEXT
from tests.threads import at_once

pytestmark = pytest.mark.db

Note = Callable[..., Entry]


@pytest.fixture(autouse=True)
def _log(tmp_path: Path) -> Iterator[None]:
    with sealer.log_settings(tmp_path):
        yield


@pytest.mark.django_db
def test_sealing_when_entries_wait_then_each_has_one_leaf_and_the_tree_is_signed(note: Note) -> None:
    entries = [note(number=number) for number in range(7)]
    assert sealer.seal(limit=3) == 7
    leaves = list(Leaf.objects.order_by("seq"))
    assert [(leaf.seq, leaf.position) for leaf in leaves] == [
        (n, entry.pk) for n, entry in enumerate(entries)
    ]
    whole = CompactRange()
    for row in SignedCheckpoint.objects.order_by("size"):
        whole.extend(bytes(leaf.hash) for leaf in leaves[whole.size : row.size])
        said = checkpoint.opened(row.note, [LOG.verifier])
        assert (said.origin, said.size, said.root) == (LOG.name, row.size, whole.root)
    assert list(SignedCheckpoint.objects.order_by("size").values_list("size", flat=True)) == [3, 6, 7]
    assert [said.size for _, said in published.published()] == [3, 6, 7]
    assert published.largest() == 7


@pytest.mark.django_db
def test_sealing_when_nothing_waits_then_nothing_is_signed(note: Note) -> None:
    assert sealer.seal() == 0
    note()
    assert sealer.seal() == 1
    horizon = sealing.Horizon()
    assert sealing.seal_waiting((LOG,), horizon, at=clock.now()) == sealing.NOTHING
    assert SignedCheckpoint.objects.count() == 1


@pytest.mark.django_db
def test_stored_hashes_when_tiles_are_full_then_proofs_hold_for_every_leaf(note: Note) -> None:
    for number in range(520):
        note(number=number)
    sealer.seal(limit=300)
    assert set(TileHash.objects.values_list("level", "index")) == {(1, 0), (1, 1)}
    said = [
        checkpoint.parse(row.note.partition("\n\n")[0] + "\n")
        for row in SignedCheckpoint.objects.order_by("size")
    ]
    proof = tree.consistency_proof(300, 520)
    verify_consistency(300, 520, proof, said[0].root, said[1].root)
    for seq in (0, 255, 256, 511, 512, 519):
        path = tree.path.inclusion_proof(seq, 520, tree.stored_hashes)
        verify_inclusion(bytes(Leaf.objects.get(seq=seq).hash), seq, 520, path, said[1].root)


@pytest.mark.django_db
def test_proof_of_an_entry_when_given_then_shows_it_offline_and_not_before_it_is_sealed(note: Note) -> None:
    entry = note()
    policy = sealer.Policy(logs=(LOG.verifier,))
    with pytest.raises(NotFound):
        tree.proof_of(entry, policy)
    sealer.seal()
    entry.refresh_from_db()
    text = tree.proof_of(entry, policy).encode()
    leaf = bytes(Leaf.objects.get().hash)
    assert verify(parse(text), leaf, policy).size == 1
    assert str(entry.id) in parse(text).extra.decode()


@pytest.mark.django_db
def test_keys_when_handing_over_then_both_sign_and_the_new_one_goes_on(note: Note) -> None:
    for keys in ((LOG,), (LOG, NEXT), (NEXT,)):
        note()
        sealer.seal(keys=keys)
    notes = list(SignedCheckpoint.objects.order_by("size").values_list("note", flat=True))
    for key, opened in ((LOG, [True, True, False]), (NEXT, [False, True, True])):
        for encoded, opens in zip(notes, opened, strict=True):
            if opens:
                checkpoint.opened(encoded, [key.verifier])
            else:
                with pytest.raises(checkpoint.NoteWrong):
                    checkpoint.opened(encoded, [key.verifier])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger_signedcheckpoint SET frontier = set_byte(frontier, 3, 255 - get_byte(frontier, 3))",
        "UPDATE ledger_signedcheckpoint SET note = replace(note, '=', 'A')",
        "UPDATE ledger_signedcheckpoint SET size = size + 4",
    ],
)
def test_sealing_when_what_is_stored_was_changed_then_nothing_goes_on_top(note: Note, change: str) -> None:
    for _ in range(3):
        note()
    sealer.seal()
    note()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_signedcheckpoint DISABLE TRIGGER USER")
        cursor.execute(change)
    with pytest.raises(Tampered):
        sealer.seal()
    assert Leaf.objects.count() == 3


@pytest.mark.django_db
def test_sealer_when_less_is_stored_than_published_then_does_not_begin(note: Note) -> None:
    note()
    sealer.seal()
    sealing.require_as_published(largest=published.largest())
    with pytest.raises(Tampered, match="cut back, or an old backup"):
        sealing.require_as_published(largest=2)


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["leaf", "tilehash", "signedcheckpoint", "cosignature"])
def test_tables_of_the_tree_when_changed_by_raw_sql_then_the_database_refuses(note: Note, table: str) -> None:
    note()
    sealer.seal()
    refused = pytest.raises(DatabaseError, match="never emptied")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE ledger_{table}")
    if table == "leaf":
        for change in (Leaf.objects.all().delete, lambda: Leaf.objects.update(position=9)):
            with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
                change()


@pytest.mark.django_db(transaction=True)
def test_sealing_when_writers_and_two_sealers_work_at_once_then_no_gap_and_nothing_lost(note: Note) -> None:
    writers, each = 16, 20

    def write(writer: int) -> None:
        for number in range(each):
            with transaction.atomic():
                note(actor=f"user:w{writer}", number=number)

    def keep_sealing() -> None:
        horizon = sealing.Horizon()
        while Leaf.objects.count() < writers * each:
            sealing.seal_waiting((LOG,), horizon, at=clock.now(), limit=50)

    outcomes = at_once([keep_sealing, keep_sealing, *(partial(write, writer) for writer in range(writers))])
    assert outcomes == [None] * len(outcomes)
    assert list(Leaf.objects.order_by("seq").values_list("seq", flat=True)) == list(range(writers * each))
    assert sealer.verified().entries == writers * each


@pytest.mark.django_db(transaction=True)
def test_sealing_when_an_early_entry_commits_late_then_the_same_process_still_finds_it(note: Note) -> None:
    drawn, sealed = Event(), Event()

    def late() -> None:
        with transaction.atomic():
            note(text="late")
            drawn.set()
            assert sealed.wait(30)

    def go_on() -> int:
        horizon = sealing.Horizon()
        assert drawn.wait(30)
        for number in range(3):
            with transaction.atomic():
                note(number=number)
            sealing.seal_waiting((LOG,), horizon, at=clock.now())
        assert horizon.floor < Entry.objects.order_by("position")[0].position
        sealed.set()
        while Leaf.objects.count() < 4:
            sealing.seal_waiting((LOG,), horizon, at=clock.now())
        with transaction.atomic():
            note(number=5)
        for _ in range(2):
            sealing.seal_waiting((LOG,), horizon, at=clock.now())
        return horizon.floor

    outcomes = at_once([late, go_on])
    last = Entry.objects.latest("position").position
    assert outcomes[0] is None
    assert outcomes[1] >= last - 1  # few rows are looked at from then on
    assert Leaf.objects.count() == Entry.objects.count() == 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["leaf", "tilehash", "signedcheckpoint"])
def test_sealer_when_it_dies_in_the_middle_then_the_next_one_does_all_of_it(note: Note, table: str) -> None:
    with transaction.atomic():
        for number in range(300):
            note(number=number)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$"
        )
        cursor.execute(f"CREATE TRIGGER die BEFORE INSERT ON ledger_{table} EXECUTE FUNCTION die()")
    try:
        with pytest.raises(DatabaseError):
            sealer.seal()
        connection.close()
        assert not Leaf.objects.exists()
        assert not TileHash.objects.exists()
        assert not SignedCheckpoint.objects.exists()
        assert published.largest() == 0
    finally:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION die CASCADE")
    assert sealer.seal() == 300
    assert sealer.disagreement() == ""
