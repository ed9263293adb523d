"""Declarations: those that wait, and the officer's look at whether one is complete."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST

from accounts.doors import Requires, requires
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from screening.enums import ApplicationState, Track
from screening.forms.application import ReasonForm
from screening.forms.completeness import CompleteForm, GiveBackForm
from screening.history.account import Account
from screening.history.missing import Missing
from screening.history.picture import bar
from screening.models import Application, Declaration
from screening.notices import questions_for
from screening.permissions import is_not_own_file, may_answer, may_view_records
from screening.selectors import declaration as declarations
from screening.selectors.application import access_application
from screening.selectors.completeness import is_overdue
from screening.services import completeness


class DeclarationDetail(Requires, View):
    """What the person told, what is missing in it, and the two ways on."""

    capability = Capability.VIEW_CASES

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        application = access_application(ref, scope=request.scope)
        return shown(request, application)


@require_POST
@requires(Capability.ANSWER_CHECKS)
def give_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Return the declaration to the person with a list."""
    application = access_application(ref, scope=request.scope)
    form = GiveBackForm(request.POST)
    if form.is_valid():
        try:
            returned = completeness.give_back(application, form.lines(), **_acts(request))
        except InvalidInput as error:
            add_errors(error, form)
        else:
            messages.success(request, f"Returned to the person, who has until {returned.due_on:%d.%m.%Y}.")
            return redirect("declaration-detail", ref)
    return shown(request, application, give_back_form=form)


@require_POST
@requires(Capability.ANSWER_CHECKS)
def complete(request: HttpRequest, ref: str) -> HttpResponse:
    """Take the declaration as complete and ask the checks."""
    application = access_application(ref, scope=request.scope)
    form = CompleteForm(request.POST)
    if form.is_valid():
        try:
            completeness.complete(application, reason=form.cleaned_data["reason"], **_acts(request))
        except InvalidInput as error:
            add_errors(error, form)
        else:
            messages.success(request, "Taken as complete; the checks are asked for.")
            return redirect("case-detail", ref)
    return shown(request, application, complete_form=form)


@require_POST
@requires(Capability.ANSWER_CHECKS)
def close(request: HttpRequest, ref: str) -> HttpResponse:
    """Close the case because the person's time ran out."""
    application = access_application(ref, scope=request.scope)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("Give a reason.")
    completeness.close(application, reason=form.cleaned_data["reason"], **_acts(request))
    messages.success(request, f"Case {ref} is closed as incomplete. It does not count as a refusal.")
    return redirect("case-detail", ref)


def shown(
    request: HttpRequest,
    application: Application,
    *,
    give_back_form: GiveBackForm | None = None,
    complete_form: CompleteForm | None = None,
) -> HttpResponse:
    """The page, with the form that was not in order."""
    declaration = declarations.declaration_of(application)
    if declaration is None:
        raise NotFound("declaration")
    today = timezone.localdate(clock.now())
    lacking = declarations.missing_for_the_person(declaration, today=today)
    works = may_answer(request.user, request.scope, application).allowed
    is_received = application.state_word is ApplicationState.RECEIVED
    context = {
        "application": application,
        "declaration": declaration,
        "lacking": [item.sentence for item in lacking],
        "returns": declaration.returns.all(),
        "can_judge": works and is_received,
        "can_close": works and is_overdue(application, today=today),
        "give_back_form": give_back_form or GiveBackForm(initial={"items": _list(lacking)}),
        "complete_form": complete_form or CompleteForm(),
        "close_form": ReasonForm(),
        **_told(request, application, declaration),
        **_history(declarations.account_of(declaration, today=today), declaration),
    }
    bad = any(form is not None and form.errors for form in (give_back_form, complete_form))
    return render(request, "screening/declaration_detail.html", context, status=400 if bad else 200)


def _told(request: HttpRequest, application: Application, declaration: Declaration) -> dict[str, Any]:
    """What only the circle of conviction data may read is left out for others."""
    sees = may_view_records(request.scope, application)
    own = is_not_own_file(request.user, application.person)
    answers = [
        (question.text, declaration.interests.get(question.code))
        for question in questions_for(application.level_word)
    ]
    held = declarations.documents_held(application)
    return {
        "in_full": sees.allowed and own.allowed,
        "answers": answers,
        "wanted": [(kind, kind in held) for kind in declarations.documents_wanted(application)],
    }


def _history(account: Account, declaration: Declaration) -> dict[str, Any]:
    tracks = []
    for track in Track:
        lines = account.addresses if track is Track.RESIDENCE else account.activities
        told = [(line.period, line.name) for line in lines]
        tracks.append(
            {
                "track": track,
                "bar": bar(told, account.window, explained=account.explained(track)),
                "gaps": account.gaps(track),
                "explanations": declaration.explanations.filter(track=track.value),
                "rows": declaration.addresses.all()
                if track is Track.RESIDENCE
                else declaration.activities.all(),
            }
        )
    return {
        "tracks": tracks,
        "window": account.window,
        "stays": account.long_stays,
        "overlaps": account.overlapping_jobs,
    }


def _list(lacking: tuple[Missing, ...]) -> str:
    return "\n".join(item.sentence for item in lacking)


def _acts(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "scope": request.scope, "at": clock.now()}
