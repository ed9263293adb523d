"""Pytest plugin: throw-away PostgreSQL and Redis, and the settings that tests run under.

Loaded by `-p tests.servers` before Django reads its settings. TEST_DATABASE_URL and TEST_REDIS_URL name
servers to use instead. `-m unit` starts nothing, and a test that asks for a database then fails at once.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from contextlib import ExitStack
from typing import Final

import pytest

from portsec.embedded import EmbeddedServers, ServerError
from tests import template

# Addresses that refuse at once: nothing listens in a directory that does not exist.
REFUSING: Final = {
    "DATABASE_URL": "postgresql://unit-tests-have-no-database@:5432/none?host=%2Fnonexistent",
    "REDIS_URL": "unix:///nonexistent/redis.sock",
}
SETTINGS: Final = {
    "SECRET_KEY": "for-tests-only-" + "0123456789abcdef" * 3,
    "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
    "DEMO": "1",
    "TIME_ZONE": "Europe/Brussels",
}
# A developer's own settings must not change what the tests see.
UNSET: Final = (
    *("SECRET_KEY_FILE", "LEDGER_KEY_FILE", "CREDENTIAL_KEY_DIR", "PUBLIC_URL"),
    *("LEDGER_POLICY_FILE", "LEDGER_PUBLISHED_DIR"),
    *("LANGUAGES", "PORT", "HOTLINE_PORT", "DEVICE_PORT", "HOTLINE_URL", "HOTLINE_DATABASE_URL"),
)
ONLY_LOOKING: Final = ("help", "version", "collectonly", "markers")

_session = ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, object, object]:
    """Runs around pytest-django's hook of the same name, which reads the settings."""
    options = early_config.known_args_namespace
    looks = any(getattr(options, name, False) for name in ONLY_LOOKING) or _only_hands_out(options)
    addresses = dict(REFUSING) if looks or options.markexpr.strip() == "unit" else _start_servers()
    if "DATA_DIR" not in addresses:
        addresses["DATA_DIR"] = _session.enter_context(tempfile.TemporaryDirectory(prefix="portsec-data-"))
    for name in UNSET:
        os.environ.pop(name, None)
    os.environ.update({**SETTINGS, **addresses})
    return (yield)


def _only_hands_out(options: object) -> bool:
    """With `-n`, the first process gives the tests to workers, each of which starts servers of its own."""
    return bool(getattr(options, "numprocesses", None)) and "PYTEST_XDIST_WORKER" not in os.environ


def pytest_unconfigure() -> None:
    """The end of the session, also after Ctrl-C. What is missed here, `atexit` and the kernel end."""
    _session.close()


def _start_servers() -> dict[str, str]:
    given = {name: os.environ[f"TEST_{name}"] for name in REFUSING if f"TEST_{name}" in os.environ}
    own_postgres = "DATABASE_URL" not in given
    try:
        servers = EmbeddedServers.throw_away(
            postgres=own_postgres,
            redis="REDIS_URL" not in given,
            begins_as=template.made() if own_postgres else None,
        )
        _session.enter_context(servers)
    except ServerError as error:
        raise pytest.UsageError(error.detail) from None
    data_dir = servers.directory.path / "data"  # goes with the rest, also when a killed session is swept up
    data_dir.mkdir()
    return {**given, **servers.environment, "DATA_DIR": str(data_dir)}
