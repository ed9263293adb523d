"""The simulated port: the same for a seed, complete, fit for the import, honest but for insiders."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from access import containers
from access.port_directory.report import FileReport
from access.port_directory.sheet import open_sheet, unknown_columns
from access.port_directory.tables import TABLES
from portsec.kernel.errors import InvalidInput
from portsec.simulation.plots.cast import PATTERNS
from portsec.simulation.port import Order, files_of, simulate
from portsec.simulation.roles import ROLES
from tests.portsec.simulation.conftest import ORDER

pytestmark = pytest.mark.unit

SMALL = Order(people=120, days=4, seed=9, insiders=4)
LOGS = ("gate_events", "data_events")


def rows(directory: Path, name: str) -> list[dict[str, str]]:
    with (directory / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def digest(directory: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(directory.iterdir()):
        total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()


def test_simulate_when_run_with_other_hash_seeds_then_same_bytes(tmp_path: Path) -> None:
    """Another interpreter with another hash seed writes the same files."""
    program = (
        "import sys; from pathlib import Path; from portsec.simulation.port import Order, simulate;"
        f"simulate(Path(sys.argv[1]), Order({SMALL.people}, {SMALL.days}, {SMALL.seed}, {SMALL.insiders}))"
    )
    digests = set()
    for hash_seed in ("1", "2"):
        directory = tmp_path / hash_seed
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        subprocess.run([sys.executable, "-c", program, str(directory)], env=environment, check=True)
        digests.add(digest(directory))
    assert len(digests) == 1


def test_simulate_when_another_seed_then_another_port(tmp_path: Path) -> None:
    simulate(tmp_path / "one", SMALL)
    simulate(tmp_path / "other", Order(SMALL.people, SMALL.days, SMALL.seed + 1, SMALL.insiders))
    assert digest(tmp_path / "one") != digest(tmp_path / "other")


def test_simulate_when_read_by_the_import_then_no_row_is_refused(simulated: Path) -> None:
    for table in TABLES:
        path = simulated / table.file
        sheet, report = open_sheet(path, table), FileReport(table.file)
        read = sum(1 for _ in sheet.lines(report))
        assert not report.refused, (table.name, report)
        assert not unknown_columns(sheet)
        assert read == sheet.rows


def test_simulate_when_read_then_every_role_and_what_it_needs_is_there(simulated: Path) -> None:
    assert {row["role"] for row in rows(simulated, "people")} == {role.name for role in ROLES}
    assert len(ROLES) == 20
    for name in ("roster", "cargo", "work_orders", "release_chain", "vessel_calls", "travel_times", "grants"):
        assert rows(simulated, name), name
    assert {row["kind"] for row in rows(simulated, "roster")} == {"shift", "leave", "sick"}
    assert all(containers.is_valid(row["container"]) for row in rows(simulated, "cargo"))


@pytest.mark.parametrize("name", LOGS)
def test_logs_when_read_then_in_the_order_of_time_within_the_days(simulated: Path, name: str) -> None:
    times = [row["at"] for row in rows(simulated, name)]
    assert times == sorted(times)
    assert times[0] >= "2026-06-01T00:00:00+00:00"
    assert times[-1] < "2026-06-15T00:00:00+00:00"
    assert len({row["event"] for row in rows(simulated, name)}) == len(times)


def test_truth_when_read_then_names_events_of_the_logs(simulated: Path) -> None:
    logs = {row["event"]: row for name in LOGS for row in rows(simulated, name)}
    truth = json.loads((simulated / "truth.json").read_text(encoding="utf-8"))
    assert len(truth) >= ORDER.insiders * 3 // 4  # some find no occasion within two weeks
    for line in truth:
        assert set(line) == {"person", "pattern", "first_at", "last_at", "events"}
        times = [logs[event]["at"] for event in line["events"]]
        assert (line["first_at"], line["last_at"]) == (times[0], times[-1])


def test_patterns_when_listed_then_all_twenty_of_the_dossier() -> None:
    assert [pattern.code for pattern in PATTERNS] == [f"M{number}" for number in range(1, 21)]
    known = {role.name for role in ROLES}
    assert all(set(pattern.roles) <= known for pattern in PATTERNS)


def test_honest_people_when_insiders_are_planted_then_do_the_same(tmp_path: Path) -> None:
    simulate(tmp_path / "honest", Order(SMALL.people, SMALL.days, SMALL.seed, 0))
    simulate(tmp_path / "mixed", SMALL)
    truth = json.loads((tmp_path / "mixed" / "truth.json").read_text(encoding="utf-8"))
    insiders = {line["person"] for line in truth}
    planted = {event for line in truth for event in line["events"]}
    assert insiders
    for name in LOGS:
        seen = [
            Counter(
                tuple(row.values())[1:]
                for row in rows(tmp_path / port, name)
                if row["person"] not in insiders and (port == "honest" or row["event"] not in planted)
            )
            for port in ("honest", "mixed")
        ]
        assert seen[0] == seen[1]


def test_simulate_when_files_are_left_out_then_the_logs_stay_the_same(tmp_path: Path) -> None:
    simulate(tmp_path / "whole", SMALL)
    without = files_of(["roster", "work_orders.csv"])
    simulate(tmp_path / "thin", Order(SMALL.people, SMALL.days, SMALL.seed, SMALL.insiders, without))
    assert not (tmp_path / "thin" / "roster.csv").exists()
    assert not (tmp_path / "thin" / "work_orders.csv").exists()
    for name in ("gate_events.csv", "data_events.csv", "truth.json", "cargo.csv"):
        assert (tmp_path / "thin" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_simulate_when_a_file_was_there_and_is_left_out_then_it_goes(tmp_path: Path) -> None:
    simulate(tmp_path, SMALL)
    simulate(tmp_path, Order(SMALL.people, SMALL.days, SMALL.seed, SMALL.insiders, frozenset({"grants"})))
    assert not (tmp_path / "grants.csv").exists()


@pytest.mark.parametrize("name", ["gate_events", "data_events", "people", "payroll"])
def test_simulate_when_a_file_cannot_be_left_out_then_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidInput, match=name):
        simulate(tmp_path, Order(SMALL.people, SMALL.days, SMALL.seed, 1, frozenset({name})))


@pytest.mark.parametrize(
    ("people", "days", "insiders"), [(99, 10, 1), (200, 2, 1), (200, 10, 51), (200, 10, -1)]
)
def test_simulate_when_the_port_is_too_small_then_refused(
    tmp_path: Path, people: int, days: int, insiders: int
) -> None:
    with pytest.raises(InvalidInput):
        simulate(tmp_path, Order(people, days, 1, insiders))
