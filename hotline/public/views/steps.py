"""The guided path: topic, questions, summary, sending. One address; every step is a form of its own."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from hotline.guide import checking
from hotline.public.draft import Draft
from hotline.public.pages import in_language
from hotline.public.sealed_field import Stale
from hotline.public.sentences import CHOOSE, CHOOSE_PORT, TOO_OLD
from hotline.public.views.report import hub_of, questions_page, start_page, summary_page
from hotline.public.views.sending import send
from hotline.selectors import door
from portsec.kernel import clock


@require_http_methods(["GET", "HEAD", "POST"])
@in_language
def steps(request: HttpRequest, language: str) -> HttpResponse:
    """Every step, told apart by the button that was pressed. What is not a step is the beginning."""
    at = clock.now()
    if request.method != "POST":
        return start_page(request, language, Draft(), at)
    try:
        draft = Draft.of(request, at)
    except Stale:
        return start_page(request, language, Draft(), at, problem=TOO_OLD)
    if request.POST.get("go") in {"topic", "start"}:
        return _topic(request, language, draft, at)
    if draft.topic is None or hub_of(draft) is None:
        return start_page(request, language, draft, at, problem=CHOOSE)
    if request.POST.get("go") == "send":
        return send(request, language, draft, at)
    if request.POST.get("go") == "questions":
        return _questions(request, language, draft, at)
    return questions_page(request, language, draft, at)


def _topic(request: HttpRequest, language: str, draft: Draft, at: datetime) -> HttpResponse:
    if request.POST.get("go") == "start":
        return start_page(request, language, draft, at)
    hubs = door.open_hubs()
    only = hubs[0].locode if len(hubs) == 1 else ""
    chosen = only or request.POST.get("hub", "") or draft.hub
    topic = request.POST.get("topic", "")
    same = topic == draft.topic_code
    draft = Draft(chosen, topic, draft.campaign, draft.answers if same else {})
    if hub_of(draft) is None:
        return start_page(request, language, draft, at, problem=CHOOSE_PORT)
    if draft.topic is None:
        return start_page(request, language, Draft(chosen, "", draft.campaign), at, problem=CHOOSE)
    return questions_page(request, language, draft, at)


def _questions(request: HttpRequest, language: str, draft: Draft, at: datetime) -> HttpResponse:
    assert draft.topic is not None  # noqa: S101  `steps` asked
    reading = checking.read(draft.topic, dict(request.POST.lists()))
    draft = Draft(draft.hub, draft.topic_code, draft.campaign, reading.answers)
    if reading.problems:
        return questions_page(request, language, draft, at, reading.problems)
    return summary_page(request, language, draft, at)
