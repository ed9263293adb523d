"""The embedded servers together: started in order, stopped in reverse, announced to other commands."""

from __future__ import annotations

import atexit
import os
import shutil
from pathlib import Path
from types import TracebackType
from typing import Self

from portsec.embedded.account import give, server_account
from portsec.embedded.directory import DataDirectory, throw_away_directory
from portsec.embedded.postgres import Postgres
from portsec.embedded.redis_server import Redis


class EmbeddedServers:
    """PostgreSQL and Redis on one data directory. Use as a context manager, or call start and stop.

    `environment` holds DATABASE_URL and REDIS_URL of what was started.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        postgres: bool = True,
        redis: bool = True,
        throw_away: bool = False,
        begins_as: Path | None = None,
    ) -> None:
        self.directory = DataDirectory(data_dir)
        self.environment: dict[str, str] = {}
        self._wanted = (postgres, redis)
        self._throw_away = throw_away
        self._begins_as = begins_as
        self._running: list[Postgres | Redis] = []
        self._owner = os.getpid()

    @classmethod
    def throw_away(
        cls, *, postgres: bool = True, redis: bool = True, begins_as: Path | None = None
    ) -> EmbeddedServers:
        """For one test session: a temporary directory, nothing made durable, all gone at the end.

        PostgreSQL begins with a copy of the data in `begins_as`, the data directory of stopped servers.
        """
        servers = cls(
            throw_away_directory(), postgres=postgres, redis=redis, throw_away=True, begins_as=begins_as
        )
        atexit.register(servers.stop)
        return servers

    def start(self) -> Self:
        self.directory.open()
        try:
            self._start_servers()
        except BaseException:  # also Ctrl-C: nothing that we started may stay
            self.stop()
            raise
        return self

    def _start_servers(self) -> None:
        postgres, redis = self._wanted
        account = server_account() if postgres or redis else None
        give(self.directory.sockets, account)
        if postgres:
            server = Postgres(self.directory, account, throw_away=self._throw_away, begins_as=self._begins_as)
            self._start(server, "DATABASE_URL")
            self.environment["HOTLINE_DATABASE_URL"] = server.hotline_url
        if redis:
            self._start(Redis(self.directory, account, throw_away=self._throw_away), "REDIS_URL")

    def _start(self, server: Postgres | Redis, setting: str) -> None:
        self._running.append(server)
        server.start()
        self.environment[setting] = server.url

    def announce(self, **more: str) -> None:
        """Let commands in another terminal find the servers, and the settings in `more`."""
        self.directory.announce({**self.environment, **more})

    def ended(self) -> str | None:
        """The title of a server that has ended by itself, and where it says why."""
        for server in self._running:
            if server.process is not None and server.process.poll() is not None:
                return f"{server.title} has ended; see {server.log}"
        return None

    def stop(self) -> None:
        """Stop what runs, last started first. Safe to repeat; does nothing in a forked copy of us."""
        if os.getpid() != self._owner:
            return
        while self._running:
            self._running.pop().stop()
        self.directory.close()
        if self._throw_away:
            shutil.rmtree(self.directory.path, ignore_errors=True)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
