"""What is exported comes back the same, byte for byte."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.utils import timezone

from access.enums import BadgeEvent, Direction
from access.models import Area, DataEvent, GateEvent, Reader
from access.port_directory.tables import TABLES
from access.selectors.port_directory import rows
from access.services import badge as badges
from access.services import gate_event
from access.services.gate_event import Attempt
from accounts.models import Port
from portsec.kernel.errors import Refused
from portsec.kernel.scope import Scope
from screening.enums import ClearanceLevel
from screening.models import Person
from screening.services import clearance as clearances
from screening.services import person as people
from screening.transitions import ClearanceEvent
from tests.access.management.commands import printed
from tests.access.port_directory import example
from tests.badges import issued
from tests.people import Cast

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def files_of(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(directory.iterdir())}


def there_and_back(tmp_path: Path, source: Port, target: Port) -> None:
    """Export, import into an empty port, export again: the two directories must be equal."""
    printed("export_port", tmp_path / "first", port=source.locode)
    printed("import_port", tmp_path / "first", port=target.locode)
    printed("export_port", tmp_path / "second", port=target.locode)
    first, second = files_of(tmp_path / "first"), files_of(tmp_path / "second")
    assert first.keys() == second.keys() == {table.file for table in TABLES}
    for name, content in first.items():
        assert second[name].decode() == content.decode(), name
    assert first == second


def test_export_when_imported_into_an_empty_port_then_exports_the_same_bytes(
    tmp_path: Path, port: Port, other_port: Port
) -> None:
    printed("import_port", example.write(tmp_path / "given", example.small_port()), port=port.locode)
    there_and_back(tmp_path, port, other_port)
    assert all(content.count(b"\r\n") > 1 for content in files_of(tmp_path / "first").values())


def test_export_when_the_port_has_worked_here_then_still_comes_back_the_same(
    tmp_path: Path, port: Port, other_port: Port, cast: Cast, now: datetime
) -> None:
    _work(port, cast, now)
    there_and_back(tmp_path, port, other_port)
    printed("import_port", tmp_path / "first", port=port.locode)
    printed("export_port", tmp_path / "third", port=port.locode)
    assert files_of(tmp_path / "first") == files_of(tmp_path / "third")
    assert not GateEvent.objects.filter(port=port, source="import").exists()


def test_export_when_cells_are_awkward_then_comes_back_the_same(
    tmp_path: Path, port: Port, other_port: Port
) -> None:
    files = {
        "organisations": [
            {"organisation": "A,B", "name": ' "Q" \r\nand sons ; € =1+1 '},
            {"organisation": "Ä", "name": "ß"},
            {"organisation": "z", "name": "Z"},
        ],
        "people": [
            {"person": "=P", "family_name": "O'Brien", "given_names": "Seán, Jr."},
            {"person": "p", "family_name": ""},
        ],
        "badges": [
            {"badge": "lost", "person": "p", "valid_from": "2026-01-01", "valid_until": "", "state": "lost"},
            {"badge": "next", "person": "p", "valid_from": "2026-02-01T10:11:12.131415+05:30"},
        ],
        "clearances": [
            {
                "person": "p",
                "valid_from": "2026-01-01T09:00Z",
                "valid_until": "2026-06-30",
                "state": "granted",
            },
            {"person": "p", "valid_from": "2026-08-01", "valid_until": "", "state": "withdrawn"},
            {"person": "p", "valid_from": "2026-08-01", "valid_until": "2026-12-31", "state": "granted"},
        ],
        "readers": [{"reader": "bare"}, {"reader": "half", "area_to": "YARD"}],
        "gate_events": [
            {
                "event": "b",
                "at": "2026-03-29T02:30:00+02:00",
                "reader": "bare",
                "direction": "in",
                "result": "granted",
            },
            {
                "event": "a",
                "at": "2026-03-29T00:30:00Z",
                "reader": "new",
                "direction": "out",
                "result": "refused",
            },
        ],
    }
    files["badges"][1]["valid_until"] = "2027-01-01T00:00:00-11:00"
    printed("import_port", example.write(tmp_path / "given", files), port=port.locode)  # type: ignore[arg-type]
    there_and_back(tmp_path, port, other_port)
    badge_rows = (tmp_path / "first" / "badges.csv").read_text().splitlines()
    assert badge_rows[2].startswith("lost,p,,2026-02-01T04:41:12.131415Z,,lost")
    events = (tmp_path / "first" / "gate_events.csv").read_text().splitlines()
    assert [event.split(",")[0] for event in events] == ["event", "a", "b"]


def test_export_when_the_port_is_empty_then_has_headers_only(tmp_path: Path, port: Port) -> None:
    out, _ = printed("export_port", tmp_path / "out")
    assert len(files_of(tmp_path / "out")) == len(TABLES) == 20
    assert (tmp_path / "out" / "areas.csv").read_bytes() == b"area,name,parent,level\r\n"
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0
    assert out.splitlines()[0].split() == ["organisations.csv", "0"]


def test_export_when_the_directory_cannot_be_written_then_one_line_says_so(
    tmp_path: Path, port: Port
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="Cannot write to"):
        printed("export_port", tmp_path / "file" / "out")


def test_rows_when_the_caller_may_not_export_then_refused(port: Port) -> None:
    for table in TABLES:
        with pytest.raises(Refused):
            rows(table, port, scope=Scope.nothing())


def test_export_when_another_port_has_data_then_takes_none_of_it(
    tmp_path: Path, port: Port, other_port: Port
) -> None:
    printed("import_port", example.write(tmp_path / "given", example.small_port()), port=port.locode)
    printed("export_port", tmp_path / "out", port=other_port.locode)
    lines = {name: content.count(b"\r\n") for name, content in files_of(tmp_path / "out").items()}
    assert lines.pop("organisations.csv") == 3
    assert set(lines.values()) == {1}


def _work(port: Port, cast: Cast, now: datetime) -> None:
    """A clearance, a badge and attempts that were made here, with changes on the way."""
    system = Scope.system(reason="test")
    person = people.register(
        port=port, family_name="Erin", given_names="E.", actor="user:test", at=now - timedelta(days=3)
    )
    clearance = clearances.grant(
        person,
        level=ClearanceLevel.ENHANCED,
        valid_from=timezone.localdate(now),
        valid_until=timezone.localdate(now) + timedelta(days=900),
        actor="user:test",
        at=now - timedelta(days=3),
    )
    area = Area.objects.create(port=port, code="YARD", name="Yard", level=1)
    reader = Reader.objects.create(port=port, code="G1", area_to=area)
    actor = cast.carol.user
    made = issued(person, [area], cast, at=now, days=90)
    for number in range(3):
        attempt = Attempt(credential=made.credential, direction=Direction.IN, nonce=f"n{9 - number}")
        gate_event.record_attempt(reader, attempt, actor="device:g1", scope=system, at=now)
    clearances.change(
        clearance, ClearanceEvent.SUSPEND, actor="user:test", reason="x", at=now + timedelta(seconds=1)
    )
    clearances.change(
        clearance, ClearanceEvent.REINSTATE, actor="user:test", reason="x", at=now + timedelta(seconds=2)
    )
    badges.change_state(
        made.badge,
        BadgeEvent.REPORT_LOST,
        reason="x",
        actor=actor,
        scope=system,
        at=now + timedelta(hours=1),
    )
    assert Person.objects.get(pk=person.pk).external_ref == ""
    assert not DataEvent.objects.exists()
