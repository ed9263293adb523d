"""Between HTTP and the kernel: our errors as pages, and paths that only mean one thing."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

from django.contrib import messages
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.sessions import is_read_only
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, PortsecError, Refused, Unavailable

STATUS: dict[type[PortsecError], int] = {
    NotFound: 404,
    Refused: 403,
    Conflict: 409,
    InvalidInput: 400,
    Unavailable: 503,
}
# Letters of other scripts and digits such as U+0661 would name the same row by a second address, which
# caches, logs and access rules see as another path.
PLAIN_PATH = re.compile(r"\A[\x21-\x7e]*\Z")

DATABASE_GONE = (OperationalError, InterfaceError)
MACHINE_PATHS = ("/api/", "/access/v1/", "/scim/", "/.well-known/")  # their callers read JSON, errors too

logger = logging.getLogger("portsec.http")


def status_of(error: PortsecError) -> int:
    """The HTTP status of one of our errors."""
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 400)


class WellFormedPathMiddleware:
    """Answers 404 to a path with anything but printable ASCII in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not PLAIN_PATH.match(request.path_info):
            if is_machine_path(request):
                return error_body(404, "not_found", "No such page.")
            return HttpResponse("Not found.", status=404, content_type="text/plain")
        return self.get_response(request)


class ErrorMiddleware:
    """Turns the errors that commands raise into pages.

    A refused or conflicting form post goes back to the page it came from with the sentence as a message,
    because there the person can act on it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DATABASE_GONE):
            return database_unavailable(request, error)
        if is_read_only(error):
            return database_read_only(request, error)
        if isinstance(error, DataError):
            logger.error("input that the database cannot hold", exc_info=error)
            error = InvalidInput("The input holds a character or a number that cannot be kept.")
        if not isinstance(error, PortsecError):
            return None
        status = status_of(error)
        # Not `request.headers`: after a sign-in between form and deed that still names the sign-in page.
        back = request.META.get("HTTP_REFERER", "")
        if request.method == "POST" and status in {400, 403, 409} and _is_ours(request, back):
            messages.error(request, error.detail)
            return HttpResponseRedirect(back)
        return _page(request, status, error.code, error.detail, getattr(error, "verdict", None))


def database_unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    """The page for a database that does not answer: not the caller's fault, and over in a moment."""
    logger.error("database unavailable: %s", error)
    return _page(
        request, 503, Unavailable.code, "The database does not answer. Please try again in a moment."
    )


def database_read_only(request: HttpRequest, error: Exception) -> HttpResponse:
    """The page for a change that the database does not take at present: what is on paper stays on paper."""
    logger.error("database read-only: %s", error)
    sentence = "The database takes no changes at present. Nothing was stored; lists can still be read."
    return _page(request, 503, Unavailable.code, sentence)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that was not ours or is too old."""
    return render(request, "403_csrf.html", status=403)


def is_machine_path(request: HttpRequest) -> bool:
    """Whether the caller is a program."""
    return request.path.startswith(MACHINE_PATHS)


def error_body(status_code: int, code: str, detail: str) -> JsonResponse:
    """Our shape of error for answers that no REST view gives."""
    return JsonResponse({"code": code, "detail": detail}, status=status_code)


def _is_ours(request: HttpRequest, address: str) -> bool:
    return bool(address) and url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})


def _page(request: HttpRequest, status: int, code: str, detail: str, verdict: object = None) -> HttpResponse:
    if is_machine_path(request):
        response: HttpResponse = error_body(status, code, detail)
    else:
        template = f"{status}.html" if status in {400, 403, 404, 503} else "400.html"
        # Without the request when we are at fault: who is signed in stands in the database that is gone.
        reader = request if status < 500 else None
        context = {"detail": detail, "verdict": verdict}
        response = HttpResponse(render_to_string(template, context, request=reader), status=status)
    if status == 503:
        response["Retry-After"] = "5"
    return response
