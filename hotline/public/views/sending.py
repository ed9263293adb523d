"""Sends a report and shows its code, once."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from hotline.enums import CodeForm
from hotline.guide import wording
from hotline.public import handing_in, pacing, refusals
from hotline.public.draft import Draft
from hotline.public.pages import page
from hotline.public.views.report import summary_page
from hotline.sealing.content import Answer, Content
from hotline.sealing.handed_in import HandedIn
from hotline.services import lodging, receipt
from hotline.services.lodging import Submission
from portsec.kernel.errors import InvalidInput

TOLD = "told"


def send(request: HttpRequest, language: str, draft: Draft, at: datetime) -> HttpResponse:
    """Lodge it; what is refused goes back to the summary with its sentence."""
    pacing.before_filing(request, at)
    try:
        files = handing_in.files_of(request)
        submission = submission_of(request, language, draft, files)
        minted = receipt.mint(form_of(request))
        lodging.lodge(submission, minted, at=at)
    except InvalidInput as error:
        return summary_page(request, language, draft, at, problem=refusals.sentence(error))
    context = {
        "is_new": True,
        "code": minted.shown,
        "scrubbed": handing_in.told(files),
        "answer_url": reverse("hotline-answer", args=[language]),
    }
    return page(request, language, "receipt", context)


def submission_of(
    request: HttpRequest, language: str, draft: Draft, files: tuple[HandedIn, ...]
) -> Submission:
    """What the draft says, together with the choices of the summary."""
    return Submission(
        hub=draft.hub,
        language=language,
        content=content_of(draft),
        is_urgent=request.POST.get("urgent") == "yes",
        excluded_units=tuple(request.POST.getlist("without")),
        named=draft.answers.get("who", ()),
        to_sister=request.POST.get("elsewhere") == "yes",
        files=files,
        campaign=draft.campaign,
    )


def content_of(draft: Draft) -> Content:
    """Chosen answers in the English words of the path, so that every desk can read them."""
    topic = draft.topic
    assert topic is not None  # noqa: S101  `steps` asked
    written = list(wording.lines(topic, draft.answers))
    answers = tuple(
        Answer(line.question.code, "; ".join(line.texts)) for line in written if line.question.code != TOLD
    )
    return Content(topic.code, answers, draft.answers.get(TOLD, ("",))[0])


def form_of(request: HttpRequest) -> CodeForm:
    return CodeForm.WORDS if request.POST.get("form") == CodeForm.WORDS.value else CodeForm.DIGITS
