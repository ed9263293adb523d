"""One case: what it rests on, what happened, and the small acts around it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.decorators.http import require_POST

from accounts.doors import Requires, requires
from accounts.models import User
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from screening.enums import ApplicationKind, ApplicationState
from screening.forms.application import NoteForm, ReasonForm
from screening.models import Application
from screening.permissions import may_enter, may_propose, may_work_on
from screening.selectors.application import OPEN_STATES, access_application, case_files
from screening.selectors.clearance import current_clearance
from screening.selectors.officer import case_officers
from screening.selectors.timeline import case_timeline
from screening.services import application as applications
from screening.services import assessment as assessments
from screening.standing import standing
from screening.views.evidence import evidence
from screening.views.procedure import procedure
from screening.views.queue import WORKS_ON_CASES

# The procedure as the stepper shows it; several states may share a step.
STEPS = (
    (ApplicationState.DECLARING, "Declaration"),
    (ApplicationState.RECEIVED, "Completeness"),
    (ApplicationState.CHECKING, "Checks"),
    (ApplicationState.IN_REVIEW, "Review"),
    (ApplicationState.PROPOSED, "Second opinion"),
    (ApplicationState.HEARING, "Hearing"),
)
SHARED_STEPS = {
    ApplicationState.SPONSORING: ApplicationState.DECLARING,
    ApplicationState.INVITED: ApplicationState.DECLARING,
    ApplicationState.PANEL: ApplicationState.PROPOSED,
}
DECIDED = "decided"
ROW_NUMBER = re.compile(r"[0-9]{1,18}")


class CaseDetail(Requires, View):
    """Stepper, checks, findings, timeline, and the person beside them."""

    capability = Capability.VIEW_CASES

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        application = access_application(ref, scope=request.scope)
        shown = evidence(application, request) | procedure(application, request)
        context = shown | {
            "steps": _steps(application),
            "step": SHARED_STEPS.get(application.state_word, application.state_word).value,
            "is_open": application.state in OPEN_STATES,
            "timeline": case_timeline(application, in_full=shown["in_full"], sealed=shown["sealed"]),
            "note_form": NoteForm(),
            **_beside(application, request),
            **_buttons(application, request),
        }
        return render(request, "screening/case_detail.html", context)


class Withdraw(Requires, View):
    """Closes a case because the person gave it up."""

    capability = Capability.ENTER_APPLICATIONS

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return self._form(access_application(ref, scope=request.scope), ReasonForm())

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        application = access_application(ref, scope=request.scope)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._form(application, form)
        try:
            applications.withdraw(
                application,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                scope=request.scope,
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._form(application, form)
        messages.success(request, f"Case {ref} is withdrawn.")
        return redirect("case-detail", ref)

    def _form(self, application: Application, form: ReasonForm) -> HttpResponse:
        return render(
            self.request, "screening/case_withdraw.html", {"application": application, "form": form}
        )


@require_POST
@requires(*WORKS_ON_CASES)
def assign(request: HttpRequest) -> HttpResponse:
    """Give the ticked cases to an officer, oneself where none is chosen.

    A case that is out of reach is passed over, like one that is absent.
    """
    numbers = [int(number) for number in request.POST.getlist("selected") if ROW_NUMBER.fullmatch(number)]
    cases = case_files(scope=request.scope).filter(pk__in=numbers)
    owner = _chosen_owner(request)
    with transaction.atomic():
        for case in cases:
            applications.assign(case, owner, actor=request.user, scope=request.scope, at=clock.now())
    whose = "yours" if owner == request.user else f"with {owner}"
    messages.success(request, f"{len(cases)} {'case is' if len(cases) == 1 else 'cases are'} {whose} now.")
    return redirect(_queue_left_from(request))


def _chosen_owner(request: HttpRequest) -> User:
    username = request.POST.get("owner", "")
    if not username:
        return request.user
    owner = case_officers(scope=request.scope).filter(username=username).first()
    if owner is None:
        raise InvalidInput(
            "Choose an officer who works on cases here.", fields={"owner": "Choose an officer."}
        )
    return owner


def _queue_left_from(request: HttpRequest) -> str:
    """The queue with the filters that were set, so that the next rows can be ticked."""
    back = request.META.get("HTTP_REFERER", "")
    queue = reverse("case-list")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return back if is_ours and urlsplit(back).path == queue else queue


@require_POST
@requires(*WORKS_ON_CASES)
def take(request: HttpRequest, ref: str) -> HttpResponse:
    """Take one case."""
    application = access_application(ref, scope=request.scope)
    applications.assign(application, request.user, actor=request.user, scope=request.scope, at=clock.now())
    messages.success(request, "The case is yours now.")
    return redirect("case-detail", ref)


@require_POST
@requires(*WORKS_ON_CASES)
def note(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep a note on the case's timeline."""
    application = access_application(ref, scope=request.scope)
    form = NoteForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(f"The note was not kept: {' '.join(form.errors['text'])}", fields={"text": "Note"})
    applications.add_note(
        application, form.cleaned_data["text"], actor=request.user, scope=request.scope, at=clock.now()
    )
    messages.success(request, "Note added.")
    return redirect("case-detail", ref)


@require_POST
@requires(Capability.PROPOSE_DECISIONS)
def assess(request: HttpRequest, ref: str) -> HttpResponse:
    """Run the policy over the case as it stands now."""
    application = access_application(ref, scope=request.scope)
    made = assessments.assess(application, actor=request.user, scope=request.scope, at=clock.now())
    messages.success(request, f"Assessed. The rules say: {made.recommendation_word.label.lower()}.")
    return redirect("case-detail", ref)


def _steps(application: Application) -> list[tuple[str, str]]:
    """The steps of this case: a hearing is one only where there is or was one."""
    closed = application.state not in OPEN_STATES
    heard = application.state_word is ApplicationState.HEARING
    steps = [(state.value, label) for state, label in STEPS if heard or state is not ApplicationState.HEARING]
    return [*steps, (DECIDED, application.state_word.label if closed else "Decision")]


def _beside(application: Application, request: HttpRequest) -> dict[str, Any]:
    """The person's clearance today and their other cases."""
    now = clock.now()
    held = current_clearance(application.person_id, at=now)
    others = case_files(scope=request.scope).filter(person=application.person).exclude(pk=application.pk)
    return {
        "clearance": held,
        "standing": standing(
            held.state_word if held else None,
            held.valid_until if held else None,
            today=timezone.localdate(now),
        ),
        "others": others.order_by("-submitted_at")[:10],
    }


def _buttons(application: Application, request: HttpRequest) -> dict[str, bool]:
    """Which acts are offered; the commands judge for themselves."""
    scope, user, state = request.scope, request.user, application.state_word
    reviewed = state is ApplicationState.IN_REVIEW and may_propose(user, scope, application).allowed
    works = may_work_on(user, scope, application).allowed
    is_open = application.state in OPEN_STATES
    enters = may_enter(
        scope, port_id=application.port_id, organisation_id=application.person.organisation_id
    ).allowed
    return {
        "can_assess": reviewed,
        "can_propose": reviewed,
        "can_note": works,
        "can_take": works and is_open and application.owner_id != user.pk,
        "can_withdraw": enters and is_open and application.kind != ApplicationKind.REASSESSMENT.value,
        "can_countersign": state is ApplicationState.PROPOSED
        and scope.holds(Capability.COUNTERSIGN_DECISIONS.value, application.port_id),
    }
