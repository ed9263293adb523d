"""The way back: enter the code, read and write, save files and the proof, change the code, erase."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hotline.enums import CodeForm
from hotline.guide.checking import clean
from hotline.guide.question import LONGEST_LONG
from hotline.public import handing_in, pacing, refusals, sentences, talk
from hotline.public.handing_in import Scrubbed
from hotline.public.pages import in_language, page
from hotline.services import conversation, receipt, withdrawal
from hotline.services.receipt import Opened
from portsec.kernel import clock
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, PortsecError

Deed = Callable[[HttpRequest, str, Opened, datetime], HttpResponse]


@require_http_methods(["GET", "HEAD", "POST"])
@in_language
def answer(request: HttpRequest, language: str) -> HttpResponse:
    """Every page behind the code, told apart by the button that was pressed."""
    at = clock.now()
    if request.method != "POST":
        return enter_page(request, language)
    if request.POST.get("go") == "open":
        return _open(request, language, at)
    try:
        opened = talk.reopened(request, at)
    except (InvalidInput, NotFound):
        return enter_page(request, language, problem=sentences.ENTER_AGAIN)
    if "file" in request.POST:
        return _file(request, opened)
    return DEEDS.get(request.POST.get("go", ""), talk_page)(request, language, opened, at)


def enter_page(
    request: HttpRequest, language: str, *, problem: str = "", done: str = "", status: int = 200
) -> HttpResponse:
    """Where the code is entered. A wrong one gives the same bytes as one that never was."""
    context = {
        "problem": problem,
        "done": done,
        "report_url": reverse("hotline-report", args=[language]),
    }
    return page(request, language, "enter", context, status=status)


def talk_page(
    request: HttpRequest,
    language: str,
    opened: Opened,
    at: datetime,
    *,
    problem: str = "",
    done: str = "",
    scrubbed: list[Scrubbed] | None = None,
) -> HttpResponse:
    """The conversation, with the form to go on."""
    context = {
        "sealed": talk.sealed(opened, at),
        "talk": talk.Talk.of(conversation.conversation(opened, at=at)),
        "longest": LONGEST_LONG,
        "message": request.POST.get("message", "") if problem else "",
        "problem": problem,
        "done": done,
        "scrubbed": scrubbed,
    }
    return page(request, language, "conversation", context)


def _open(request: HttpRequest, language: str, at: datetime) -> HttpResponse:
    pacing.before_opening(request, at)
    try:
        opened = receipt.open_report(request.POST.get("code", ""))
    except (InvalidInput, NotFound) as error:
        return enter_page(request, language, problem=refusals.sentence(error))
    return talk_page(request, language, opened, at)


def _write(request: HttpRequest, language: str, opened: Opened, at: datetime) -> HttpResponse:
    try:
        files = handing_in.files_of(request)
        text = clean(request.POST.get("message", ""))
        if not text and not files:
            raise InvalidInput(sentences.NOTHING_TO_SEND, code="nothing_said")
        conversation.write(opened, text, files, at=at)
    except InvalidInput as error:
        return talk_page(request, language, opened, at, problem=refusals.sentence(error))
    return talk_page(request, language, opened, at, done=sentences.WRITTEN, scrubbed=handing_in.told(files))


def _new_code(request: HttpRequest, language: str, opened: Opened, at: datetime) -> HttpResponse:
    pacing.before_opening(request, at)
    minted = receipt.mint(CodeForm(request.POST["go"]))
    try:
        receipt.change(opened, minted)
    except Conflict as error:
        return enter_page(request, language, problem=refusals.sentence(error))
    context = {"code": minted.shown, "answer_url": request.path}
    return page(request, language, "receipt", context)


def _proof(request: HttpRequest, language: str, opened: Opened, at: datetime) -> HttpResponse:
    held = conversation.conversation(opened, at=at)
    if held.proof is None:
        return talk_page(request, language, opened, at, problem=sentences.NO_PROOF_YET)
    return _saved(talk.proof_file(held.proof).encode(), "application/json")


def _ask_erasure(request: HttpRequest, language: str, opened: Opened, at: datetime) -> HttpResponse:
    return page(request, language, "erase", {"sealed": talk.sealed(opened, at)})


def _erase(request: HttpRequest, language: str, opened: Opened, at: datetime) -> HttpResponse:
    try:
        withdrawal.withdraw(opened)
    except PortsecError as error:
        return talk_page(request, language, opened, at, problem=refusals.sentence(error))
    return enter_page(request, language, done=sentences.ERASED)


DEEDS: Final[Mapping[str, Deed]] = {
    "write": _write,
    CodeForm.DIGITS.value: _new_code,
    CodeForm.WORDS.value: _new_code,
    "proof": _proof,
    "erase": _ask_erasure,
    "erase_now": _erase,
}


def _file(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The clean copy of one file, to be saved and not shown."""
    try:
        wanted = UUID(request.POST["file"])
    except ValueError:
        raise NotFound("file") from None
    held = conversation.file_content(opened, wanted)
    return _saved(held.data, held.media_type)


def _saved(data: bytes, media_type: str) -> HttpResponse:
    """An answer that a browser saves, under a plain name: the file's own one may say too much on a phone."""
    ending = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}.get(media_type, "json")
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="file.{ending}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
