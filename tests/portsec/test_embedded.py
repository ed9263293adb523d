"""The servers from wheels: they keep data over crashes, keep others out, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from portsec.embedded import EmbeddedServers, ServerError, running_environment
from portsec.embedded.directory import LOG_LIMIT
from portsec.embedded.redis_server import Program, find_program

pytestmark = pytest.mark.db

ROOT = Path(__file__).resolve().parents[2]
OWNER = """
import sys, time
from pathlib import Path
from portsec.embedded import EmbeddedServers
servers = EmbeddedServers(Path(sys.argv[1])).start()
servers.announce()
print("ready", flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="module")
def servers() -> Iterator[EmbeddedServers]:
    with EmbeddedServers.throw_away() as running:
        yield running


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A short path that another account can reach, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="portsec-data-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def connect(servers: EmbeddedServers) -> psycopg.Connection:
    return psycopg.connect(servers.environment["DATABASE_URL"], autocommit=True)


def broker(servers: EmbeddedServers) -> redis.Redis:
    return redis.Redis.from_url(servers.environment["REDIS_URL"])


def processes_on(data_dir: Path) -> list[int]:
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        command = " ".join(process.info["cmdline"] or [])
        if str(data_dir) in command and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process.pid)
    return found


def wait_until(holds: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "did not come about in time"
        time.sleep(0.05)


def test_postgres_when_started_then_has_trusted_extensions_and_letters_of_every_script(
    servers: EmbeddedServers,
) -> None:
    with connect(servers) as connection:
        for extension in ("pg_trgm", "unaccent", "btree_gist"):
            connection.execute(f"CREATE EXTENSION {extension}")
        folded, alike = connection.execute("SELECT lower('ÀΣЖ'), similarity('Пётр', 'Пётр Ильич')").fetchone()
    assert folded == "àσж"
    assert alike > 0.3


def test_role_when_connected_then_owns_its_database_and_is_no_superuser(servers: EmbeddedServers) -> None:
    with connect(servers) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolcreatedb, current_database() FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == (False, True, "portsec")


def test_sockets_when_started_then_only_the_owner_may_open_them(servers: EmbeddedServers) -> None:
    sockets = [path for path in servers.directory.sockets.iterdir() if path.is_socket()]
    assert {path.name for path in sockets} == {".s.PGSQL.5432", "redis.sock"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in sockets} == {0o600}
    assert stat.S_IMODE(servers.directory.sockets.stat().st_mode) == 0o700


def test_throw_away_when_stopped_then_nothing_is_left() -> None:
    running = EmbeddedServers.throw_away().start()
    path = running.directory.path
    assert processes_on(path)
    running.stop()
    assert not processes_on(path)
    assert not path.exists()


def test_redis_when_kept_then_writes_ahead_and_never_evicts(data_dir: Path) -> None:
    with EmbeddedServers(data_dir, postgres=False) as running:
        settings = broker(running).config_get("*")
    assert settings["appendonly"] == "yes"
    assert settings["appendfsync"] == "everysec"
    assert settings["maxmemory-policy"] == "noeviction"
    assert settings["port"] == "0"


def test_servers_when_killed_then_the_next_start_goes_on_with_the_same_data(data_dir: Path) -> None:
    running = EmbeddedServers(data_dir).start()
    with connect(running) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS answer")
    broker(running).set("kept", "8")
    time.sleep(1.5)  # appendfsync everysec
    for pid in processes_on(data_dir):
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: running.ended() is not None)
    running.stop()
    with EmbeddedServers(data_dir) as again:
        with connect(again) as connection:
            assert connection.execute("SELECT answer FROM kept").fetchone() == (7,)
        assert broker(again).get("kept") == b"8"


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's death signal is Linux's")
def test_owner_when_killed_then_servers_end_and_the_next_owner_starts(data_dir: Path) -> None:
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(data_dir)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout is not None
    assert owner.stdout.readline() == "ready\n"
    assert set(running_environment(data_dir)) == {"DATABASE_URL", "HOTLINE_DATABASE_URL", "REDIS_URL"}
    with pytest.raises(ServerError, match=f"already runs on .*process {owner.pid}"):
        EmbeddedServers(data_dir).start()
    owner.kill()
    owner.wait()
    owner.stdout.close()
    assert running_environment(data_dir) == {}
    with EmbeddedServers(data_dir) as next_owner:
        assert connect(next_owner).execute("SELECT 1").fetchone() == (1,)


