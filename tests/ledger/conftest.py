"""A kind of entry and kinds of job that exist only while a test runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

from ledger import jobs, kinds
from ledger.models import Entry
from ledger.services import record

Work = Callable[[str, str, datetime], dict[str, Any]]

NOTED = kinds.Kind(
    "tests.note.taken",
    ("text", "number", "words"),
    "{text}: {number} of {words}",
    confidential=("text",),
    version=3,
)


@pytest.fixture(autouse=True)
def noted() -> Iterator[kinds.Kind]:
    kinds.register(NOTED)
    yield NOTED
    del kinds.KINDS[NOTED.name]


@pytest.fixture
def note(now: datetime) -> Callable[..., Entry]:
    """Append one entry of the test's own kind; call it inside a transaction."""

    def append(**changes: Any) -> Entry:
        given: dict[str, Any] = {"text": "seen", "number": 7, "words": ["a", "b"]}
        given |= {"actor": "user:alice", "at": now, "subject": "thing:1", "port": "XXPEX"} | changes
        return record.append(NOTED.name, **given)

    return append


@pytest.fixture
def job_kind() -> Iterator[Callable[[str, Work], str]]:
    """Register a kind of job for the length of a test."""
    mine: list[str] = []

    def register(name: str, run: Work) -> str:
        jobs.register(jobs.JobKind(name, "default", "A test's job", run))
        mine.append(name)
        return name

    yield register
    for name in mine:
        del jobs.JOB_KINDS[name]


@pytest.fixture
def child_environment(transactional_db: None) -> dict[str, str]:
    """The environment for a process of its own that works on this test's database."""
    name = str(connection.settings_dict["NAME"])
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "portsec.settings", "DATABASE_URL": address}
