"""Reporter and hotline write to each other; nothing that the reporter does goes on record."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings

from hotline.enums import Author, Deadline, ReportEvent, ReportState, Standing
from hotline.models import Commitment, Report
from hotline.sealing.handed_in import HandedIn
from hotline.services import conversation, handling, hourly, slot
from hotline.slots.hour import stands_under
from ledger.models import Entry
from portsec.kernel.errors import InvalidInput, NotFound
from tests.hotline.hotline_port import HotlinePort
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PHOTO = HandedIn(
    "van.jpg", "image/jpeg", b"original bytes", b"clean bytes", "image/png", ("Place taken out.",)
)


def test_messages_when_written_both_ways_then_both_read_them_in_order(
    hotline: HotlinePort, record: Record, now: datetime
) -> None:
    code = hotline.lodge(at=now)
    report = hotline.report(code)
    conversation.write(hotline.opened(code), "One thing more.", (PHOTO,), at=now, is_urgent=True)
    assert record.kinds() == []
    handling.reply(report, "Thank you. Which gate?", **hotline.hana.acts(now))
    seen = conversation.conversation(hotline.opened(code), at=now)
    assert [(each.author, each.text) for each in seen.messages] == [
        (Author.REPORTER, "One thing more."),
        (Author.OFFICER, "Thank you. Which gate?"),
    ]
    assert record.kinds() == ["hotline.report.replied"]
    read = handling.read(report, hotline.unlocked(hotline.hana), **hotline.hana.acts(now))
    assert read.messages == seen.messages
    assert [(each.head.name, each.message) for each in read.files] == [("van.jpg", 1)]


def test_file_when_sent_then_the_reporter_gets_the_clean_copy_back(
    hotline: HotlinePort, now: datetime
) -> None:
    opened = hotline.opened(hotline.lodge(at=now, files=(PHOTO,)))
    (shown,) = conversation.conversation(opened, at=now).files
    assert (shown.head.findings, shown.has_clean_copy) == (PHOTO.findings, True)
    content = conversation.file_content(opened, shown.id)
    assert (content.name, content.media_type, content.data) == ("van.jpg", "image/png", b"clean bytes")
    with pytest.raises(NotFound):
        conversation.file_content(opened, uuid4())


def test_file_when_no_clean_copy_could_be_made_then_nobody_alone_opens_it(
    hotline: HotlinePort, now: datetime
) -> None:
    opened = hotline.opened(hotline.lodge(at=now, files=(HandedIn("x.bin", "", b"raw"),)))
    (shown,) = conversation.conversation(opened, at=now).files
    assert not shown.has_clean_copy
    with pytest.raises(NotFound):
        conversation.file_content(opened, shown.id)


@pytest.mark.parametrize("where", ["text", "file name"])
def test_message_when_the_code_stands_in_it_then_refused(
    hotline: HotlinePort, now: datetime, where: str
) -> None:
    code = hotline.lodge(at=now)
    text = f"I am {code.shown}" if where == "text" else "See the file."
    file = HandedIn(f"{code.shown}.jpg" if where == "file name" else "a.jpg", "image/jpeg", b"x")
    opened = hotline.opened(code)
    with unchanged(), pytest.raises(InvalidInput) as refused:
        conversation.write(opened, text, (file,), at=now)
    assert refused.value.code == "code_in_text"


@pytest.mark.parametrize(("text", "files"), [("  ", ()), ("x" * 70_000, ()), ("x", (PHOTO,) * 9)])
def test_message_when_empty_too_long_or_with_too_many_files_then_refused(
    hotline: HotlinePort, now: datetime, text: str, files: tuple[HandedIn, ...]
) -> None:
    opened = hotline.opened(hotline.lodge(at=now))
    with pytest.raises(InvalidInput):
        conversation.write(opened, text, files, at=now)


def test_message_when_not_urgent_then_appears_for_staff_within_a_day_and_for_its_author_at_once(
    hotline: HotlinePort, now: datetime
) -> None:
    code = hotline.lodge(at=now)
    report, opened = hotline.report(code), hotline.opened(code)
    conversation.write(opened, "Later.", (PHOTO,), at=now)
    unlocked = hotline.unlocked(hotline.hana)
    at_once = handling.read(report, unlocked, **hotline.hana.acts(now))
    assert (at_once.messages, at_once.files) == ((), ())
    assert len(conversation.conversation(opened, at=now).messages) == 1
    a_day_on = handling.read(report, unlocked, **hotline.hana.acts(now + timedelta(hours=25)))
    assert [each.text for each in a_day_on.messages] == ["Later."]
    assert len(a_day_on.files) == 1


def test_closed_report_when_its_reporter_writes_then_opened_again_only_once_the_message_appears(
    hotline: HotlinePort, record: Record, now: datetime
) -> None:
    code = hotline.lodge(at=now)
    report = hotline.report(code)
    for event in (ReportEvent.ACKNOWLEDGE, ReportEvent.CLOSE):
        handling.step(report, event, **hotline.hana.acts(now))
    conversation.write(hotline.opened(code), "It happened again.", at=now)
    record.new()
    assert hotline.report(code).state_word is ReportState.CLOSED
    hourly.appear(at=now + timedelta(hours=25))
    again = hotline.report(code)
    assert (again.state_word, again.closed_on) == (ReportState.FOLLOWED_UP, None)
    assert record.kinds() == []


def test_clock_when_read_by_the_reporter_then_both_deadlines_and_their_standing(
    hotline: HotlinePort, now: datetime
) -> None:
    code = hotline.lodge(at=now)
    handling.step(hotline.report(code), ReportEvent.ACKNOWLEDGE, **hotline.hana.acts(now))
    later = now + timedelta(days=120)
    seen = conversation.conversation(hotline.opened(code), at=later)
    assert seen.deadlines[Deadline.ACKNOWLEDGEMENT].standing is Standing.MET
    assert seen.deadlines[Deadline.FEEDBACK].standing is Standing.BREACHED
    assert seen.state is ReportState.ACKNOWLEDGED


def test_proof_when_the_place_is_filled_then_stands_under_an_entry_of_the_ledger(
    hotline: HotlinePort, now: datetime
) -> None:
    code = hotline.lodge(at=now, is_urgent=False)
    assert conversation.conversation(hotline.opened(code), at=now).proof is None
    slot.fill_due(at=now + timedelta(hours=25))
    proof = conversation.conversation(hotline.opened(code), at=now).proof
    assert proof is not None
    entry = Entry.objects.get(id=proof.entry)
    digest = bytes.fromhex(entry.body["digest"])
    assert stands_under(proof.opening.digest, proof.members, digest)
    assert proof.opening.day == now.astimezone(settings.ZONE).date()
    assert entry.kind == "hotline.slot.filled"


def test_commitment_when_looked_at_beside_reports_then_shares_no_value_with_any(
    hotline: HotlinePort, now: datetime
) -> None:
    hotline.lodge(at=now, is_urgent=False)
    report, commitment = Report.objects.get(), Commitment.objects.get()
    assert not _values(report) & _values(commitment)


def _values(row: Report | Commitment) -> set[bytes]:
    """What a row holds as text or bytes."""
    held = [getattr(row, field.attname) for field in row._meta.concrete_fields]
    return {
        each.encode() if isinstance(each, str) else bytes(each)
        for each in held
        if isinstance(each, str | bytes | memoryview) and each
    }
