"""Who comes in: the link in the address, the birth date, and a signed cookie for the next half hour."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from portsec.kernel import clock
from portsec.kernel.errors import NotFound
from screening.enums import ApplicationState, Language
from screening.models import Declaration, Invitation
from screening.selectors import declaration as declarations
from screening.selectors.invitation import invitation_of, is_live
from screening.views import own_language

KEY = "apply_key"  # the cookie that says: this browser gave the right birth date for this link
KEY_SECONDS = 30 * 60  # idle time after which the birth date is asked again
# Neither scripts nor requests by script: the phone of a stranger is the least trusted place that we write to.
NO_SCRIPTS = {"script-src": ["'none'"], "connect-src": ["'none'"]}


@method_decorator([login_not_required, never_cache, csp_replace(NO_SCRIPTS)], name="dispatch")
class PublicPart(View):
    """A page behind a link. A staff session plays no part here, whoever opens it."""

    invitation: Invitation

    def dispatch(self, request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        self.token = token
        language = own_language.chosen(request)
        try:
            self.invitation = invitation_of(token)
        except NotFound:
            with translation.override(language or Language.EN.value):
                return render(request, "screening/apply/dead.html", {"token": token}, status=404)
        with translation.override(language or self.invitation.language):
            response = self._inside(request, **kwargs)
        own_language.keep(request, response, path="/apply/")
        return response

    def _inside(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not is_live(self.invitation, at=clock.now()):
            return self.page("dead", status=410)
        response: HttpResponse = super().dispatch(request, **kwargs)
        return response

    def page(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """A page with what all of them show."""
        application = self.invitation.application
        shown = {
            "token": self.token,
            "invitation": self.invitation,
            "port": application.port,
            "post": application.post,
            "language": translation.get_language(),
            "languages": tuple(Language),
            "is_inside": isinstance(self, Step),
        }
        return render(self.request, f"screening/apply/{template}.html", shown | context, status=status)

    def to(self, name: str, **kwargs: Any) -> HttpResponseRedirect:
        return redirect(reverse(name, kwargs={"token": self.token, **kwargs}))


class OwnPart(PublicPart):
    """A page behind link and birth date. Without the key it leads to the door."""

    def _inside(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not is_live(self.invitation, at=clock.now()):
            return self.page("dead", status=410)
        if not has_key(request, self.invitation):
            return self.to("apply-door")
        return give_key(super()._inside(request, **kwargs), self.invitation, self.token)


class Step(OwnPart):
    """A page on which the person tells something. What was not begun, or is handed in, leads to the door."""

    declaration: Declaration

    def _inside(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        begun = declarations.declaration_of(self.invitation.application)
        is_open = self.invitation.application.state_word is ApplicationState.DECLARING
        if begun is None or not is_open:
            return self.to("apply-door")
        self.declaration = begun
        return super()._inside(request, **kwargs)


def has_key(request: HttpRequest, invitation: Invitation) -> bool:
    """Whether this browser gave the right birth date for this link within the last half hour."""
    held = request.get_signed_cookie(KEY, default=None, salt=KEY, max_age=KEY_SECONDS)
    return held == _key(invitation)


def give_key(response: HttpResponse, invitation: Invitation, token: str) -> HttpResponse:
    """Let this browser in for the next half hour; the cookie goes to this link's pages alone."""
    path = reverse("apply-door", kwargs={"token": token})
    response.set_signed_cookie(
        KEY, _key(invitation), salt=KEY, max_age=KEY_SECONDS, path=path, **own_language.cookie_terms()
    )
    return response


def _key(invitation: Invitation) -> str:
    return f"{invitation.pk}"
