"""That a list left the system is on record, with what it was."""

from __future__ import annotations

from datetime import datetime

import pytest

from accounts.services import export
from tests.people import Actor
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_record_when_a_list_was_taken_then_who_what_and_its_digest(
    alice: Actor, now: datetime, record: Record
) -> None:
    export.record(actor=alice.user, at=now, page="/cases/", query="state=open", rows=3, digest="ab" * 32)
    entry = record.one("accounts.list.exported")
    assert (entry.actor, entry.subject) == ("user:alice", "user:alice")
    assert entry.body == {"page": "/cases/", "query": "state=open", "rows": 3, "digest": "ab" * 32}
    assert entry.sentence == "Exported 3 rows of /cases/."
