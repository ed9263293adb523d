"""`manage.py up` as a reader runs it: everything from nothing, once more, and gone without a trace."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from portsec import startup
from portsec.embedded import ServerError, running_environment
from portsec.processes import GRACE, OF_THE_DESK, STARTED_BY_UP

pytestmark = pytest.mark.flow

ROOT = Path(__file__).resolve().parents[2]
FIRST_START = 600.0  # seconds, against a hang: test runs share the machine, and how long it takes is no test
OWN_SETTINGS = (
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "SECRET_KEY_FILE",
    "LEDGER_KEY_FILE",
    "LEDGER_POLICY_FILE",
    "LEDGER_PUBLISHED_DIR",
    "CREDENTIAL_KEY_DIR",
    "PUBLIC_URL",
    "DEMO",
    "DATA_DIR",
    "PORT",
    "HOTLINE_PORT",
    "HOTLINE_DATABASE_URL",
    "HOTLINE_SECRET_KEY_FILE",
    "ALLOWED_HOSTS",
    "MAKELEVEL",
)


class Up:
    """One run of `up` with its output, on a data directory and a port of its own."""

    def __init__(self, data_dir: Path, port: int, *arguments: str, **settings: str) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in OWN_SETTINGS}
        self.port = port
        self.hotline_port = free_port()
        self.lines: list[str] = []
        self.begun = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up", *arguments],
            cwd=ROOT,
            env={
                **environment,
                "DATA_DIR": str(data_dir),
                "PORT": str(port),
                "HOTLINE_PORT": str(self.hotline_port),
                **settings,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.lines.extend(line.rstrip() for line in self.process.stdout)

    @property
    def output(self) -> str:
        return "\n".join(self.lines)

    def said(self, text: str) -> bool:
        return any(text in line for line in self.lines)

    def descendants(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def has_worker(self) -> bool:
        return any("worker" in words_of(each) for each in self.descendants())

    def addresses(self) -> set[str]:
        """Where our processes listen."""
        found = set()
        for process in self.descendants():
            with suppress(psutil.NoSuchProcess):  # PostgreSQL's own helpers come and go
                found |= {
                    connection.laddr.ip
                    for connection in process.net_connections("inet")
                    if connection.status == psutil.CONN_LISTEN
                }
        return found

    def service(self, argument: str) -> psutil.Process:
        """The process of a service, found by an argument of its command line."""
        return next(
            each for each in psutil.Process(self.process.pid).children() if argument in words_of(each)
        )

    def wait(self) -> int:
        """The exit status, when all output has come."""
        code = self.process.wait(GRACE + 30)
        self._reader.join(10)
        return code

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.wait()


def words_of(process: psutil.Process) -> list[str]:
    """Its command line; none where it has ended meanwhile."""
    with suppress(psutil.NoSuchProcess):
        return list(process.cmdline())
    return []


def wait_until(holds: Callable[[], bool], seconds: float, run: Up) -> float:
    """Seconds since the run began. Fails with the run's output when it ends or takes too long."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert run.process.poll() is None, run.output
        assert time.monotonic() < deadline, run.output
        time.sleep(0.05)
    return time.monotonic() - run.begun


def wait_until_gone(processes: list[psutil.Process], seconds: float = 20) -> list[psutil.Process]:
    def lives(process: psutil.Process) -> bool:
        try:
            return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    deadline = time.monotonic() + seconds
    while (left := [each for each in processes if lives(each)]) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="portsec-up-") as name:
        Path(name).chmod(0o755)
        yield Path(name) / "data"


@pytest.fixture(scope="module")
def running(data_dir: Path) -> Iterator[Up]:
    run = Up(data_dir, free_port())
    try:
        wait_until(lambda: run.said("Ctrl-C ends everything"), FIRST_START, run)
        yield run
    finally:
        if run.process.poll() is None:
            run.end()


def test_first_start_when_ready_then_prints_the_url_and_the_sign_ins(running: Up) -> None:
    assert running.said(f"portsec is ready: http://localhost:{running.port}/")
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=10)
    connection.request("GET", "/healthz", headers={"Host": "localhost"})
    assert connection.getresponse().status == 200
    connection.close()
    after = running.output.partition("portsec is ready")[2]
    assert len(after.splitlines()) > len(STARTED_BY_UP)


def test_hotline_when_ready_then_answers_on_its_own_port_and_sees_nothing_of_the_desk(running: Up) -> None:
    assert running.said(f"http://localhost:{running.hotline_port}/")
    wait_until(lambda: startup.is_healthy(running.hotline_port, "localhost"), 30, running)
    connection = http.client.HTTPConnection("127.0.0.1", running.hotline_port, timeout=10)
    connection.request("GET", "/report/en/", headers={"Host": "localhost"})
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    assert answer.status == 200
    assert 'name="topic"' in page
    assert "does not answer" not in page  # the demo port's hotline is open
    surroundings = running.service("hotline.public.wsgi:application").environ()
    assert not OF_THE_DESK & surroundings.keys()


