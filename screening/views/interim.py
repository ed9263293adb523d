"""Interim clearances: one officer proposes, another answers, on one page of the case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from accounts.doors import Requires, fresh_sign_in
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from screening.forms.decision import AnswerForm, InterimForm
from screening.models import Application, InterimProposal
from screening.permissions import may_answer_interim, may_propose
from screening.selectors.application import access_application
from screening.selectors.decision import open_interim
from screening.services import interim as interims
from screening.services.interim_clock import last_day_of_title
from screening.views.evidence import evidence


class Interim(Requires, View):
    """The proposal, or the answer to the one that waits."""

    capability = (Capability.PROPOSE_DECISIONS, Capability.COUNTERSIGN_DECISIONS)

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        application = access_application(ref, scope=request.scope)
        waiting = open_interim(application)
        return self._page(application, waiting, _form(application, waiting))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        application = access_application(ref, scope=request.scope)
        waiting = open_interim(application)
        form = _form(application, waiting, data=request.POST)
        if form is None or not form.is_valid():
            return self._page(application, waiting, form)
        try:
            done = self._answer(waiting, form) if waiting else self._propose(application, form)
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(application, waiting, form)
        messages.success(request, done)
        return redirect("case-detail", ref)

    def _propose(self, application: Application, form: Form) -> str:
        interims.propose(application, **form.cleaned_data, **self._who())
        return "Proposed. A second officer answers."

    def _answer(self, waiting: InterimProposal, form: Form) -> str:
        agrees = form.cleaned_data["answer"] == AnswerForm.AGREE
        command = interims.agree if agrees else interims.decline
        command(waiting, reason=form.cleaned_data["reason"], **self._who())
        return "The interim clearance is granted." if agrees else "Declined."

    def _who(self) -> dict[str, Any]:
        return {"actor": self.request.user, "scope": self.request.scope, "at": clock.now()}

    def _page(
        self, application: Application, waiting: InterimProposal | None, form: Form | None
    ) -> HttpResponse:
        user, scope = self.request.user, self.request.scope
        context = evidence(application, self.request) | {
            "waiting": waiting,
            "form": form,
            "verdict": may_answer_interim(user, scope, waiting)
            if waiting
            else may_propose(user, scope, application),
        }
        return render(self.request, "screening/interim_form.html", context)


def _form(application: Application, waiting: InterimProposal | None, **given: Any) -> Form | None:
    """None where the policy knows no interim clearance."""
    if waiting:
        return AnswerForm(**given)
    longest = last_day_of_title(application.policy, at=clock.now())
    return InterimForm(longest=longest, **given) if longest else None
