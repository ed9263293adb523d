"""What `import_port` prints, and how it ends."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from access.models import Area
from accounts.models import Port
from tests.access.management.commands import printed
from tests.access.port_directory import example

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_import_port_when_the_only_port_then_needs_no_name(tmp_path: Path, port: Port) -> None:
    out, err = printed("import_port", example.write(tmp_path, example.small_port()))
    assert out.splitlines()[0] == f"{port.name} ({port.locode})"
    line = next(line for line in out.splitlines() if line.startswith("people.csv"))
    assert line.split() == ["people.csv", "7", "7", "0", "0", "0"]
    assert "note: travel_times.csv: made readers that readers.csv does not have: G2" in err


def test_import_port_when_the_port_is_new_then_is_made(tmp_path: Path, db: None) -> None:
    example.write(tmp_path, {"areas": [{"area": "YARD"}]})
    printed("import_port", tmp_path, port="NLRTM", port_name="Rotterdam")
    assert Area.objects.get().port == Port.objects.get(locode="NLRTM", name="Rotterdam", country="NL")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "Say which port with --port LOCODE; known: none"),
        ({"port": "NLRTM"}, "no port NLRTM yet; give its name too"),
        ({"port": "Rotterdam", "port_name": "Rotterdam"}, "Rotterdam"),
    ],
)
def test_import_port_when_the_port_is_not_clear_then_one_line_says_so(
    tmp_path: Path, db: None, options: dict[str, str], said: str
) -> None:
    example.write(tmp_path, {"areas": [{"area": "YARD"}]})
    with pytest.raises(CommandError, match=said):
        printed("import_port", tmp_path, **options)
    assert not Area.objects.exists()


def test_import_port_when_there_are_two_ports_then_one_must_be_named(
    tmp_path: Path, port: Port, other_port: Port
) -> None:
    example.write(tmp_path, {"areas": [{"area": "YARD"}]})
    with pytest.raises(CommandError, match="known: XXOTH, XXPEX"):
        printed("import_port", tmp_path)
    printed("import_port", tmp_path, port=other_port.locode)
    assert Area.objects.get().port == other_port


def test_import_port_when_rows_are_bad_then_each_is_printed_and_the_rest_is_kept(
    tmp_path: Path, port: Port
) -> None:
    (tmp_path / "areas.csv").write_text("area,level\nYARD,2\nGATE,9\nOUT,\n")
    out, err = printed("import_port", tmp_path)
    assert err.splitlines() == [
        "areas.csv:3: level '9' is none of none, standard, enhanced, authority",
        "areas.csv:4: OUT is outside all areas and cannot be one",
    ]
    assert out.splitlines()[-1].split() == ["areas.csv", "3", "1", "0", "0", "2"]


def test_import_port_when_a_file_is_unreadable_then_ends_with_an_error_after_the_others(
    tmp_path: Path, port: Port
) -> None:
    (tmp_path / "areas.csv").write_text("area\nYARD\n")
    (tmp_path / "people.csv").write_bytes(b"person,family_name\nP1,Ren\xe9\n")
    (tmp_path / "gate_events.csv").write_text("event;at\n")
    err = StringIO()
    with pytest.raises(CommandError, match=r"2 of 3 files could not be read: people.csv, gate_events.csv"):
        call_command("import_port", str(tmp_path), stdout=StringIO(), stderr=err)
    assert err.getvalue().splitlines()[0] == "people.csv: is not UTF-8 (line 2)"
    assert Area.objects.get().code == "YARD"


def test_import_port_when_there_is_nothing_to_read_then_one_line_says_so(tmp_path: Path, port: Port) -> None:
    with pytest.raises(CommandError, match="There is no directory"):
        printed("import_port", tmp_path / "nowhere")
    with pytest.raises(CommandError, match="has no file of a port directory"):
        printed("import_port", tmp_path)


def test_import_port_when_events_name_the_unknown_then_says_how_many(tmp_path: Path, port: Port) -> None:
    (tmp_path / "gate_events.csv").write_text(
        "event,at,reader,direction,badge,person,result\nE1,2026-03-01T08:00Z,G1,in,B1,P1,granted\n"
    )
    out, _ = printed("import_port", tmp_path)
    assert out.splitlines()[-1] == "Events kept that name what is unknown: people 1, badges 1, readers 1."
