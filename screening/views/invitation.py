"""The link of one case: whether it lives, a new one, an end of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View
from django.views.decorators.http import require_POST

from accounts.doors import Requires, requires
from accounts.roles import Capability
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from screening.forms.application import ReasonForm
from screening.forms.need import LanguageForm
from screening.permissions import may_invite
from screening.selectors.application import CLOSED
from screening.selectors.invitation import (
    OPEN_TO_THE_PERSON,
    access_invited,
    is_live,
    latest_invitation,
)
from screening.services import invitation
from screening.views.sheet import sheet


class CaseInvitation(Requires, View):
    """For officers and for the employer whose person it is: how far the person is, never what they told."""

    capability = Capability.ENTER_APPLICATIONS

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        application = access_invited(ref, scope=request.scope)
        latest = latest_invitation(application)
        may = may_invite(request.user, request.scope, application)
        context = {
            "application": application,
            "need": getattr(application, "need", None),
            "invitation": latest,
            "is_live": latest is not None and is_live(latest, at=clock.now()),
            "can_change": may.allowed and application.state_word in OPEN_TO_THE_PERSON,
            "is_closed": application.state_word in CLOSED,
            "language_form": LanguageForm(initial={"language": latest.language if latest else "en"}),
            "reason_form": ReasonForm(),
            "sees_case": request.scope.holds(Capability.VIEW_CASES.value, application.port_id),
        }
        return render(request, "screening/case_invitation.html", context)


@require_POST
@requires(Capability.ENTER_APPLICATIONS)
def renew(request: HttpRequest, ref: str) -> HttpResponse:
    """A new link on a new sheet; the old one is dead."""
    application = access_invited(ref, scope=request.scope)
    form = LanguageForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("Choose a language of the list.")
    invited = invitation.renew(
        application,
        language=form.cleaned_data["language"],
        actor=request.user,
        scope=request.scope,
        at=clock.now(),
    )
    return sheet(request, invited)


@require_POST
@requires(Capability.ENTER_APPLICATIONS)
def cancel(request: HttpRequest, ref: str) -> HttpResponse:
    """The link works no longer; the case stays where it is."""
    application = access_invited(ref, scope=request.scope)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("Give a reason.")
    invitation.cancel(
        application,
        reason=form.cleaned_data["reason"],
        actor=request.user,
        scope=request.scope,
        at=clock.now(),
    )
    messages.success(request, "The link works no longer.")
    return redirect("case-invitation", ref)
