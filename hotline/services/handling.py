"""What hotline officers do with a report: read, answer, move on. Each reading goes on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.timezone import get_default_timezone

from accounts.models import User
from hotline.clock.day import Appearance
from hotline.enums import Author, ReportEvent, ReportState
from hotline.models import Message, Report, ReportKey
from hotline.permissions import may_handle
from hotline.sealing.content import Content
from hotline.sealing.handed_in import HandedIn
from hotline.sealing.identity import Identity, identity_of
from hotline.sealing.seal import opened
from hotline.services import attachment, conversation
from hotline.services.conversation import FileContent, FileShown, Said
from hotline.services.recipient import Unlocked
from hotline.transitions import REPORT_TRANSITIONS
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state

# Which day a step sets. A report that is opened again is not closed.
DAY_SET: Final[Mapping[ReportEvent, str]] = {
    ReportEvent.ACKNOWLEDGE: "acknowledged_on",
    ReportEvent.ANSWER: "answered_on",
    ReportEvent.CLOSE: "closed_on",
}
VERBS: Final[Mapping[ReportEvent, str]] = {
    ReportEvent.ACKNOWLEDGE: "hotline.report.acknowledged",
    ReportEvent.FOLLOW_UP: "hotline.report.followed_up",
    ReportEvent.ANSWER: "hotline.report.answered",
    ReportEvent.CLOSE: "hotline.report.closed",
    ReportEvent.REOPEN: "hotline.report.reopened",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A report as an officer reads it."""

    content: Content
    messages: tuple[Said, ...]
    files: tuple[FileShown, ...]


@transaction.atomic
def read(report: Report, unlocked: Unlocked, *, actor: User, scope: Scope, at: datetime) -> Reading:
    """Open a report and its messages, as far as they have appeared.

    Refuses when: it was not sealed to this officer (Refused). Records: hotline.report.read, each time.
    """
    identity = _identity(report, unlocked, actor, scope)
    reading = Reading(
        conversation.content_of(report, identity),
        conversation.messages_of(report, identity, visible_at=at),
        conversation.files_of(report, identity, visible_at=at),
    )
    _record(
        report, "hotline.report.read", actor, at, messages=len(reading.messages), files=len(reading.files)
    )
    return reading


@transaction.atomic
def file_content(
    report: Report, file_id: UUID, unlocked: Unlocked, *, actor: User, scope: Scope, at: datetime
) -> FileContent:
    """The clean copy of one file.

    Refuses when: it was not sealed to this officer (Refused); it is not there or held back (NotFound).
    Records: hotline.report.file_opened.
    """
    identity = _identity(report, unlocked, actor, scope)
    file = next(
        (each for each in conversation.files_of(report, identity, visible_at=at) if each.id == file_id), None
    )
    if file is None:
        raise NotFound("file")
    content = conversation.clean_copy(report, file_id, identity)
    _record(report, "hotline.report.file_opened", actor, at, file=str(file_id))
    return content


@transaction.atomic
def step(report: Report, event: ReportEvent, *, actor: User, scope: Scope, at: datetime) -> Report:
    """Acknowledge, take up, answer, close or open again.

    Refuses when: it was not sealed to this officer (Refused); the step does not follow (Conflict).
    Records: hotline.report.acknowledged, .followed_up, .answered, .closed or .reopened.
    """
    if event not in VERBS:
        raise InvalidInput("A report is erased by two people, not by a step.")
    require(may_handle(actor, scope, report))
    state = next_state(REPORT_TRANSITIONS, report.state_word, event)
    changed = Report.objects.filter(pk=report.pk, state=report.state).update(
        state=state.value, **_days(report, event, at)
    )
    if changed != 1:
        raise Conflict("Somebody else has changed this report meanwhile.")
    _record(report, VERBS[event], actor, at)
    report.refresh_from_db(fields=["state", "acknowledged_on", "answered_on", "closed_on"])
    return report


@transaction.atomic
def reply(
    report: Report,
    text: str,
    files: Sequence[HandedIn] = (),
    *,
    actor: User,
    scope: Scope,
    at: datetime,
) -> Message:
    """Write to the reporter, who reads it with the code. No mail and no other notice goes out.

    Refuses when: it was not sealed to this officer (Refused); nothing is written (InvalidInput); it is erased
    (Conflict). Records: hotline.report.replied.
    """
    require(may_handle(actor, scope, report))
    plain = text.strip()
    if not plain:
        raise InvalidInput("Write something.", fields={"text": "Write something."})
    if report.state_word is ReportState.ERASED:
        raise Conflict("This report is erased. Nobody can read an answer any more.")
    attachment.check(files)
    appears = Appearance(at.astimezone(get_default_timezone()).date(), None)
    message = conversation.add(report, plain, author=Author.OFFICER, appears=appears, officer=actor.reference)
    attachment.add_all(report, files, author=Author.OFFICER, appears=appears, message=message)
    _record(report, "hotline.report.replied", actor, at, message=message.number)
    return message


@transaction.atomic
def set_hold(
    report: Report, *, is_on_hold: bool, reason: str, actor: User, scope: Scope, at: datetime
) -> Report:
    """Keep a report beyond its time because an authority needs it, or let it go again.

    Refuses when: it was not sealed to this officer (Refused); no reason (InvalidInput); it stands so already
    or is erased (Conflict). Records: hotline.report.held or .released.
    """
    require(may_handle(actor, scope, report))
    text = reason.strip()
    if not text:
        raise InvalidInput("Give a reason.", fields={"reason": "Give a reason."})
    rows = Report.objects.filter(pk=report.pk, is_on_hold=not is_on_hold)
    if rows.exclude(state=ReportState.ERASED.value).update(is_on_hold=is_on_hold) != 1:
        raise Conflict("This report stands so already, or is erased.")
    report.is_on_hold = is_on_hold
    if is_on_hold:
        _record(report, "hotline.report.held", actor, at, reason=text)
    else:
        _record(report, "hotline.report.released", actor, at, reason=text)
    return report


def report_identity(report: Report, unlocked: Unlocked) -> Identity:
    """The report's own key, from the copy that was sealed to this recipient. Raises NotFound without one."""
    key = ReportKey.objects.filter(report=report, recipient=unlocked.recipient).first()
    if key is None:
        raise NotFound("report")
    return identity_of(opened(key.sealed, unlocked.identity).decode())


def _identity(report: Report, unlocked: Unlocked, actor: User, scope: Scope) -> Identity:
    require(may_handle(actor, scope, report))
    if report.state_word is ReportState.ERASED or unlocked.recipient.account != actor.username:
        raise NotFound("report")
    report.refresh_from_db(fields=["body"])
    if report.body is None:  # its reporter has taken it back
        raise NotFound("report")
    return report_identity(report, unlocked)


def _days(report: Report, event: ReportEvent, at: datetime) -> dict[str, Any]:
    """The first acknowledgement and the first feedback count, however often they are repeated."""
    if event is ReportEvent.REOPEN:
        return {"closed_on": None}
    name = DAY_SET.get(event)
    if name is None or getattr(report, name) is not None:
        return {}
    return {name: at.astimezone(get_default_timezone()).date()}


def _record(report: Report, kind: str, actor: User, at: datetime, **body: Any) -> None:
    record.append(kind, actor=actor.reference, at=at, subject=report.subject, port=report.hub.locode, **body)
