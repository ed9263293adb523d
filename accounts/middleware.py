"""Session rules: how long one lasts, also while nothing can be written, and who needs a second factor."""

from __future__ import annotations

import logging
from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import InternalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts import sessions
from accounts.roles import SECOND_FACTOR_CAPABILITIES
from accounts.selectors.scope import scope_of
from portsec.kernel import clock

logger = logging.getLogger("accounts.sessions")
STARTED_AT = "session_started_at"
OPEN_WITHOUT_SECOND_FACTOR = ("/accounts/", "/static/", "/healthz", "/readyz", "/apply/", "/hearing/")


class HeldSessionMiddleware(SessionMiddleware):
    """Django's own, that lets a request through whose session cannot be written because nothing can be."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        key = request.session.session_key
        if key and sessions.is_held(request.COOKIES.get(sessions.COOKIE, ""), key):
            request.session.is_held = True

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except InternalError as error:
            key = request.session.session_key
            if not sessions.is_read_only(error) or not key:
                raise
            logger.warning("the database takes no changes; the session is held by the browser")
            response.set_cookie(
                sessions.COOKIE,
                sessions.held_value(key),
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
            return response


class SessionAgeMiddleware:
    """Signs out after SESSION_ABSOLUTE_AGE seconds, however busy the session is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = clock.now().timestamp()
            started = request.session.setdefault(STARTED_AT, now)
            if now - started > settings.SESSION_ABSOLUTE_AGE:
                logout(request)
                messages.info(request, "Your session ended after one shift. Please sign in again.")
        return self.get_response(request)


class SecondFactorMiddleware:
    """Sends officers without a second factor to set one up. Off in a demo port."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_set_up(request):
            messages.warning(request, "Your role needs a second factor. Please set one up first.")
            return redirect("mfa_index")
        return self.get_response(request)

    @staticmethod
    def _must_set_up(request: HttpRequest) -> bool:
        user = request.user
        if settings.DEMO or not user.is_authenticated or user.is_device:
            return False
        if request.path.startswith(OPEN_WITHOUT_SECOND_FACTOR):
            return False
        scope = scope_of(user)
        return any(scope.holds(item.value) for item in SECOND_FACTOR_CAPABILITIES) and not is_mfa_enabled(
            user
        )
