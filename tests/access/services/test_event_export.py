"""The log written out: files that can be read back, and a manifest whose signature vouches for them."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from access.models import GateEvent
from access.services import event_export
from access.services.event_export import Period
from access.services.port_directory import import_directory
from accounts.models import Port
from ledger import note
from ledger.note import NoteWrong, SignerKey
from portsec.kernel.errors import Refused
from portsec.kernel.scope import Scope
from tests.moment import port_now
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PERIOD = Period(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
GATE = """event,at,reader,direction,badge,person,result,reason
1,2026-03-01T08:00:00Z,R1,in,B1,P1,granted,
2,2026-03-02T08:00:00Z,R1,in,"B,2",P1,refused,badge_expired no_clearance
3,2026-04-01T00:00:00Z,R1,in,B1,P1,granted,
"""
DATA = """event,at,account,person,action,object,field_class,rows,result
1,2026-03-01T08:00:00Z,jan,P1,export,CSQU3054383,S2,500,ok
"""


@pytest.fixture
def key(tmp_path: Path, settings: Settings) -> SignerKey:
    made = SignerKey.new("port.example/ledger")
    path = tmp_path / "ledger.key"
    path.write_text(f"{made.text}\n")
    settings.LEDGER_KEY_FILE = path
    return made


@pytest.fixture
def logged(port: Port, tmp_path: Path) -> Port:
    filled(port, tmp_path / "in", gate_events=GATE, data_events=DATA)
    return port


def filled(port: Port, directory: Path, **files: str) -> None:
    directory.mkdir(exist_ok=True)
    for name, content in files.items():
        (directory / f"{name}.csv").write_text(content)
    import_directory(directory, port=port, actor="system:test", at=port_now())


def export(port: Port, directory: Path, form: str) -> dict[str, int]:
    directory.mkdir(exist_ok=True)
    scope = Scope.system(reason="test")
    return event_export.export(port, directory, form, PERIOD, actor="system:test", scope=scope, at=port_now())


def test_export_when_csv_then_reads_back_as_it_was(
    logged: Port, other_port: Port, key: SignerKey, tmp_path: Path
) -> None:
    assert export(logged, tmp_path / "out", "csv") == {"gate_events.csv": 2, "data_events.csv": 1}
    import_directory(tmp_path / "out", port=other_port, actor="system:test", at=port_now())
    fields = ("code", "at", "badge_serial", "person_ref", "result", "reasons")
    ours, theirs = (GateEvent.objects.filter(port=one).order_by("at") for one in (logged, other_port))
    assert list(theirs.values_list(*fields)) == list(ours.values_list(*fields))[:2]


def test_export_when_ocsf_then_one_object_a_line(logged: Port, key: SignerKey, tmp_path: Path) -> None:
    export(logged, tmp_path / "out", "ocsf")
    lines = (tmp_path / "out" / "gate_events.ocsf.jsonl").read_text().splitlines()
    assert [json.loads(line)["metadata"]["uid"] for line in lines] == ["1", "2"]


def test_manifest_when_a_byte_of_a_file_changes_then_it_shows(
    logged: Port, key: SignerKey, tmp_path: Path, record: Record
) -> None:
    out = tmp_path / "out"
    export(logged, out, "csv")
    manifest = (out / "manifest.json").read_bytes()
    for file in json.loads(manifest)["files"]:
        assert hashlib.sha256((out / file["name"]).read_bytes()).hexdigest() == file["sha256"]
    signed = note.parse((out / "manifest.note").read_text())
    note.verified(signed, [key.verifier])
    assert hashlib.sha256(manifest).hexdigest() in signed.text
    assert record.one("access.events.exported").body["digest"] in signed.text
    with pytest.raises(NoteWrong):
        note.verified(note.Note(signed.text.replace("sha256", "sha-256"), signed.signatures), [key.verifier])


def test_export_when_the_caller_may_not_then_refused(logged: Port, key: SignerKey, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        event_export.export(logged, tmp_path, "csv", PERIOD, actor="user:dave", scope=Scope(), at=port_now())
    assert not (tmp_path / "manifest.json").exists()


def test_command_when_run_then_tells_the_rows(
    logged: Port, key: SignerKey, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("export_events", str(tmp_path / "out"), "--form", "ocsf")
    told = capsys.readouterr().out.split()
    assert told == ["gate_events.ocsf.jsonl", "3", "data_events.ocsf.jsonl", "1"]
