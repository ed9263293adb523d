"""What every page view asks first: does the caller hold the page's capability, and was the sign-in fresh?"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator

from accounts.roles import Capability
from portsec.kernel import clock
from portsec.kernel.errors import NotFound

View = Callable[..., HttpResponseBase]


def requires(*capabilities: Capability) -> Callable[[View], View]:
    """The page is there only for callers who hold one of these somewhere; to others it does not exist."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            check_capability(request, capabilities)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def check_capability(request: HttpRequest, capabilities: tuple[Capability, ...]) -> None:
    """Raises NotFound unless the caller holds one of the capabilities at some port."""
    if not any(request.scope.holds(capability.value) for capability in capabilities):
        raise NotFound("page")


def fragment_of(page: str, *capabilities: Capability) -> Callable[[View], View]:
    """The same for a part of the page named `page`, which a script asks for again by itself.

    Signed out, it answers 401 with the way to sign in and back: a redirect would be followed by the script
    and the sign-in page shown inside the part.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                back = reverse(page, args=args, kwargs=kwargs)
                where = f"{reverse('account_login')}?next={back}"
                return HttpResponse(status=401, headers={"HX-Redirect": where})
            check_capability(request, capabilities)
            response = view(request, *args, **kwargs)
            response.headers["Cache-Control"] = "no-cache, private"
            return response

        return login_not_required(guarded)

    return decorate


class Requires:
    """The same for class-based views: `capability` is one Capability or a tuple of which one suffices."""

    capability: ClassVar[Capability | tuple[Capability, ...]]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = self.capability if isinstance(self.capability, tuple) else (self.capability,)
        check_capability(request, wanted)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


def fresh_sign_in(view: View) -> View:
    """A decision needs a sign-in that is minutes old: who walks up to an open screen decides nothing.

    The post is kept, and done after the person has given the password, a passkey or a code.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not has_fresh_sign_in(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return guarded


def has_fresh_sign_in(request: HttpRequest) -> bool:
    """Whether the caller proved who they are within the last minutes, at sign-in or since.

    allauth's own decorator counts only proofs after the sign-in, and would ask twice within a minute.
    """
    proofs = get_authentication_records(request, request.user)
    latest = max((proof["at"] for proof in proofs), default=0.0)
    return clock.now().timestamp() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


@method_decorator(fresh_sign_in, name="dispatch")
class FreshSignIn:
    """The same for class-based views; stands before the other bases."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
