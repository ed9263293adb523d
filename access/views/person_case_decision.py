"""What an officer does with a person-case: take it, see whom it is about, ask, close, escalate, hand over."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_POST

from access.casework.words import HandOverGround
from access.enums import PersonCaseEvent
from access.forms.person_case import CaseReasonForm, EscalateForm, HandOverForm, UnmaskForm
from access.models import PersonCase
from access.permissions.person_case import has_unmasked, may_confirm_dismissal, may_triage
from access.selectors.case_finding import events_named
from access.selectors.pseudonym import seen_case
from access.services import anomaly, case_question, unmasking
from access.services.anomaly import Liaison
from access.transitions import PERSON_CASE_TRANSITIONS
from accounts.doors import Requires, fresh_sign_in, requires
from accounts.models import User
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import Conflict, InvalidInput, NotFound
from portsec.kernel.verdict import Verdict, all_of

CHECK, EDIT, DECIDE = "check", "edit", "decide"


@dataclass(frozen=True, slots=True)
class Step:
    """What the page says of one decision."""

    slug: str
    event: PersonCaseEvent
    title: str
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
            (
                "A reassessment of the person opens at the vetting desk, with your reason.",
                "It is decided there by two officers; this case ends here.",
            ),
            "siren",
            "danger",
        ),
        Step(
            "hand-over",
            PersonCaseEvent.HAND_OVER,
            "Hand to the police",
            (
                "The police liaison has the case from now on; this case ends here.",
                "Who it went to, the ground and your reason go on record.",
                "Nothing about it is told to the person or to their employer.",
            ),
            "shield-user",
            "danger",
        ),
        Step(
            "explain",
            PersonCaseEvent.EXPLAIN,
            "Mark as explained",
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
            (
                "The case is closed: what was found says nothing about the person.",
                "The same events do not raise it again; new ones open a new case.",
                "A case with a high or critical finding is closed once a second person agrees.",
            ),
            "circle-slash",
        ),
        Step(
            "confirm",
            PersonCaseEvent.CONFIRM_DISMISSAL,
            "Confirm the dismissal",
            ("The case is closed, by two people. The same events do not raise it again.",),
            "stamp",
        ),
        Step(
            "reopen",
            PersonCaseEvent.REOPEN,
            "Open again",
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
        messages.success(request, f"{case.ref}: {case.state_word.label.lower()}.")
        return redirect("person-case-detail", case.ref)

    def _decide(self, case: PersonCase, step: Step, form: CaseReasonForm) -> None:
        who = {"actor": self.request.user, "scope": self.request.scope, "at": clock.now()}
        given = form.cleaned_data
        if step.event is PersonCaseEvent.ESCALATE:
            anomaly.escalate(case, reason=given["reason"], suspend=given["suspend"], **who)
        elif step.event is PersonCaseEvent.HAND_OVER:
            liaison = Liaison(given["handed_to"], HandOverGround(given["ground"]), given["handed_ref"])
            anomaly.hand_over(case, liaison, reason=given["reason"], **who)
        else:
            anomaly.triage(case, step.event, reason=given["reason"], **who)

    def _case(self, ref: str) -> PersonCase:
        return seen_case(ref, scope=self.request.scope, viewer=self.request.user, at=clock.now())

    def _page(self, template: str, case: PersonCase, step: Step, form: CaseReasonForm) -> HttpResponse:
        context = {
            "case": case,
            "step": step,
            "form": form,
            "verdict": self._verdict(case, step),
            "is_possible": (case.state_word, step.event) in PERSON_CASE_TRANSITIONS,
            "is_escalation": step.event is PersonCaseEvent.ESCALATE,
        }
        return render(self.request, template, context)

    def _verdict(self, case: PersonCase, step: Step) -> Verdict:
        actor, scope = self.request.user, self.request.scope
        if step.event is PersonCaseEvent.CONFIRM_DISMISSAL:
            return may_confirm_dismissal(actor, scope, case)
        triage = may_triage(actor, scope, case)
        if step.event is PersonCaseEvent.HAND_OVER:
            return all_of(triage, has_unmasked(actor, case, at=clock.now()))
        return triage


class Unmask(Requires, View):
    """Whom a case is about, for whoever says why they need to know."""

    capability = Capability.VIEW_PERSON_CASES

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return self._page(ref, UnmaskForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        form = UnmaskForm(request.POST)
        if not form.is_valid():
            return self._page(ref, form)
        case = _seen(request, ref)
        who = {"actor": request.user, "scope": request.scope, "at": clock.now()}
        unmasking.unmask(case, reason=form.cleaned_data["reason"], **who)
        messages.success(request, "You see the name for a week. It is on record.")
        return redirect("person-case-detail", ref)

    def _page(self, ref: str, form: UnmaskForm) -> HttpResponse:
        case = _seen(self.request, ref)
        return render(self.request, "access/person_case_unmask.html", {"case": case, "form": form})


@requires(Capability.TRIAGE_PERSON_CASES)
@require_POST
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask the person what the ticked events were for."""
    case = _seen(request, ref)
    events = events_named(case, request.POST.getlist("event"))
    who = {"actor": request.user, "scope": request.scope, "at": clock.now()}
    try:
        asked = case_question.ask(case, events, **who)
    except (InvalidInput, Conflict) as error:
        messages.warning(request, error.detail)
    else:
        messages.success(request, f"Asked about {len(asked)}; the answer is due within 24 hours.")
    return redirect("person-case-detail", ref)


@requires(Capability.TRIAGE_PERSON_CASES)
@require_POST
def take(request: HttpRequest, ref: str) -> HttpResponse:
    """Make the case one's own."""
    case = _seen(request, ref)
    anomaly.assign(case, actor=request.user, scope=request.scope, at=clock.now())
    messages.success(request, f"{case.ref} is yours.")
    return redirect("person-case-detail", ref)


def possible_steps(case: PersonCase, actor: User) -> list[Step]:
    """The decisions that the case's state allows; nobody is offered to confirm what they proposed."""
    own = case.proposed_by_id == actor.pk
    return [
        step
        for step in STEPS.values()
        if (case.state_word, step.event) in PERSON_CASE_TRANSITIONS
        and not (own and step.event is PersonCaseEvent.CONFIRM_DISMISSAL)
    ]


def _seen(request: HttpRequest, ref: str) -> PersonCase:
    return seen_case(ref, scope=request.scope, viewer=request.user, at=clock.now())


def _step(slug: str) -> Step:
    if slug not in STEPS:
        raise NotFound("page")
    return STEPS[slug]


def _form(step: Step, data: object = None) -> CaseReasonForm:
    forms = {PersonCaseEvent.ESCALATE: EscalateForm, PersonCaseEvent.HAND_OVER: HandOverForm}
    return forms.get(step.event, CaseReasonForm)(data)
