"""Turns what an account may do into a Scope, once per request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from accounts.selectors.scope import scope_of
from portsec.kernel.scope import Scope


class ScopeMiddleware:
    """Sets `request.scope`. Forgetting it in a view is an error there, not a leak."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.scope = SimpleLazyObject(lambda: _scope(request))
        return self.get_response(request)


def _scope(request: HttpRequest) -> Scope:
    user = request.user
    return scope_of(user) if user.is_authenticated else Scope.nothing()
