"""What a reporter reads and writes with the code in hand. Nothing of it goes on record."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import get_default_timezone

from hotline.clock.day import Appearance, appearance
from hotline.clock.deadline import Clock, clocks
from hotline.enums import Author, Deadline, ReportState
from hotline.models import Commitment, Message, Report
from hotline.receipt.leak import contains_code
from hotline.sealing.content import Content, FileHead
from hotline.sealing.handed_in import HandedIn
from hotline.sealing.identity import Identity
from hotline.sealing.seal import opened as unsealed
from hotline.sealing.seal import seal
from hotline.sealing.size import TEXT_SIZES
from hotline.services import attachment
from hotline.services.lodging import opening_of
from hotline.services.receipt import Opened
from hotline.slots.commitment import Opening
from portsec.kernel.errors import InvalidInput, NotFound

CODE_IN_TEXT = (
    "Your code stands in this text or in the name of a file. Take it out: whoever reads it could be you."
)


@dataclass(frozen=True, slots=True)
class Said:
    """One message, as its reader sees it."""

    number: int
    author: Author
    officer: str
    day: date
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FileShown:
    """One file, as its reader sees it. `message`: that message's number, None for the report's own files."""

    id: UUID
    author: Author
    day: date
    message: int | None
    has_clean_copy: bool
    head: FileHead = field(repr=False)


@dataclass(frozen=True, slots=True)
class FileContent:
    name: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows to others on which day the report was lodged, and nothing else.

    `members` are all digests of the place in the record that holds the commitment; `entry` is the ledger's.
    """

    opening: Opening
    hour: datetime
    members: tuple[bytes, ...]
    entry: UUID


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that the reporter can read. `proof` is None until the commitment has its place, within a day."""

    state: ReportState
    lodged_on: date
    deadlines: Mapping[Deadline, Clock]
    passed_on: bool
    content: Content
    messages: tuple[Said, ...]
    files: tuple[FileShown, ...]
    proof: Proof | None


def conversation(opened: Opened, *, at: datetime) -> Conversation:
    """The report as its reporter sees it, with all messages and both deadlines. Leaves no trace."""
    report = opened.report
    content = content_of(report, opened.identity)
    today = at.astimezone(get_default_timezone()).date()
    return Conversation(
        state=report.state_word,
        lodged_on=opened.box.lodged_on,
        deadlines=clocks(report.earliest_day, report.acknowledged_on, report.answered_on, today=today),
        passed_on=report.escalated_on is not None,
        content=content,
        messages=messages_of(report, opened.identity),
        files=files_of(report, opened.identity),
        proof=_proof(opened, content),
    )


def write(
    opened: Opened,
    text: str,
    files: Sequence[HandedIn] = (),
    *,
    at: datetime,
    is_urgent: bool = False,
) -> None:
    """Add a message of the reporter. Like the report it appears at a full hour at random, unless urgent.

    Refuses when: nothing is written and no file is there, it is too long, or the code stands in the text or
    in a file's name (InvalidInput).
    """
    plain = text.strip()
    if not plain and not files:
        raise InvalidInput(
            "Write something, or add a file.", code="nothing_said", fields={"text": "Write something."}
        )
    if any(contains_code(each, opened.code) for each in (plain, *(file.name for file in files))):
        raise InvalidInput(CODE_IN_TEXT, code="code_in_text", fields={"text": CODE_IN_TEXT})
    attachment.check(files)
    appears = appearance(at, is_urgent=is_urgent, zone=get_default_timezone(), draw=secrets.randbelow)
    with transaction.atomic():
        message = add(opened.report, plain, author=Author.REPORTER, appears=appears)
        attachment.add_all(opened.report, files, author=Author.REPORTER, appears=appears, message=message)


def file_content(opened: Opened, file_id: UUID) -> FileContent:
    """The clean copy of a file. Refuses when: there is none, or no such file (NotFound)."""
    return clean_copy(opened.report, file_id, opened.identity)


def add(report: Report, text: str, *, author: Author, appears: Appearance, officer: str = "") -> Message:
    """Seal one message to the report's key, in the caller's transaction.

    The report's row is locked, or two messages would take the same number, and settled anew, because every
    row that names it leaves a transaction number there.
    """
    Report.objects.filter(pk=report.pk).update(is_settled=False)
    last = report.messages.aggregate(last=Max("number"))["last"] or 0
    return Message.objects.create(
        report=report,
        number=last + 1,
        author=author.value,
        officer=officer,
        day=appears.day,
        held_until=appears.held_until,
        body=seal(text.encode(), report.public_key, sizes=TEXT_SIZES),
    )


def content_of(report: Report, identity: Identity) -> Content:
    return Content.from_bytes(unsealed(report.body or b"", identity))


def messages_of(
    report: Report, identity: Identity, *, visible_at: datetime | None = None
) -> tuple[Said, ...]:
    """All messages in their order; for staff only those that have appeared."""
    return tuple(
        Said(each.number, Author(each.author), each.officer, each.day, unsealed(each.body, identity).decode())
        for each in report.messages.order_by("number")
        if visible_at is None or each.held_until is None or each.held_until <= visible_at
    )


def files_of(
    report: Report, identity: Identity, *, visible_at: datetime | None = None
) -> tuple[FileShown, ...]:
    """All files in their order; for staff only those that have appeared."""
    rows = report.files.select_related("message").defer("working_copy", "original").order_by("number")
    with_copy = set(report.files.exclude(working_copy=None).values_list("pk", flat=True))
    return tuple(
        FileShown(
            each.pk,
            Author(each.author),
            each.day,
            each.message.number if each.message else None,
            each.pk in with_copy,
            FileHead.from_bytes(unsealed(each.head, identity)),
        )
        for each in rows
        if visible_at is None or each.held_until is None or each.held_until <= visible_at
    )


def clean_copy(report: Report, file_id: UUID, identity: Identity) -> FileContent:
    """Refuses when: there is no such file, or no clean copy of it (NotFound)."""
    file = report.files.filter(pk=file_id).exclude(working_copy=None).first()
    if file is None or file.working_copy is None:
        raise NotFound("file")
    head = FileHead.from_bytes(unsealed(file.head, identity))
    return FileContent(head.name, head.clean_type, unsealed(file.working_copy, identity))


def _proof(opened: Opened, content: Content) -> Proof | None:
    opening = opening_of(opened.box, content)
    row = Commitment.objects.filter(digest=opening.digest).select_related("slot").first()
    if row is None or row.slot is None:
        return None
    members = tuple(bytes.fromhex(each) for each in row.slot.members)
    return Proof(opening, row.slot.hour, members, row.slot.entry)
