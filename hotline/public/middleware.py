"""What every answer of the reporter's door carries, which forms it believes, and its errors as pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from hotline.public.pages import problem_page
from portsec.kernel.errors import NotFound, PortsecError

SAFE = frozenset({"GET", "HEAD"})
UNDERSTOOD = ("multipart/form-data", "application/x-www-form-urlencoded")

Answer = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger("hotline.public")


class NoTraceMiddleware:
    """Nothing that this service says is kept by a browser or a proxy, the style sheet among it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Cache-Control"] = "no-store"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        for name in ("ETag", "Last-Modified", "Expires"):
            del response[name]
        return response


class SameOriginMiddleware:
    """Refuses a form that another site made the browser send.

    There is no cookie that a foreign page could abuse, but it could open its own report in the reporter's
    browser and wait for what they write. Browsers of the last six years say where a form comes from; one that
    says nothing is refused.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.get_host()  # raises for a name that is not ours
        if request.method in SAFE:
            return self.get_response(request)
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
        if request.content_type not in UNDERSTOOD or not is_from_here(request):
            return problem_page(request, 403)
        return self.get_response(request)


class ErrorMiddleware:
    """Turns what goes wrong into a plain page. The log learns the place in the code, never the words."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, RequestDataTooBig):
            return problem_page(request, 413)
        if isinstance(error, SuspiciousOperation):
            return problem_page(request, 400)
        if isinstance(error, NotFound):
            return problem_page(request, 404)
        if isinstance(error, PortsecError):
            return problem_page(request, 400)
        if isinstance(error, DatabaseError):
            logger.error("database", exc_info=error)
            return problem_page(request, 503)
        return None


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this host."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    if origin is not None:
        return urlsplit(origin).netloc == request.get_host()
    return site == "same-origin"
