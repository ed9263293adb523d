"""A real Celery worker beside the test, on the test's own database and Redis."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from portsec.celery import app
from tests.hotline import door, hubs

QUEUES = "default,screening,detection,ledger"
STARTING = 60  # seconds, on a busy machine


class Worker:
    """One worker process that can be started and stopped in the middle of a test."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        address = urlsplit(os.environ["DATABASE_URL"])
        database = urlunsplit(address._replace(path=f"/{connection.settings_dict['NAME']}"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    *("-m", "celery", "--app=portsec.celery", "worker", f"--queues={QUEUES}"),
                    *("--concurrency=1", "--loglevel=INFO", "--without-gossip", "--without-mingle"),
                ],
                env={**os.environ, "DATABASE_URL": database},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        wait_for(lambda: bool(app.control.ping(timeout=1)), "the worker to answer", seconds=STARTING)

    def stop(self) -> None:
        """End it at once, as a lost machine would."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None


@pytest.fixture
def worker(transactional_db: None, tmp_path: Path) -> Iterator[Worker]:
    """A running worker. It is stopped before the database is emptied."""
    made = Worker(tmp_path / "worker.log")
    made.start()
    yield made
    made.stop()


def wait_for(happened: Callable[[], bool], what: str, *, seconds: float = 120) -> None:
    """Polls until it happened; fails with what was waited for."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happened():
            return
        time.sleep(0.2)
    pytest.fail(f"waited {seconds} s for {what}")


@pytest.fixture
def hotline_hub(transactional_db: None) -> hubs.Opened:
    """An open hotline whose receipts cost as little as they may."""
    hubs.cheap_receipts()
    return hubs.open_hub()


@pytest.fixture
def running_door(hotline_hub: hubs.Opened, tmp_path: Path) -> Iterator[door.Door]:
    """The reporter's door in a process and a database role of its own."""
    with door.running(tmp_path) as found:
        yield found