def test_web_when_listening_then_on_the_loopback_alone(running: Up) -> None:
    assert running.addresses() == {"127.0.0.1"}


def test_other_terminal_when_servers_run_then_it_finds_them_and_the_secret(
    running: Up, data_dir: Path
) -> None:
    found = running_environment(data_dir)
    assert found["DATABASE_URL"].startswith("postgresql://")
    assert found["REDIS_URL"].startswith("unix:///")
    assert found["DEMO"] == "1"
    secret = Path(found["SECRET_KEY_FILE"])
    assert secret.stat().st_mode & 0o777 == 0o600
    assert len(secret.read_text()) >= 50


def test_second_run_when_the_port_is_taken_then_one_line_names_the_setting(
    running: Up, tmp_path: Path
) -> None:
    second = Up(tmp_path / "other", running.port)
    assert second.wait() == 1
    other = running.port + 100 if running.port <= 65_435 else 8000
    assert second.output == (
        f"CommandError: setting PORT: port {running.port} is used by another program; choose another,"
        f" for example PORT={other}."
    )
    assert not (tmp_path / "other").exists()


def test_second_run_when_the_data_are_in_use_then_one_line_names_the_owner(
    running: Up, data_dir: Path
) -> None:
    second = Up(data_dir, free_port())
    assert second.wait() == 1
    assert re.search(rf"already runs on {data_dir} \(process {running.process.pid}\)", second.lines[-1])
    assert running.process.poll() is None


def test_worker_when_killed_then_it_is_started_again(running: Up) -> None:
    worker = running.service("worker")
    worker.kill()
    wait_until(lambda: running.said("ended (signal 9); starting again"), 10, running)
    wait_until(running.has_worker, 20, running)
    assert running.service("worker").pid != worker.pid


def test_web_when_killed_after_its_start_then_it_is_started_again(running: Up) -> None:
    running.service("portsec.wsgi:application").kill()
    wait_until(lambda: running.said("web     | ended (signal 9)"), 10, running)
    wait_until(lambda: startup.is_healthy(running.port, "localhost"), 30, running)


def test_only_web_when_servers_run_then_the_same_service_answers_alone(running: Up, data_dir: Path) -> None:
    alone = Up(data_dir, free_port(), "--only", "web")
    try:
        wait_until(lambda: startup.is_healthy(alone.port, "localhost"), 30, alone)
        assert "portsec.wsgi:application" in psutil.Process(alone.process.pid).cmdline()
    finally:
        alone.end()


def test_only_web_when_no_server_is_known_then_one_line_names_the_setting(tmp_path: Path) -> None:
    alone = Up(tmp_path, free_port(), "--only", "web")
    assert alone.wait() == 1
    assert len(alone.lines) == 1
    assert "setting DATABASE_URL is missing" in alone.lines[0]


def test_end_when_asked_then_nothing_is_left_and_the_next_start_goes_on(running: Up, data_dir: Path) -> None:
    family = running.descendants()
    assert len(family) > len(STARTED_BY_UP)
    assert running.end(signal.SIGINT) == 0
    assert running.lines[-1] == "portsec: everything has ended."
    assert not wait_until_gone(family, seconds=2)
    assert running_environment(data_dir) == {}

    again = Up(data_dir, running.port)
    try:
        wait_until(lambda: again.said("portsec is ready"), FIRST_START, again)
        family = again.descendants()
        if sys.platform == "linux":  # the kernel tells the children
            again.process.kill()
            again.process.wait()
            assert not wait_until_gone(family)
    finally:
        if again.process.poll() is None:
            again.end()


def test_server_when_it_dies_then_everything_ends_with_a_line(data_dir: Path) -> None:
    run = Up(data_dir, free_port())
    wait_until(lambda: run.said("portsec is ready"), 60, run)
    family = run.descendants()
    postgres = next(each for each in family if each.name() == "postgres" and "-D" in each.cmdline())
    postgres.kill()
    assert run.wait() == 1
    assert "PostgreSQL has ended; see" in run.lines[-1]
    assert not wait_until_gone(family, seconds=5)


def test_port_when_privileged_or_taken_then_refused_by_name() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(ServerError, match=r"setting HOTLINE_PORT: port \d+ is used by another program"):
            startup.require_free_port(other.getsockname()[1], "HOTLINE_PORT")