def test_pid_file_when_its_number_is_another_programs_now_then_start_is_not_refused(data_dir: Path) -> None:
    with EmbeddedServers(data_dir, redis=False):
        pass
    # After a restart of the machine the number in the file may be any live process.
    (data_dir / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{data_dir}/postgres\n")
    with EmbeddedServers(data_dir, redis=False) as running:
        assert connect(running).execute("SELECT 1").fetchone() == (1,)


def test_first_start_when_interrupted_then_the_next_one_begins_afresh(data_dir: Path) -> None:
    (data_dir / "postgres.unfinished").mkdir()
    (data_dir / "postgres.unfinished" / "PG_VERSION").write_text("18\n")
    with EmbeddedServers(data_dir, redis=False) as running:
        assert connect(running).execute("SELECT 1").fetchone() == (1,)
    assert not (data_dir / "postgres.unfinished").exists()


def test_path_when_too_long_for_a_socket_then_a_short_private_one_is_used_and_removed(data_dir: Path) -> None:
    deep = data_dir / ("long" * 12) / ("longer" * 12)
    with EmbeddedServers(deep) as running:
        sockets = running.directory.sockets
        assert not sockets.is_relative_to(deep)
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
        assert connect(running).execute("SELECT 1").fetchone() == (1,)
        assert broker(running).ping()
    assert not sockets.exists()


def test_data_when_written_by_another_version_then_refused_in_one_line(data_dir: Path) -> None:
    (data_dir / "postgres").mkdir()
    (data_dir / "postgres" / "PG_VERSION").write_text("15\n")
    with pytest.raises(ServerError, match="was written by PostgreSQL 15, this one is 18"):
        EmbeddedServers(data_dir, redis=False).start()
    assert not processes_on(data_dir)


def test_server_when_it_cannot_start_then_its_own_complaint_is_given(data_dir: Path) -> None:
    with EmbeddedServers(data_dir, redis=False):
        pass
    (data_dir / "postgres" / "postgresql.conf").write_text("no_such_option = 1\n")
    with pytest.raises(ServerError, match=r"PostgreSQL does not start: .*postgres\.log\)"):
        EmbeddedServers(data_dir, redis=False).start()
    assert not processes_on(data_dir)


def test_directory_when_it_cannot_be_written_then_the_setting_is_named(data_dir: Path) -> None:
    (data_dir / "file").write_text("")
    with pytest.raises(ServerError, match="DATA_DIR"):
        EmbeddedServers(data_dir / "file").start()


def test_log_when_long_then_set_aside_at_the_next_start_and_private(data_dir: Path) -> None:
    logs = data_dir / "kept" / "log"
    with EmbeddedServers(data_dir / "kept", postgres=False):
        assert stat.S_IMODE(logs.stat().st_mode) == 0o700
    with (logs / "redis.log").open("r+b") as log:
        log.truncate(LOG_LIMIT + 1)
    with EmbeddedServers(data_dir / "kept", postgres=False):
        assert (logs / "redis.log").stat().st_size < LOG_LIMIT
        assert (logs / "redis.log.1").stat().st_size > LOG_LIMIT


def test_running_environment_when_nothing_runs_then_empty_even_with_a_stale_file(data_dir: Path) -> None:
    assert running_environment(data_dir) == {}
    (data_dir / "running.json").write_text('{"DATABASE_URL": "postgresql://gone"}')
    (data_dir / "instance.lock").write_text("1")
    assert running_environment(data_dir) == {}


def test_installed_redis_when_too_old_then_the_wheel_is_taken(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("redis-server", "valkey-server"):
        (data_dir / name).write_text("#!/bin/sh\necho 'Redis server v=5.0.14 sha=00000000:0'\n")
        (data_dir / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{data_dir}:/usr/bin:/bin")
    monkeypatch.setattr("portsec.embedded.redis_server.INSTALLED_NAMES", ("redis-server",))
    program = find_program()
    assert program.from_wheel
    assert program.version >= (6, 2)


def test_installed_redis_when_new_enough_then_it_is_taken(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data_dir / "valkey-server").write_text("#!/bin/sh\necho 'Valkey server v=8.1.3 sha=00000000:0'\n")
    (data_dir / "valkey-server").chmod(0o755)
    monkeypatch.setenv("PATH", f"{data_dir}:/usr/bin:/bin")
    assert find_program() == Program(data_dir / "valkey-server", (8, 1, 3), from_wheel=False)
