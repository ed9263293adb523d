"""A database with all migrations done, kept from one test run to the next, of which each run gets a copy.

The migrations take most of a minute: Django draws its picture of all models anew at every step.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psycopg

from portsec.embedded import EmbeddedServers, ServerError

ROOT: Final = Path(__file__).resolve().parents[1]
HOME: Final = ROOT / ".data" / "tests"
DATABASE: Final = "portsec_template"


def made() -> Path:
    """The data directory of the stopped server that holds the template; made where it is missing or old."""
    HOME.mkdir(mode=0o711, parents=True, exist_ok=True)
    with (HOME / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # other runs wait and then find it
        place = HOME / _version()
        if not place.exists():
            for old in HOME.iterdir():
                if old.is_dir():
                    shutil.rmtree(old)
            unfinished = place.with_suffix(".unfinished")
            _make(unfinished)
            unfinished.rename(place)
    return place


def _make(place: Path) -> None:
    with EmbeddedServers(place, redis=False) as servers:
        own = servers.environment["DATABASE_URL"]
        with psycopg.connect(own, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {DATABASE}")
        environment = {
            **os.environ,
            "DATABASE_URL": own.replace("/portsec?", f"/{DATABASE}?"),
            "REDIS_URL": "unix:///nonexistent/redis.sock",
            "SECRET_KEY": "for-migrations-only-they-sign-nothing",
            "DATA_DIR": str(place),
        }
        argv = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        done = subprocess.run(argv, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise ServerError(f"the migrations failed: {done.stderr.strip()[-2000:]}")


def _version() -> str:
    """What the template depends on: our migrations and all packages, which bring theirs."""
    digest = hashlib.sha256(sys.version.encode())
    for path in _sources():
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    yield ROOT / "requirements.txt"
    for app in sorted(path.parent for path in ROOT.glob("*/apps.py")):
        yield from sorted((app / "migrations").glob("*.py"))
