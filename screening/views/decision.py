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
from screening.selectors.hearing import was_heard
from screening.services import decision as decisions
from screening.views.procedure import evidence_with_answers

CHECK, EDIT, PROPOSE = "check", "edit", "propose"


class Decide(Requires, View):
    """Nothing takes effect here: a second officer must agree."""

    capability = Capability.PROPOSE_DECISIONS

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        application = access_application(ref, scope=request.scope)
        outcome = _outcome(request.GET.get("outcome", ""))
        initial = {"outcome": outcome.value, "statement": _statement(application, outcome)}
        form = self._proposal_form(application, outcome, initial=initial)
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
        given = {name: value for name, value in form.cleaned_data.items() if name != "outcome"}
        try:
            decisions.propose(
                application,
                outcome,
                **given,
                actor=self.request.user,
                scope=self.request.scope,
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page("screening/decision_form.html", application, outcome, form)
        messages.success(self.request, "Proposed. A second officer forms an own opinion now.")
        return redirect("case-detail", application.ref)

    def _proposal_form(self, application: Application, outcome: Outcome, **given: Any) -> ProposalForm:
        assessment = application.assessments.first()
        longest = longest_end(assessment) if assessment else None
        months = assessment.validity_months if assessment else 0
        return ProposalForm(outcome=outcome, longest=longest, months=months, **given)

    def _page(
        self, template: str, application: Application, outcome: Outcome, form: ProposalForm
    ) -> HttpResponse:
        context = evidence_with_answers(application, self.request) | {
            "outcome": outcome,
            "form": form,
            "verdict": may_propose(self.request.user, self.request.scope, application),
            "is_in_review": application.state_word is ApplicationState.IN_REVIEW,
        }
        assessment = context["assessment"]
        context["needs_hearing"] = (
            outcome.is_adverse and assessment is not None and not was_heard(application, assessment)
        )
        return render(self.request, template, context)


def _outcome(text: str) -> Outcome:
    """What is proposed; anything else is read as a refusal, which grants nothing."""
    return Outcome(text) if text in set(Outcome) else Outcome.REFUSE


def _statement(application: Application, outcome: Outcome) -> str:
    """The text to the person of the notice, to be finished for the decision."""
    last = application.decisions.exclude(statement="").first()
    return last.statement if last and outcome.is_adverse else ""


def longest_end(assessment: Assessment) -> date:
    """The last day that the policy supports for a clearance decided today."""
    return decisions.latest_end(assessment, timezone.localdate(clock.now()))
