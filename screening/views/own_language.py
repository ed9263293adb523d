"""In which language a person without an account reads: the one they chose, else that of their invitation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from screening.enums import Language

COOKIE = "apply_language"


def chosen(request: HttpRequest) -> str:
    """The language that the person chose, now or before; empty where they never did."""
    wanted = request.GET.get("lang") or request.COOKIES.get(COOKIE, "")
    return wanted if wanted in set(Language) else ""


def keep(request: HttpRequest, response: HttpResponse, *, path: str) -> None:
    """Remember a language that was chosen with this request, for the pages below a path."""
    if request.GET.get("lang") in set(Language):
        response.set_cookie(COOKIE, request.GET["lang"], path=path, **cookie_terms())


def cookie_terms() -> dict[str, Any]:
    return {"secure": settings.SECURE_COOKIES, "httponly": True, "samesite": "Lax"}
