"""The plugin that starts throw-away servers: only when they are wanted, and gone when the session ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.servers import REFUSING

pytestmark = pytest.mark.db

ROOT = Path(__file__).resolve().parents[1]
REPORT = """
import json, os
def pytest_configure():
    names = ("DATABASE_URL", "REDIS_URL", "DATA_DIR", "DEMO", "LEDGER_KEY_FILE")
    with open({report!r}, "w") as report:
        json.dump({{name: os.environ.get(name) for name in names}}, report)
"""


class Session:
    """A pytest session of its own, with the plugin and without Django."""

    def __init__(self, directory: Path, *arguments: str, seconds: float = 0, **settings: str) -> None:
        self.report = directory / "report.json"
        (directory / "conftest.py").write_text(REPORT.format(report=str(self.report)))
        (directory / "test_inner.py").write_text(f"import time\ndef test_inner(): time.sleep({seconds})\n")
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "pytest", "-q", "-c", os.devnull, f"--rootdir={directory}"),
                *("-p", "tests.servers", "-p", "no:django", "-p", "no:cacheprovider"),
                *(*arguments, str(directory / "test_inner.py")),
            ],
            cwd=ROOT,
            env={**os.environ, "LEDGER_KEY_FILE": "/a/developers/own", **settings},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def saw(self) -> dict[str, str | None]:
        deadline = time.monotonic() + 60
        while not self.report.exists() or not self.report.stat().st_size:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        return dict(json.loads(self.report.read_text()))


def throw_away(seen: dict[str, str | None]) -> Path:
    return Path(str(seen["REDIS_URL"]).removeprefix("unix://")).parents[1]


def test_session_when_it_ends_then_its_servers_and_directories_are_gone(tmp_path: Path) -> None:
    session = Session(tmp_path)
    assert session.process.wait(60) == 0
    seen = session.saw()
    assert seen["DEMO"] == "1"
    assert seen["LEDGER_KEY_FILE"] is None
    assert "portsec-test-" in str(seen["DATABASE_URL"])
    assert not throw_away(seen).exists()
    assert not Path(str(seen["DATA_DIR"])).exists()


def test_session_when_interrupted_then_its_servers_are_gone_too(tmp_path: Path) -> None:
    session = Session(tmp_path, seconds=60)
    directory = throw_away(session.saw())
    assert directory.exists()
    session.process.send_signal(signal.SIGINT)
    session.process.wait(120)
    assert not directory.exists()


@pytest.mark.parametrize("arguments", [("-m", "unit"), ("--collect-only",), ("--help",)])
def test_session_when_no_database_is_wanted_then_the_addresses_refuse(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    session = Session(tmp_path, *arguments)
    session.process.wait(60)
    seen = session.saw()
    assert {name: seen[name] for name in REFUSING} == REFUSING


def test_session_when_servers_are_given_then_those_are_used(tmp_path: Path) -> None:
    session = Session(tmp_path, TEST_DATABASE_URL=REFUSING["DATABASE_URL"], TEST_REDIS_URL="redis://given")
    assert session.process.wait(60) == 0
    seen = session.saw()
    assert seen["DATABASE_URL"] == REFUSING["DATABASE_URL"]
    assert seen["REDIS_URL"] == "redis://given"
