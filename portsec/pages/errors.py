"""The pages that Django shows when a request goes wrong before or outside our views."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portsec.rest import error_body


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400, "invalid", "The request cannot be read.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, "refused", "This is not allowed.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404, "not_found", "No such page.")


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500, "error", "Something went wrong on our side. It has been recorded.")


def _page(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    if request.path.startswith(("/api/", "/access/v1/", "/scim/")):
        return error_body(status, code, detail)
    return render(request, f"{status}.html", {"detail": detail}, status=status)
