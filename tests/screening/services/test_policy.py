"""Policy files in the database, version by version."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Port
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
    assert len(loaded) == len(list(policy.POLICY_DIRECTORY.glob("*.yaml")))
    kept = PolicyVersion.objects.get(code=policy.DEFAULT_POLICY)
    text = STANDARD.read_text(encoding="utf-8")
    assert kept.document == text
    assert kept.digest == hashlib.sha256(text.encode()).hexdigest()
    assert (kept.valid_from, kept.valid_to, kept.loaded_at) == (date(2025, 1, 1), None, now)
    entries = {entry.subject: entry for entry in record.new("screening.policy.loaded")}
    assert set(entries) == {f"policy:{version.code}" for version in loaded}
    entry = entries["policy:eu-port-standard"]
    assert (entry.actor, entry.port) == (MAKER, "")
    assert entry.body == {
        "policy": "eu-port-standard",
        "version": kept.version,
        "digest": kept.digest,
    }


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
        policy.in_force(on=date(2020, 12, 31))
    with pytest.raises(Unavailable, match="of-nobody"):
        policy.in_force(on=date(2026, 1, 1), code="of-nobody")


def test_policy_when_parsed_then_the_rules_of_the_stored_text(db: None, now: datetime) -> None:
    for version in policy.load_files(actor=MAKER, at=now):
        assert policy.parsed(version).code == version.code
        assert policy.parsed(PolicyVersion.objects.get(pk=version.pk)) is policy.parsed(version)


@pytest.mark.parametrize(
    "act", ["UPDATE screening_policyversion SET title = ''", "DELETE FROM screening_policyversion"]
)
def test_policy_when_raw_sql_alters_it_then_the_database_refuses(db: None, now: datetime, act: str) -> None:
    policy.load_files(actor=MAKER, at=now)
    with pytest.raises(DatabaseError, match=r"Cannot (update|delete)"), transaction.atomic():
        connection.cursor().execute(act)


def test_policy_when_its_last_day_has_passed_then_an_earlier_version_counts_again(
    directory: Path, now: datetime
) -> None:
    put(directory, name="1.yaml")
    put(directory, name="2.yaml", version="2", valid_from="2026-06-01\nvalid_to: 2026-06-30")
    policy.load_files(actor=MAKER, at=now)
    days = (date(2026, 6, 30), date(2026, 7, 1))
    assert [policy.in_force(on=day).version for day in days] == [2, 1]


def test_policy_when_the_port_has_chosen_none_then_the_standard_one(port: Port, now: datetime) -> None:
    policy.load_files(actor=MAKER, at=now)
    assert policy.in_force_for(port, on=now.date()).code == policy.DEFAULT_POLICY
