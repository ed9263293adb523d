"""Files that are written are read again as they were."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.port_directory import tables
from access.port_directory.records import AreaRow, GateEventRow, OrganisationRow
from access.port_directory.report import FileReport
from access.port_directory.sheet import open_sheet
from access.port_directory.writing import write

pytestmark = pytest.mark.unit

CELL = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30).map(str.strip)


@settings(deadline=None)  # other work on the machine is no fault of ours
@given(st.lists(st.tuples(CELL.filter(bool), CELL, CELL), max_size=8))
def test_rows_when_written_and_read_then_are_the_same(cells: list[tuple[str, str, str]]) -> None:
    rows = [OrganisationRow(code, name, kind) for code, name, kind in cells]
    with tempfile.TemporaryDirectory() as directory:
        write(Path(directory), tables.ORGANISATIONS, rows)
        report = FileReport("organisations.csv")
        sheet = open_sheet(Path(directory) / "organisations.csv", tables.ORGANISATIONS)
        assert [line.row for line in sheet.lines(report)] == rows
        assert not report.refused


def test_file_when_written_then_is_rfc_4180_with_times_in_utc(tmp_path: Path) -> None:
    at = datetime.fromisoformat("2026-03-01T08:30:00+01:00")
    row = GateEventRow(
        "E1", at, 'the "new", gate', "in", "B1", "", "refused", ("badge_expired", "badge_lost")
    )
    assert write(tmp_path, tables.GATE_EVENTS, [row]) == 1
    assert (tmp_path / "gate_events.csv").read_bytes() == (
        b"event,at,reader,direction,badge,person,result,reason,auth_mode,vehicle,escort\r\n"
        b'E1,2026-03-01T07:30:00Z,"the ""new"", gate",in,B1,,refused,badge_expired badge_lost,,,\r\n'
    )


def test_file_when_writing_fails_half_way_then_the_old_one_stays(tmp_path: Path) -> None:
    write(tmp_path, tables.AREAS, [AreaRow("A1")])
    before = (tmp_path / "areas.csv").read_bytes()

    def broken() -> list[AreaRow]:
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        write(tmp_path, tables.AREAS, (row for row in broken()))
    assert (tmp_path / "areas.csv").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["areas.csv"]


def test_unknown_values_when_written_then_are_empty(tmp_path: Path) -> None:
    write(tmp_path, tables.AREAS, [AreaRow("A1", "Quay", "", None)])
    assert (tmp_path / "areas.csv").read_text().splitlines()[1] == "A1,Quay,,"
