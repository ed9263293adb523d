"""How signed statements are given out: in the form that is asked for, to be kept for a while, packed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import get_conditional_response, patch_vary_headers
from rest_framework import exceptions
from rest_framework.negotiation import DefaultContentNegotiation

_PACKING = GZipMiddleware(lambda request: HttpResponse())


class ErrorsAsJson(DefaultContentNegotiation):
    """The view itself chooses the form of its answer; what is refused is refused in JSON, whoever asks."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


def preferred(request: HttpRequest, forms: tuple[str, ...]) -> str:
    """Which of these media types the caller likes best. Raises NotAcceptable (406)."""
    found = request.get_preferred_type(forms)
    if found is None:
        raise exceptions.NotAcceptable(f"This is given as {', '.join(forms)}.")
    return str(found)


def answer(
    request: HttpRequest, body: bytes, *, form: str, etag: str, seconds: int, public: bool = True
) -> HttpResponseBase:
    """The statement, or 304 to who has it already. `seconds`: how long it may be kept."""
    response: HttpResponseBase = HttpResponse(body, content_type=form)
    response["ETag"] = etag
    response["Cache-Control"] = f"{'public' if public else 'private'}, max-age={max(0, seconds)}"
    patch_vary_headers(response, ("Accept", "Authorization"))
    found = get_conditional_response(request, etag=etag, response=response)
    return _PACKING.process_response(request, found or response)
