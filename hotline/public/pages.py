"""How a page of the reporter's door is drawn: its language, its direction, the way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from hotline.public import languages
from hotline.public.sentences import NOT_TAKEN

SENTENCES: Final[Mapping[int, str]] = {
    400: NOT_TAKEN,
    403: "The form did not come from this page. Nothing was sent.",
    404: "There is no such page.",
    413: "The files are too large together. Send fewer at a time, at most 32 MB.",
    500: "Something went wrong here. Please try again in a moment.",
    503: "The hotline does not answer at the moment. Please try again later.",
}

View = Callable[..., HttpResponse]


def in_language(view: View) -> View:
    """The view runs in the language of its address; one that is not offered is no page."""

    @wraps(view)
    def spoken(request: HttpRequest, language: str, **rest: Any) -> HttpResponse:
        if language not in languages.codes():
            raise Http404
        with translation.override(language):
            return view(request, language, **rest)

    return spoken


def page(
    request: HttpRequest, language: str, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A whole page in a language."""
    around = {
        "language": language,
        "direction": languages.direction(language),
        "exit_url": settings.HOTLINE_EXIT_URL,  # type: ignore[misc]  # of this process alone
        "here": request.path,
        "offered": languages.offered(request.path, language),
    }
    with translation.override(language):
        body = render_to_string(f"hotline/public/{template}.html", {**around, **context})
    return HttpResponse(body, status=status)


def problem_page(request: HttpRequest, status: int) -> HttpResponse:
    """What went wrong, in the language of the address where it has one. It repeats nothing that was sent."""
    language = next((part for part in request.path.split("/") if part in languages.codes()), "en")
    return page(request, language, "problem", {"sentence": SENTENCES[status]}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_page(request, 400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return problem_page(request, 500)
