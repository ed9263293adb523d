"""Reading a report and its files. What was sealed stands only in the answer to a post and in no cache."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View
from django.views.decorators.http import require_POST

from accounts.doors import Requires, requires
from accounts.roles import Capability
from hotline.forms.report import PassphraseForm
from hotline.guide.wording import question_text
from hotline.models import Report
from hotline.selectors.inbox import access_report
from hotline.services import handling
from hotline.services.handling import Reading
from hotline.services.recipient import Unlocked, unlock
from hotline.views.acting import acting
from hotline.views.held_key import held_key, hold
from hotline.views.report import detail_page
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import Conflict, InvalidInput

LOCKED = "Your key is locked again. Type your passphrase on the report's page."


class ReadReport(Requires, View):
    """What the report says, with all messages and files, once the officer's key is open."""

    capability = Capability.READ_REPORTS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        now = clock.now()
        report = access_report(ref, request.user, request.scope, at=now)
        unlocked, form = held_key(request, report.hub, at=now), PassphraseForm(request.POST)
        if unlocked is None:
            if not form.is_valid():
                return detail_page(request, report, passphrase_form=form)
            try:
                unlocked = unlock(report.hub, request.user, form.cleaned_data["passphrase"])
            except InvalidInput as error:
                add_errors(error, form)
                return detail_page(request, report, passphrase_form=form)
        response = _reading_page(request, report, unlocked)
        hold(request, response, unlocked, at=now)
        return response


@require_POST
@requires(Capability.READ_REPORTS)
def report_file(request: HttpRequest, ref: str, number: UUID) -> HttpResponse:
    """The clean copy of one file, saved rather than drawn in our own pages."""
    report = access_report(ref, request.user, request.scope, at=clock.now())
    content = handling.file_content(report, number, open_key(request, report), **acting(request))
    return saved_file(content.data, content.media_type, f"{report.reference}-{str(number)[:8]}")


def open_key(request: HttpRequest, report: Report) -> Unlocked:
    """Raises Conflict where the passphrase is to be typed again."""
    unlocked = held_key(request, report.hub, at=clock.now())
    if unlocked is None:
        raise Conflict(LOCKED)
    return unlocked


def saved_file(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A download under a name of our own; the reporter's name for it could be a trap or a trace."""
    response = HttpResponse(content, content_type=media_type or "application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}{ENDINGS.get(media_type, ".bin")}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store, private"
    return response


ENDINGS = {"image/jpeg": ".jpg", "application/pdf": ".pdf"}


def _reading_page(request: HttpRequest, report: Report, unlocked: Unlocked) -> HttpResponse:
    reading = handling.read(report, unlocked, **acting(request))
    response = render(request, "hotline/report_reading.html", _told(report, reading))
    response["Cache-Control"] = "no-store, private"
    return response


def _told(report: Report, reading: Reading) -> dict[str, Any]:
    """The answers under their questions, and each file beside the message it came with."""
    said = reading.content
    by_message: dict[int | None, list[Any]] = {}
    for file in reading.files:
        by_message.setdefault(file.message, []).append(file)
    return {
        "report": report,
        "answers": [(question_text(said.topic, each.question), each.text) for each in said.answers],
        "text": said.text,
        "files": by_message.get(None, []),
        "messages_read": [(each, by_message.get(each.number, [])) for each in reading.messages],
    }
