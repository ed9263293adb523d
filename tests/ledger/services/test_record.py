"""Appending: in the transaction of the deed, of known kinds only, by many writers at once."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from ledger.models import Entry
from ledger.selectors.entry import entries_about, first_altered_entry
from ledger.services import record
from portsec.kernel.errors import InvalidInput
from tests.threads import at_once

pytestmark = pytest.mark.db

WRITERS = 8
EACH = 25
NAIVE = datetime(2026, 1, 1)  # noqa: DTZ001  exactly what must be refused


@pytest.mark.django_db
def test_append_when_kind_is_unknown_then_refused(now: datetime) -> None:
    with pytest.raises(InvalidInput, match="no ledger kind"):
        record.append("tests.note.dreamt", actor="user:alice", at=now, subject="thing:1")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"text": "a", "number": 1}, "words"),
        ({"text": "a", "number": 1, "words": [], "more": 1}, "more"),
        ({}, "number, text, words"),
    ],
)
def test_append_when_fields_are_not_the_kinds_then_refused_by_name(
    now: datetime, body: dict[str, Any], named: str
) -> None:
    with pytest.raises(InvalidInput, match=f": {named}$"):
        record.append("tests.note.taken", actor="user:alice", at=now, subject="thing:1", **body)
    assert not Entry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("value", [1.5, NAIVE, object()], ids=["float", "naive time", "object"])
def test_append_when_a_value_has_no_canonical_form_then_nothing_is_written(
    note: Callable[..., Entry], value: Any
) -> None:
    with pytest.raises(TypeError):
        note(number=value)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_append_when_no_transaction_is_open_then_refused(note: Callable[..., Entry]) -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        note()
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_append_when_the_deed_is_rolled_back_then_no_entry(note: Callable[..., Entry]) -> None:
    with suppress(LookupError), transaction.atomic():
        note()
        assert Entry.objects.count() == 1
        raise LookupError
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_append_when_an_inner_step_is_rolled_back_then_only_its_entry_goes(
    note: Callable[..., Entry],
) -> None:
    note(text="outer")
    with suppress(LookupError), transaction.atomic():
        note(text="inner")
        raise LookupError
    assert [entry.body["text"] for entry in Entry.objects.all()] == ["outer"]


@pytest.mark.django_db
def test_append_when_done_then_every_column_says_what_was_given(
    note: Callable[..., Entry], now: datetime
) -> None:
    entry = Entry.objects.get(pk=note(text="naïve").pk)
    assert (entry.kind, entry.kind_version, entry.schema) == ("tests.note.taken", 3, 1)
    assert (entry.actor, entry.subject, entry.port, entry.at) == ("user:alice", "thing:1", "XXPEX", now)
    assert entry.body == {"text": "naïve", "number": 7, "words": ["a", "b"]}
    assert entry.writer == record.writer_id()
    assert abs(entry.database_clock - now) < timedelta(minutes=1)
    assert (entry.writer_counter, entry.writer_mac) == (None, None)  # numbered when sealing comes


@pytest.mark.django_db
def test_entries_about_when_asked_then_these_subjects_newest_first(note: Callable[..., Entry]) -> None:
    for number, subject in enumerate(["thing:1", "thing:2", "thing:3", "thing:1"]):
        note(subject=subject, number=number)
    assert [entry.body["number"] for entry in entries_about(["thing:1", "thing:2"])] == [3, 1, 0]
    assert not entries_about([]).exists()


def test_writer_when_a_worker_is_forked_then_it_has_a_name_of_its_own() -> None:
    own = record.writer_id()
    assert record.writer_id() == own
    with multiprocessing.get_context("fork").Pool(2) as pool:
        theirs = pool.apply(record.writer_id)
    assert theirs != own
    assert len(theirs) == len(own) == 32


@pytest.mark.django_db(transaction=True)
def test_append_when_eight_write_at_once_then_nothing_is_lost_or_mixed(note: Callable[..., Entry]) -> None:
    def write(writer: int) -> None:
        for number in range(EACH):
            with transaction.atomic():
                note(actor=f"user:w{writer}", number=number, text=f"by {writer}")

    assert at_once([partial(write, writer) for writer in range(WRITERS)]) == [None] * WRITERS
    assert Entry.objects.count() == WRITERS * EACH
    assert first_altered_entry() is None
    for writer in range(WRITERS):
        own = Entry.objects.filter(actor=f"user:w{writer}").order_by("position")
        assert [entry.body["number"] for entry in own] == list(range(EACH))
        assert {entry.body["text"] for entry in own} == {f"by {writer}"}
