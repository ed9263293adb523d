"""What every page view asks first: does the caller hold the page's capability, and was the sign-in fresh?"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import method_decorator

from accounts.roles import Capability
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


class Requires:
    """The same for class-based views: `capability` is one Capability or a tuple of which one suffices."""

    capability: ClassVar[Capability | tuple[Capability, ...]]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = self.capability if isinstance(self.capability, tuple) else (self.capability,)
        check_capability(request, wanted)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


def fresh_sign_in(view: View) -> View:
    """A decision needs a sign-in that is minutes old: who walks up to an open screen decides nothing."""
    return reauthentication_required(view)


@method_decorator(fresh_sign_in, name="dispatch")
class FreshSignIn:
    """The same for class-based views; stands before the other bases."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
