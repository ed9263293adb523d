"""Secret grounds of a case: where they are held and what the person learns. For those who decide only."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_POST

from accounts.doors import Requires, fresh_sign_in, requires
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from screening.data_subject_permissions import may_know_secret_pointer
from screening.forms.data_subject import SecretGroundForm
from screening.models import Application
from screening.selectors.application import OPEN_STATES, access_application
from screening.selectors.secret_ground import secret_grounds_for
from screening.services import secret_ground as grounds


class SecretGrounds(Requires, View):
    """The pointers of a case, and a form for one more."""

    capability = Capability.COUNTERSIGN_DECISIONS

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return self._page(_reachable(request, ref), SecretGroundForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        application = _reachable(request, ref)
        form = SecretGroundForm(request.POST)
        if not form.is_valid():
            return self._page(application, form)
        try:
            grounds.enter(
                application,
                actor=request.user,
                scope=request.scope,
                at=clock.now(),
                **form.cleaned_data,
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(application, form)
        messages.success(request, "Noted. The person will learn the essence and nothing else.")
        return redirect("secret-grounds", ref)

    def _page(self, application: Application, form: SecretGroundForm) -> HttpResponse:
        context = {
            "application": application,
            "form": form,
            "grounds": secret_grounds_for(application, scope=self.request.scope),
            "is_open": application.state in OPEN_STATES,
        }
        return render(self.request, "screening/secret_grounds.html", context)


@require_POST
@requires(Capability.COUNTERSIGN_DECISIONS)
@fresh_sign_in
def retract(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Say that a ground no longer counts."""
    application = _reachable(request, ref)
    ground = secret_grounds_for(application, scope=request.scope).filter(pk=number).first()
    if ground is None:
        raise NotFound("ground")
    grounds.retract(ground, actor=request.user, scope=request.scope, at=clock.now())
    messages.success(request, "Retracted; it is no longer told.")
    return redirect("secret-grounds", ref)


def _reachable(request: HttpRequest, ref: str) -> Application:
    """A case whose pointers the caller may know; absent, out of reach and one's own look alike."""
    application = access_application(ref, scope=request.scope)
    if not may_know_secret_pointer(request.user, request.scope, application).allowed:
        raise NotFound("application")
    return application
