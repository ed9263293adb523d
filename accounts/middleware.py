"""Session rules: a session ends after one shift; officers whose acts weigh on people use a second factor."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.roles import SECOND_FACTOR_CAPABILITIES
from accounts.selectors.scope import scope_of
from portsec.kernel import clock

STARTED_AT = "session_started_at"
OPEN_WITHOUT_SECOND_FACTOR = ("/accounts/", "/static/", "/healthz", "/readyz", "/apply/", "/hearing/")


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
