"""The pages of the guided path: topic, questions, summary."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from hotline.guide import checking, narrowing, wording
from hotline.guide.topics import TOPICS
from hotline.models import Hub
from hotline.public import languages
from hotline.public.draft import Draft
from hotline.public.pages import SENTENCES, page
from hotline.selectors import door


def start_page(
    request: HttpRequest, language: str, draft: Draft, at: datetime, *, problem: str = ""
) -> HttpResponse:
    """What is it about?"""
    hubs = door.open_hubs()
    here = reverse("hotline-report", args=[language])  # a printed card leads here from another address
    return page(
        request,
        language,
        "start",
        {
            "sealed": draft.sealed(at),
            "hubs": hubs,
            "chosen_hub": draft.hub,
            "topics": TOPICS.values(),
            "chosen_topic": draft.topic_code,
            "problem": problem if hubs else SENTENCES[503],
            "here": here,
            "offered": languages.offered(here, language),
            "answer_url": reverse("hotline-answer", args=[language]),
            "what_url": reverse("hotline-what", args=[language]),
        },
    )


def questions_page(
    request: HttpRequest,
    language: str,
    draft: Draft,
    at: datetime,
    problems: dict[str, str] | None = None,
) -> HttpResponse:
    """The questions of the topic, with what was answered before."""
    topic = draft.topic
    assert topic is not None  # noqa: S101  `steps` asked
    problems = problems or {}
    rows = [
        {
            "question": question,
            "answer": draft.answers.get(question.code, ()),
            "problem": problems.get(question.code, ""),
        }
        for question in topic.questions
    ]
    context = {"sealed": draft.sealed(at), "topic": topic, "rows": rows, "problems": problems}
    return page(request, language, "questions", context)


def summary_page(
    request: HttpRequest, language: str, draft: Draft, at: datetime, *, problem: str = ""
) -> HttpResponse:
    """All answers again, with what they say about who writes."""
    topic, hub = draft.topic, hub_of(draft)
    assert topic is not None  # noqa: S101  `steps` asked
    assert hub is not None  # noqa: S101
    urgent = request.POST.get("urgent")
    return page(
        request,
        language,
        "summary",
        {
            "sealed": draft.sealed(at),
            "topic": topic,
            "lines": list(wording.lines(topic, draft.answers)),
            "cautions": _cautions(draft, hub),
            "urgent": urgent == "yes" if urgent else checking.is_urgent(topic, draft.answers),
            "units": door.units(hub),
            "without": request.POST.getlist("without"),
            "has_sister": door.has_sister(hub),
            "elsewhere": request.POST.get("elsewhere") == "yes",
            "problem": problem,
        },
    )


def hub_of(draft: Draft) -> Hub | None:
    """The hub of a draft, while it takes reports."""
    return next((hub for hub in door.open_hubs() if hub.locode == draft.hub), None)


def _cautions(draft: Draft, hub: Hub) -> list[dict[str, Any]]:
    topic = draft.topic
    assert topic is not None  # noqa: S101
    crowd = door.crowd_sizes(hub)
    found = narrowing.cautions(topic, draft.answers, crowds=crowd.by_answer, people=crowd.people)
    asked = {question.code: question.text for question in topic.questions}
    return [{"sentence": each.sentence, "texts": [asked[code] for code in each.questions]} for each in found]
