"""The commands of the ledger: seal, verify, export for the auditor, keys; with a real witness beside."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from ledger import trust
from ledger.models import Cosignature, Entry, Leaf
from ledger.note import COSIGNATURE, ED25519, SignerKey
from ledger.selectors import tree
from ledger.services import cosigning
from ledger.services.cosigning import Standing, WitnessRefused
from ledger.trust import Policy
from ledger.witness.client import WitnessSilent
from ledger.witness.protocol import Seen
from ledger.witness.server import Witness
from tests.ledger import sealer
from tests.ledger.sealer import LOG, WITNESS
from tests.ledger.test_auditor_verify import run

pytestmark = [pytest.mark.db, pytest.mark.django_db]

Note = Callable[..., Entry]
PATIENCE = 120  # seconds for a process of its own on a busy machine


def told(*command: str) -> str:
    out = io.StringIO()
    call_command(*command, stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def witness(tmp_path: Path) -> Iterator[Witness]:
    with sealer.running_witness(tmp_path) as (running, policy), sealer.log_settings(tmp_path, policy):
        yield running


def test_commands_when_used_in_turn_then_the_auditor_can_check_all_alone(
    witness: Witness, note: Note, tmp_path: Path
) -> None:
    for number in range(300):
        note(number=number, text="İstanbul 🚢")
    assert told("seal", "--once") == "300 entries sealed, 1 witnesses asked."
    assert told("seal", "--once") == "0 entries sealed, 1 witnesses asked."
    place = tmp_path / "export"
    assert told("export_ledger", str(place)) == f"300 entries written to {place}."
    kept = tmp_path / "kept"
    kept.write_bytes((place / "checkpoint").read_bytes())
    late = [note(number=number) for number in range(300)][150]
    assert told("seal", "--once").startswith("300 entries")
    assert told("export_ledger", str(place)).startswith("600 entries")
    mine = ("--policy", tmp_path / "policy")
    assert run(place, *mine, "--kept", kept) == (
        0,
        "All 600 entries are as they were sealed. 4 checkpoints fit, 1 of them kept by you.",
    )
    proof = tmp_path / "one.tlog-proof"
    late.refresh_from_db()
    proof.write_text(tree.proof_of(late, sealer.log_keys.policy()).encode())
    status, said = run(proof, *mine)
    assert status == 0
    assert said.startswith("This is entry 450 of 600")
    assert str(late.id) in said
    assert told("verify_ledger") == (
        "600 sealed entries agree with 2 checkpoints, 2 of them published outside, and 2 cosignatures; "
        "0 entries wait for their seal."
    )


def test_verify_when_a_row_was_changed_by_hand_then_it_is_named(witness: Witness, note: Note) -> None:
    entries = [note(number=number) for number in range(5)]
    told("seal", "--once")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE ledger_entry SET actor = 'user:x' WHERE position = %s", [entries[3].pk])
    with pytest.raises(CommandError, match=f"Entry {entries[3].id} .* was altered"):
        told("verify_ledger")


def test_export_when_nothing_is_agreed_or_another_log_is_there_then_refused(
    witness: Witness, note: Note, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="no checkpoint to export"):
        told("export_ledger", str(tmp_path / "export"))
    note()
    sealer.seal()
    with pytest.raises(CommandError, match="the witnesses have not agreed"):
        told("export_ledger", str(tmp_path / "export"))
    told("seal", "--once")
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "checkpoint").write_text("other.example\n1\n")
    with pytest.raises(CommandError, match="another log"):
        told("export_ledger", str(tmp_path / "export"))


def test_witness_when_it_lost_its_memory_or_knows_more_then_asked_again_or_refused(
    witness: Witness, note: Note, tmp_path: Path
) -> None:
    named = sealer.log_keys.policy().witnesses[0]
    for _ in range(2):
        note()
        sealer.seal()
        assert cosigning.cosign(Standing(named)) is not None
    assert cosigning.cosign(Standing(named)) is None
    (tmp_path / "seen.sqlite").unlink()
    witness.memory.__init__(tmp_path / "seen.sqlite")  # type: ignore[misc]
    note()
    sealer.seal()
    assert cosigning.cosign(Standing(named)) is not None
    assert list(Cosignature.objects.values_list("size", flat=True).order_by("size")) == [1, 2, 3]
    with witness.memory.turn(LOG.name) as turn:
        turn.keep(Seen(9, bytes(32)))
    note()
    sealer.seal()
    with pytest.raises(WitnessRefused, match="has cosigned 9 entries"):
        cosigning.cosign(Standing(named))


def test_witness_when_it_answers_with_another_key_then_nothing_is_kept(note: Note, tmp_path: Path) -> None:
    with sealer.running_witness(tmp_path) as (_, policy):
        other = trust.Witness(
            "auditor", SignerKey.new(WITNESS.name, COSIGNATURE).verifier, policy.witnesses[0].url
        )
        with sealer.log_settings(tmp_path, Policy(policy.logs, (other,), (), "auditor")):
            note()
            sealer.seal()
            with pytest.raises(WitnessRefused, match="wrong signature"):
                cosigning.cosign(Standing(other))
    assert not Cosignature.objects.exists()
    with pytest.raises(WitnessSilent):
        cosigning.cosign(Standing(other))


def test_seal_when_less_is_stored_than_was_published_then_does_not_begin(note: Note, tmp_path: Path) -> None:
    with sealer.log_settings(tmp_path):
        with transaction.atomic():
            note()
            sealer.seal()
            transaction.set_rollback(True)
        with pytest.raises(CommandError, match="cut back, or an old backup was restored"):
            told("seal", "--once")


def test_seal_when_a_witness_has_seen_more_than_is_stored_then_does_not_begin(
    witness: Witness, note: Note
) -> None:
    note()
    told("seal", "--once")
    with witness.memory.turn(LOG.name) as turn:
        turn.keep(Seen(9, bytes(32)))
    note()
    sealer.seal()
    note()
    with pytest.raises(
        CommandError, match="has cosigned 9 entries, and the ledger in the database ends at 2"
    ):
        told("seal", "--once")
    assert Leaf.objects.count() == 2


def test_key_when_made_then_its_file_is_private_and_the_line_is_that_of_a_policy(tmp_path: Path) -> None:
    path = tmp_path / "ledger.key"
    with pytest.raises(CommandError, match="give --origin"):
        told("ledger_key", str(path))
    line = told("ledger_key", str(path), "--origin", "port.example/ledger")
    assert path.stat().st_mode & 0o777 == 0o600
    (key,) = trust.parse(f"{line}\n").logs
    assert (key.name, key.algorithm) == ("port.example/ledger", ED25519)
    assert told("ledger_key", str(path)) == line


@pytest.mark.parametrize(
    "content", ["", "x", "é", WITNESS.text, f"{LOG.text}\n{SignerKey.new('other').text}"]
)
def test_key_file_when_it_holds_anything_else_then_one_line_names_the_setting(
    tmp_path: Path, content: str
) -> None:
    with sealer.log_settings(tmp_path):
        (tmp_path / "ledger.key").write_text(content)
        with pytest.raises(CommandError, match=r"^setting LEDGER_KEY_FILE: ") as refused:
            told("seal", "--once")
    assert WITNESS.text.rpartition("+")[2] not in str(refused.value)


def test_policy_file_when_wrong_then_one_line_names_the_setting(tmp_path: Path) -> None:
    with sealer.log_settings(tmp_path):
        (tmp_path / "policy").write_text("log x\n")
        with pytest.raises(CommandError, match=r"^setting LEDGER_POLICY_FILE: line 1: "):
            told("verify_ledger")


@pytest.mark.django_db(transaction=True)
def test_sealer_when_it_runs_then_seals_soon_and_ends_when_asked(
    note: Note, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    with sealer.log_settings(tmp_path):
        given = {name: str(getattr(settings, name)) for name in ("LEDGER_KEY_FILE", "LEDGER_PUBLISHED_DIR")}
        environment = {**child_environment, **given, "DATA_DIR": str(tmp_path)}
        running = subprocess.Popen(
            [sys.executable, "-m", "django", "seal"], env=environment, cwd=settings.BASE_DIR
        )
        try:
            for _ in range(3):
                with transaction.atomic():
                    note()
            deadline = time.monotonic() + PATIENCE
            while Leaf.objects.count() < 3 and time.monotonic() < deadline:
                time.sleep(0.05)
            assert Leaf.objects.count() == 3
            assert (tmp_path / "sealer-alive").exists()
            running.send_signal(signal.SIGTERM)
            assert running.wait(PATIENCE) == 0
        finally:
            running.kill()
            running.wait()
