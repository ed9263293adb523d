"""The pages that Django shows when a request goes wrong before or outside our views."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from portsec.http import DATABASE_GONE, database_unavailable, error_body, is_machine_path


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400, "invalid", "The request cannot be read.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, "refused", "This is not allowed.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404, "not_found", "No such page.")


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the error is being handled; one of a middleware reaches no other place of ours."""
    error = sys.exception()
    if isinstance(error, DATABASE_GONE):
        return database_unavailable(request, error)
    return _page(request, 500, "error", "Something went wrong on our side. It has been recorded.")


def _page(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    if is_machine_path(request):
        return error_body(status, code, detail)
    # Without the request when we are at fault: what failed once must not fail again in its own error page.
    reader = request if status < 500 else None
    return HttpResponse(render_to_string(f"{status}.html", {"detail": detail}, request=reader), status=status)
