"""The command that writes a simulated port."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.unit


def run(directory: Path, *arguments: str) -> str:
    out = StringIO()
    call_command("simulate", str(directory), "--people", "120", "--days", "4", *arguments, stdout=out)
    return out.getvalue()


def test_simulate_when_called_then_the_directory_and_what_is_in_it(tmp_path: Path) -> None:
    said = run(tmp_path / "port", "--seed", "3", "--insiders", "4", "--without", "roster,grants")
    assert "4 days" in said
    assert (tmp_path / "port" / "truth.json").exists()
    assert (tmp_path / "port" / "gate_events.csv").exists()
    assert not (tmp_path / "port" / "roster.csv").exists()


def test_simulate_when_a_file_is_unknown_then_one_line_names_it(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="payroll"):
        run(tmp_path, "--without", "payroll")


def test_simulate_when_the_place_is_a_file_then_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(CommandError, match="cannot be written"):
        run(tmp_path / "taken")
