"""The data directory: one live owner, short socket paths, and the addresses that other commands find."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
import time
from pathlib import Path

from portsec.kernel.errors import PortsecError

# sun_path holds 104 bytes on BSD and macOS, 108 on Linux, with the closing zero; the longest name we put
# into the directory is PostgreSQL's ".s.PGSQL.5432.lock".
SOCKET_DIRECTORY_LIMIT = 104 - 1 - len("/.s.PGSQL.5432.lock")  # bytes

LOG_LIMIT = 10_000_000  # bytes; a longer log is set aside at the next start, and the one before it dropped
LOCK = "instance.lock"
ADDRESSES = "running.json"
SHORT_PREFIX = "portsec-run-"
THROW_AWAY_PREFIX = "portsec-test-"
STALE_AFTER = 60  # seconds; a younger directory may belong to a session that has not locked it yet


class ServerError(PortsecError):
    """A server of our own cannot be started or has ended. One line that says what to do."""

    code = "server_failed"


class DataDirectory:
    """A directory that this process alone owns until `close` or its death (the lock is the kernel's)."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.logs = self.path / "log"
        self.sockets = self.path / "run"
        self._lock: int | None = None

    def open(self) -> None:
        try:
            # The servers' account must pass through, nobody need list it; logs may quote personal data.
            self.path.mkdir(mode=0o711, parents=True, exist_ok=True)
            self.logs.mkdir(mode=0o700, exist_ok=True)
            self._lock = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise ServerError(
                f"Cannot write to {error.filename}: {error.strerror}. Set DATA_DIR to a directory of yours."
            ) from None
        if not _lock_alone(self._lock):
            owner = (self.path / LOCK).read_text() or "unknown"
            os.close(self._lock)
            self._lock = None
            raise ServerError(
                f"portsec already runs on {self.path} (process {owner}): end it first, or set DATA_DIR to"
                " another directory."
            )
        os.truncate(self._lock, 0)
        os.pwrite(self._lock, str(os.getpid()).encode(), 0)
        self._make_socket_directory()
        for log in self.logs.glob("*.log"):
            if log.stat().st_size > LOG_LIMIT:
                log.replace(log.with_suffix(".log.1"))

    def close(self) -> None:
        if self._lock is None:
            return
        (self.path / ADDRESSES).unlink(missing_ok=True)
        shutil.rmtree(self.sockets, ignore_errors=True)
        os.close(self._lock)
        self._lock = None

    def announce(self, environment: dict[str, str]) -> None:
        """Write down where the servers listen, so that commands in another terminal find them."""
        text = json.dumps({**environment, "sockets": str(self.sockets)}, indent=1)
        target = self.path / ADDRESSES
        target.touch(0o600)
        target.write_text(text)

    def _make_socket_directory(self) -> None:
        stale = Path(_read_addresses(self.path).get("sockets", ""))  # of a run that was killed
        if stale.name.startswith(SHORT_PREFIX):
            shutil.rmtree(stale, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)
        if len(os.fsencode(self.sockets)) > SOCKET_DIRECTORY_LIMIT:
            short = "/tmp" if len(tempfile.gettempdir()) > SOCKET_DIRECTORY_LIMIT - 20 else None  # noqa: S108
            self.sockets = Path(tempfile.mkdtemp(prefix=SHORT_PREFIX, dir=short))
        self.sockets.mkdir(mode=0o700, exist_ok=True)


def running_environment(data_dir: Path) -> dict[str, str]:
    """DATABASE_URL, REDIS_URL and the like of the servers that run on `data_dir` now; empty if none do."""
    if not _is_owned(data_dir):
        return {}
    addresses = _read_addresses(data_dir)
    addresses.pop("sockets", None)
    return addresses


def throw_away_directory() -> Path:
    """A new directory for one test session. Removes those whose session was killed before it could."""
    root = Path(tempfile.gettempdir())
    if len(str(root)) > SOCKET_DIRECTORY_LIMIT - 40:
        root = Path("/tmp")  # noqa: S108  mkdtemp below makes a private directory
    for stale in root.glob(f"{THROW_AWAY_PREFIX}*"):
        if _age(stale) > STALE_AFTER and not _is_owned(stale):
            shutil.rmtree(stale, ignore_errors=True)
    path = Path(tempfile.mkdtemp(prefix=THROW_AWAY_PREFIX, dir=root))
    path.chmod(0o711)  # the account of the servers passes through; what lies inside is private
    return path


def _lock_alone(lock: int) -> bool:
    """Take the lock. Tries again shortly: `running_environment` holds it for a moment when it looks."""
    for _ in range(5):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0  # gone meanwhile


def _is_owned(data_dir: Path) -> bool:
    """Whether a live process holds the lock."""
    try:
        lock = os.open(data_dir / LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(lock)
    return False


def _read_addresses(data_dir: Path) -> dict[str, str]:
    try:
        return dict(json.loads((data_dir / ADDRESSES).read_text()))
    except (OSError, ValueError):
        return {}
