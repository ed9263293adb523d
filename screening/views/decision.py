"""Proposing a decision: the form, "check your answers", then the proposal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View

from accounts.doors import Requires, fresh_sign_in
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from screening.enums import ApplicationState, Outcome
from screening.forms.decision import ProposalForm
from screening.models import Application, Assessment
from screening.permissions import may_propose
from screening.selectors.application import access_application
from screening.services import decision as decisions
from screening.views.evidence import evidence

CHECK, EDIT, PROPOSE = "check", "edit", "propose"


class Decide(Requires, View):
    """Nothing takes effect here: a second officer must agree."""

    capability = Capability.PROPOSE_DECISIONS

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        application = access_application(ref, scope=request.scope)
        outcome = _outcome(request.GET.get("outcome", ""))
        form = self._proposal_form(application, outcome, initial={"outcome": outcome.value})
        return self._page("screening/decision_form.html", application, outcome, form)

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        application = access_application(ref, scope=request.scope)
        outcome = _outcome(request.POST.get("outcome", ""))
        form = self._proposal_form(application, outcome, data=request.POST)
        if not form.is_valid() or request.POST.get("step") == EDIT:
            return self._page("screening/decision_form.html", application, outcome, form)
        if request.POST.get("step") == PROPOSE:
            return self._propose(application, outcome, form)
        return self._page("screening/decision_check.html", application, outcome, form)

    def _propose(self, application: Application, outcome: Outcome, form: ProposalForm) -> HttpResponse:
        try:
            decisions.propose(
                application,
                outcome,
                reason=form.cleaned_data["reason"],
                valid_until=form.cleaned_data.get("valid_until"),
                actor=self.request.user,
                scope=self.request.scope,
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page("screening/decision_form.html", application, outcome, form)
        messages.success(self.request, "Proposed. A second officer decides now.")
        return redirect("case-detail", application.ref)

    def _proposal_form(self, application: Application, outcome: Outcome, **given: Any) -> ProposalForm:
        assessment = application.assessments.first()
        longest = _longest(assessment) if assessment and outcome is Outcome.GRANT else None
        return ProposalForm(longest=longest, months=assessment.validity_months if assessment else 0, **given)

    def _page(
        self, template: str, application: Application, outcome: Outcome, form: ProposalForm
    ) -> HttpResponse:
        context = evidence(application, self.request) | {
            "outcome": outcome,
            "form": form,
            "verdict": may_propose(self.request.user, self.request.scope, application),
            "is_in_review": application.state_word is ApplicationState.IN_REVIEW,
        }
        return render(self.request, template, context)


def _outcome(text: str) -> Outcome:
    """What is proposed; anything else is read as a refusal, which grants nothing."""
    return Outcome.GRANT if text == Outcome.GRANT.value else Outcome.REFUSE


def _longest(assessment: Assessment) -> date:
    return decisions.longest_validity(assessment, timezone.localdate(clock.now()))
