"""Policy files in the database, version by version."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from portsec.kernel.errors import Conflict, InvalidInput, Unavailable
from screening.models import PolicyVersion
from screening.services import policy
from tests.people import MAKER
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

STANDARD = policy.POLICY_DIRECTORY / "eu-port-standard.yaml"


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Policy files that a test may edit."""
    monkeypatch.setattr(policy, "POLICY_DIRECTORY", tmp_path)
    return tmp_path


def put(directory: Path, *, name: str = "standard.yaml", **lines: str) -> None:
    """The standard policy with these lines in place of its own."""
    text = STANDARD.read_text(encoding="utf-8")
    for key, value in lines.items():
        own = next(line for line in text.splitlines() if line.startswith(f"{key}:"))
        text = text.replace(f"{own}\n", f"{key}: {value}\n", 1)
    (directory / name).write_text(text, encoding="utf-8")


def test_policies_when_loaded_then_kept_with_their_digest_and_on_record(
    db: None, now: datetime, record: Record
) -> None:
    loaded = policy.load_files(actor=MAKER, at=now)
    assert [version.code for version in loaded] == ["eu-port-standard"]
    kept = PolicyVersion.objects.get()
    text = STANDARD.read_text(encoding="utf-8")
    assert kept.document == text
    assert kept.digest == hashlib.sha256(text.encode()).hexdigest()
    assert (kept.version, kept.valid_from, kept.loaded_at) == (1, date(2025, 1, 1), now)
    entry = record.one("screening.policy.loaded")
    assert (entry.actor, entry.subject, entry.port) == (MAKER, "policy:eu-port-standard", "")
    assert entry.body == {"policy": "eu-port-standard", "version": 1, "digest": kept.digest}


def test_policies_when_loaded_again_then_nothing_happens(db: None, now: datetime) -> None:
    policy.load_files(actor=MAKER, at=now)
    with unchanged():
        assert policy.load_files(actor=MAKER, at=now) == []


def test_policies_when_a_used_version_was_edited_then_conflict(directory: Path, now: datetime) -> None:
    put(directory)
    policy.load_files(actor=MAKER, at=now)
    put(directory, title="Milder")
    with unchanged(), pytest.raises(Conflict, match="new version number"):
        policy.load_files(actor=MAKER, at=now)


def test_policies_when_one_file_is_malformed_then_none_is_loaded_and_it_is_named(
    directory: Path, now: datetime
) -> None:
    put(directory, name="a.yaml")
    (directory / "b.yaml").write_text("code: [", encoding="utf-8")
    with unchanged(), pytest.raises(InvalidInput, match=r"b\.yaml"):
        policy.load_files(actor=MAKER, at=now)


def test_policy_when_versions_follow_each_other_then_the_newest_valid_one_is_in_force(
    directory: Path, now: datetime
) -> None:
    put(directory, name="1.yaml")
    put(directory, name="2.yaml", version="2", valid_from="2026-06-01")
    policy.load_files(actor=MAKER, at=now)
    days = (date(2025, 1, 1), date(2026, 5, 31), date(2026, 6, 1), date(2030, 1, 1))
    assert [policy.in_force(on=day).version for day in days] == [1, 1, 2, 2]


def test_policy_when_none_is_valid_yet_then_unavailable(db: None, now: datetime) -> None:
    policy.load_files(actor=MAKER, at=now)
    with pytest.raises(Unavailable, match="eu-port-standard"):
        policy.in_force(on=date(2024, 12, 31))
    with pytest.raises(Unavailable, match="of-nobody"):
        policy.in_force(on=date(2026, 1, 1), code="of-nobody")


def test_policy_when_parsed_then_the_rules_of_the_stored_text(db: None, now: datetime) -> None:
    (version,) = policy.load_files(actor=MAKER, at=now)
    assert policy.parsed(version).code == version.code
    assert policy.parsed(PolicyVersion.objects.get()) is policy.parsed(version)


@pytest.mark.parametrize(
    "act", ["UPDATE screening_policyversion SET title = ''", "DELETE FROM screening_policyversion"]
)
def test_policy_when_raw_sql_alters_it_then_the_database_refuses(db: None, now: datetime, act: str) -> None:
    policy.load_files(actor=MAKER, at=now)
    with pytest.raises(DatabaseError, match=r"Cannot (update|delete)"), transaction.atomic():
        connection.cursor().execute(act)
