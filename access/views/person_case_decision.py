"""What an officer does with a person-case: take it, explain it, dismiss it, escalate it, open it again."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_POST

from access.enums import PersonCaseEvent
from access.forms.person_case import CaseReasonForm, EscalateForm
from access.models import PersonCase
from access.permissions.person_case import may_triage
from access.selectors.person_case import access_person_case
from access.services import anomaly
from access.transitions import PERSON_CASE_TRANSITIONS
from accounts.doors import Requires, fresh_sign_in, requires
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound

CHECK, EDIT, DECIDE = "check", "edit", "decide"


@dataclass(frozen=True, slots=True)
class Step:
    """What the page says of one decision."""

    slug: str
    event: PersonCaseEvent
    title: str
    done: str
    effects: tuple[str, ...]
    icon: str
    variant: str = "plain"


STEPS = {
    step.slug: step
    for step in (
        Step(
            "escalate",
            PersonCaseEvent.ESCALATE,
            "Escalate",
            "escalated",
            (
                "A reassessment of the person opens at the vetting desk, with your reason.",
                "It is decided there by two officers; this case ends here.",
            ),
            "siren",
            "danger",
        ),
        Step(
            "explain",
            PersonCaseEvent.EXPLAIN,
            "Mark as explained",
            "explained",
            (
                "The case is closed: what was found had a good reason.",
                "The same events do not raise it again; new ones open a new case.",
            ),
            "circle-check",
        ),
        Step(
            "dismiss",
            PersonCaseEvent.DISMISS,
            "Dismiss",
            "dismissed",
            (
                "The case is closed: what was found says nothing about the person.",
                "The same events do not raise it again; new ones open a new case.",
            ),
            "circle-slash",
        ),
        Step(
            "reopen",
            PersonCaseEvent.REOPEN,
            "Open again",
            "open again",
            ("The case goes back to the queue. The earlier decision stays on record.",),
            "rotate-ccw",
        ),
    )
}


class Decide(Requires, View):
    """Form, then "check the answers", then the decision."""

    capability = Capability.TRIAGE_PERSON_CASES

    def get(self, request: HttpRequest, ref: str, step: str) -> HttpResponse:
        chosen = _step(step)
        return self._page("access/person_case_decide.html", self._case(ref), chosen, _form(chosen))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str, step: str) -> HttpResponse:
        case, chosen = self._case(ref), _step(step)
        form = _form(chosen, request.POST)
        if not form.is_valid() or request.POST.get("step") == EDIT:
            return self._page("access/person_case_decide.html", case, chosen, form)
        if request.POST.get("step") != DECIDE:
            return self._page("access/person_case_check.html", case, chosen, form)
        try:
            self._decide(case, chosen, form)
        except InvalidInput as error:
            add_errors(error, form)
            return self._page("access/person_case_decide.html", case, chosen, form)
        messages.success(request, f"{case.ref} is {chosen.done}.")
        return redirect("person-case-detail", case.ref)

    def _decide(self, case: PersonCase, step: Step, form: CaseReasonForm) -> None:
        who = {"actor": self.request.user, "scope": self.request.scope, "at": clock.now()}
        reason = form.cleaned_data["reason"]
        if step.event is PersonCaseEvent.ESCALATE:
            anomaly.escalate(case, reason=reason, suspend=form.cleaned_data["suspend"], **who)
        else:
            anomaly.triage(case, step.event, reason=reason, **who)

    def _case(self, ref: str) -> PersonCase:
        return access_person_case(ref, scope=self.request.scope)

    def _page(self, template: str, case: PersonCase, step: Step, form: CaseReasonForm) -> HttpResponse:
        context = {
            "case": case,
            "step": step,
            "form": form,
            "verdict": may_triage(self.request.user, self.request.scope, case),
            "is_possible": (case.state_word, step.event) in PERSON_CASE_TRANSITIONS,
            "is_escalation": step.event is PersonCaseEvent.ESCALATE,
        }
        return render(self.request, template, context)


@requires(Capability.TRIAGE_PERSON_CASES)
@require_POST
def take(request: HttpRequest, ref: str) -> HttpResponse:
    """Make the case one's own."""
    case = access_person_case(ref, scope=request.scope)
    anomaly.assign(case, actor=request.user, scope=request.scope, at=clock.now())
    messages.success(request, f"{case.ref} is yours.")
    return redirect("person-case-detail", ref)


def possible_steps(case: PersonCase) -> list[Step]:
    """The decisions that the case's state allows."""
    return [step for step in STEPS.values() if (case.state_word, step.event) in PERSON_CASE_TRANSITIONS]


def _step(slug: str) -> Step:
    if slug not in STEPS:
        raise NotFound("page")
    return STEPS[slug]


def _form(step: Step, data: object = None) -> CaseReasonForm:
    return EscalateForm(data) if step.event is PersonCaseEvent.ESCALATE else CaseReasonForm(data)
