"""The reporter's door as its own process, on the database of the tests and in the rights of its own role."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from hotline.services import door_rights
from portsec.processes import SERVICES

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds from the start to the first answer
SECRET = "the-hotline-of-the-tests-" + "0123456789abcdef" * 2


@dataclass(frozen=True, slots=True)
class Door:
    """A running door: where it answers, what it printed, and where its temporary files would lie."""

    url: str
    log: Path
    scratch: Path
    process: subprocess.Popen[bytes]


@contextmanager
def running(directory: Path) -> Iterator[Door]:
    """The service that `up` starts as `hotline`, with nothing of the desk's in its surroundings."""
    url = own_database_url()
    door_rights.grant(str(urlsplit(url).username))
    port = _free_port()
    scratch = directory / "scratch"
    scratch.mkdir()
    environment = {
        **os.environ,
        "HOTLINE_DATABASE_URL": url,
        "HOTLINE_SECRET_KEY": SECRET,
        "HOTLINE_HOSTS": "localhost,127.0.0.1",
        "GRANIAN_HOST": "127.0.0.1",
        "GRANIAN_PORT": str(port),
        "DEMO": "1",
        "TMPDIR": str(scratch),
    }
    log = directory / "door.log"
    with log.open("wb") as told:
        process = subprocess.Popen(
            SERVICES["hotline"].command(str(directory), sys.executable),
            env=SERVICES["hotline"].surroundings(environment),
            cwd=ROOT,
            stdout=told,
            stderr=subprocess.STDOUT,
        )
    door = Door(f"http://127.0.0.1:{port}", log, scratch, process)
    try:
        _wait(door)
        yield door
    finally:
        process.terminate()
        process.wait(30)


def own_database_url() -> str:
    """The database of the tests as the door's role sees it. Skips where the server is not one of ours."""
    url = os.environ.get("HOTLINE_DATABASE_URL", "")
    if not url:
        pytest.skip("TEST_DATABASE_URL names a server that has no role for the hotline")
    parts = urlsplit(url)
    return parts._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def _wait(door: Door) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"{door.url}/healthz", timeout=2) as answer:  # noqa: S310  our own door
                assert answer.status == 200
                return
        except (urllib.error.URLError, ConnectionError):
            assert door.process.poll() is None, door.log.read_text()
            assert time.monotonic() < deadline, door.log.read_text()
            time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
