"""The steps that a request takes on its way: asked of one more State, sent, chased, asked again."""

from __future__ import annotations

from collections.abc import Callable
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
from screening.asked_states import language_for, languages_of, writes_own_language
from screening.enums import CheckKind
from screening.forms.application import ReasonForm
from screening.forms.request import AskStateForm
from screening.models import Application, Check
from screening.request_texts import PURPOSE_BASIS, reminder, sheet_words
from screening.selectors.application import access_application, access_check
from screening.selectors.declaration import declaration_of
from screening.services import answer as answers
from screening.services import check as checks
from screening.services import request as requests_sent
from screening.views.evidence import may_still_answer

# Steps that need nothing but a click, and what is said then.
CLICKS: dict[str, tuple[Callable[..., None], str]] = {
    "send": (requests_sent.send, "noted as sent; its clock runs."),
    "chase": (requests_sent.chase, "the reminder is on record; print its text here."),
    "data": (requests_sent.give_data, "the data was given; its clock starts anew."),
}
# Steps that need a reason: the command, the words of its page.
REASONED: dict[str, tuple[Callable[..., None], str, str]] = {
    "ask-again": (answers.ask_again, "Ask again", "Why the answer does not hold. It goes on record."),
    "invalid": (
        answers.invalidate,
        "Declare the answer invalid",
        "What is wrong with it. It goes on record.",
    ),
}


@require_POST
@requires(Capability.ANSWER_CHECKS)
def step(request: HttpRequest, ref: str, check: str, step: str) -> HttpResponse:
    """Send, chase, or say that the data was given."""
    asked = access_check(ref, check, scope=request.scope)
    if step not in CLICKS:
        raise NotFound("page")
    command, said = CLICKS[step]
    command(asked, **_who(request))
    messages.success(request, f"{asked}: {said}")
    return redirect("check-chaser" if step == "chase" else "check-detail", ref, asked.address)


class Reconsider(Requires, View):
    """Asks for the reason, then asks again or declares the answer invalid."""

    capability = Capability.ANSWER_CHECKS

    def get(self, request: HttpRequest, ref: str, check: str, step: str) -> HttpResponse:
        return self._page(access_check(ref, check, scope=request.scope), step)

    def post(self, request: HttpRequest, ref: str, check: str, step: str) -> HttpResponse:
        asked = access_check(ref, check, scope=request.scope)
        form = ReasonForm(request.POST)
        if step not in REASONED or not form.is_valid():
            return self._page(asked, step, form)
        try:
            REASONED[step][0](asked, reason=form.cleaned_data["reason"], **_who(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(asked, step, form)
        messages.success(request, f"{asked}: {asked.state_word.label.lower()}.")
        return redirect("check-detail", ref, asked.address)

    def _page(self, check: Check, step: str, form: ReasonForm | None = None) -> HttpResponse:
        if step not in REASONED:
            raise NotFound("page")
        _, title, help_text = REASONED[step]
        context = {
            "check": check,
            "application": check.application,
            "title": title,
            "form": form or ReasonForm(help_text=help_text),
            "may_answer": may_still_answer(check.application, self.request),
        }
        return render(self.request, "screening/check_reconsider.html", context)


class AskState(Requires, View):
    """Asks one more State for its record."""

    capability = Capability.ANSWER_CHECKS

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return self._page(access_application(ref, scope=request.scope), AskStateForm())

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        application = access_application(ref, scope=request.scope)
        form = AskStateForm(request.POST)
        if not form.is_valid():
            return self._page(application, form)
        kind, country = CheckKind(form.cleaned_data["kind"]), form.cleaned_data["country"]
        try:
            made = checks.ask(application, kind, country, **_who(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(application, form)
        messages.success(request, f"{made} asked for.")
        return redirect("check-detail", ref, made.address)

    def _page(self, application: Application, form: AskStateForm) -> HttpResponse:
        context = {
            "application": application,
            "form": form,
            "may_answer": may_still_answer(application, self.request),
        }
        return render(self.request, "screening/check_new.html", context)


class RequestSheet(Requires, View):
    """The request to a State, to be printed and sent by the central authority. The app asks nobody itself."""

    capability = Capability.ANSWER_CHECKS

    def get(self, request: HttpRequest, ref: str, check: str) -> HttpResponse:
        asked = _state_bound(ref, check, request)
        purpose = asked.purpose_word
        context = {
            "check": asked,
            "application": asked.application,
            "person": asked.application.person,
            "declaration": declaration_of(asked.application),
            "words": sheet_words(language_for(asked.country)),
            "language": language_for(asked.country),
            "languages": ", ".join(languages_of(asked.country)),
            "is_own_language": writes_own_language(asked.country),
            "basis": PURPOSE_BASIS[purpose] if purpose is not None else "",
            "today": timezone.localdate(clock.now()),
        }
        return render(request, "screening/request_sheet.html", context)


class Chaser(Requires, View):
    """The text of the latest reminder, or of the first to come, in a language of the State if we have it."""

    capability = Capability.ANSWER_CHECKS

    def get(self, request: HttpRequest, ref: str, check: str) -> HttpResponse:
        asked = _state_bound(ref, check, request)
        language = language_for(asked.country)
        text = reminder(
            language,
            reference=f"{ref}/{asked.address}",
            asked=asked.sent_on or timezone.localdate(asked.requested_at),
            due=asked.due_on,
            number=max(asked.chasers, 1),
        )
        context = {
            "check": asked,
            "application": asked.application,
            "reminder": text,
            "language": language,
            "is_own_language": writes_own_language(asked.country),
        }
        return render(request, "screening/request_chaser.html", context)


def _state_bound(ref: str, check: str, request: HttpRequest) -> Check:
    asked = access_check(ref, check, scope=request.scope)
    if not asked.is_state_bound or not asked.country:
        raise NotFound("page")
    return asked


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "scope": request.scope, "at": clock.now()}
