"""The person's page after a notice: the facts, the answer, more time, and after a refusal the two doors.

Public and without a sign-in: the link is the first key, the date of birth the second. Nothing is cached.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from screening.deciding.words import HearingState, RemedyKind
from screening.enums import ApplicationState
from screening.forms.hearing import KeyForm, MoreTimeForm, OwnAnswerForm, RemedyForm
from screening.models import Hearing
from screening.selectors.hearing import hearing_of, is_shut
from screening.selectors.remedy import last_day, open_doors
from screening.selectors.secret_ground import essences_of
from screening.services import hearing as hearings
from screening.services import remedy as remedies

OPEN_FOR: Final = timedelta(minutes=30)
"""How long the page stays open after the date of birth was given. A phone may be lent or lost."""
GROUNDS = {
    RemedyKind.APPEAL: "What is wrong",
    RemedyKind.WAIVER: "Why you are no threat",
}
SHUT = (
    "Too many wrong dates. Try again in a quarter of an hour, or ask your contact at the port for a new link."
)


@method_decorator((login_not_required, never_cache), name="dispatch")
class HearingDoor(View):
    """One link. Without the second key it says nothing about anybody."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        hearing = hearing_of(token)
        if not self._is_unlocked(hearing, token):
            return self._door(hearing, KeyForm())
        return self._page(hearing, {})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        hearing = hearing_of(token)
        act = request.POST.get("act", "")
        if act == "key":
            return self._unlock(hearing, token)
        if not self._is_unlocked(hearing, token):
            return redirect("hearing-door", token)
        form = self._form(hearing, act)
        if not form.is_valid():
            return self._page(hearing, {act: form})
        try:
            messages.success(request, self._do(hearing, act, form.cleaned_data))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(hearing, {act: form})
        return redirect("hearing-door", token)

    def _unlock(self, hearing: Hearing, token: str) -> HttpResponse:
        form = KeyForm(self.request.POST)
        if not form.is_valid():
            return self._door(hearing, form)
        if not hearings.try_key(hearing, form.cleaned_data["birth_date"], at=clock.now()):
            hearing.refresh_from_db()
            form.add_error("birth_date", "This is not the date of birth that belongs to the link.")
            return self._door(hearing, form)
        response = redirect("hearing-door", token)
        response.set_signed_cookie(
            _cookie(hearing),
            token[:8],
            max_age=OPEN_FOR,
            path=self.request.path,
            secure=self.request.is_secure(),
            httponly=True,
            samesite="Strict",
        )
        return response

    def _is_unlocked(self, hearing: Hearing, token: str) -> bool:
        given = self.request.get_signed_cookie(_cookie(hearing), "", max_age=OPEN_FOR)
        return bool(given) and given == token[:8] and hearing.wrong_keys == 0

    def _form(self, hearing: Hearing, act: str) -> Form:
        if act in set(RemedyKind):
            return _remedy_form(RemedyKind(act), self.request.POST)
        kinds: dict[str, type[Form]] = {"answer": OwnAnswerForm, "time": MoreTimeForm}
        if act not in kinds:
            raise NotFound("page")
        return kinds[act](self.request.POST, self.request.FILES)

    def _do(self, hearing: Hearing, act: str, given: dict[str, Any]) -> str:
        now = clock.now()
        if act == "answer":
            hearings.answer_by_link(hearing, **given, at=now)
            return "Your answer is on file."
        if act == "time":
            hearings.ask_for_time(hearing, given["wish"], at=now)
            return "Your wish is on file. An officer answers it."
        remedies.lodge(hearing.application, RemedyKind(act), **given, at=now)
        return "It is on file. Officers who had no part in the refusal look at it."

    def _door(self, hearing: Hearing, form: KeyForm) -> HttpResponse:
        shut = is_shut(hearing, at=clock.now())
        context = {"form": form, "shut": SHUT if shut else ""}
        return render(self.request, "screening/hearing_door.html", context)

    def _page(self, hearing: Hearing, bound: dict[str, Form]) -> HttpResponse:
        application = hearing.application
        is_open = hearing.state_word is HearingState.OPEN
        context = {
            "hearing": hearing,
            "application": application,
            "is_open": is_open and application.state_word is ApplicationState.HEARING,
            "refused": application.state_word is ApplicationState.REFUSED,
            "materials": hearing.materials.select_related("finding"),
            "essences": essences_of(application),
            "observations": hearing.observations.all(),
            "answer": bound.get("answer", OwnAnswerForm()),
            "more_time": bound.get("time", MoreTimeForm()),
            "doors": [_door_of(hearing, kind, bound) for kind in open_doors(application)],
            "remedies": application.remedies.order_by("lodged_at"),
            "bound": next(iter(bound.values()), None),
        }
        return render(self.request, "screening/hearing_answer.html", context)


def _cookie(hearing: Hearing) -> str:
    return f"hearing-{hearing.pk}"


def _remedy_form(kind: RemedyKind, data: Any = None) -> RemedyForm:
    return RemedyForm(data, label=GROUNDS[kind], evidence=remedies.EVIDENCE[kind])


def _door_of(hearing: Hearing, kind: RemedyKind, bound: dict[str, Form]) -> dict[str, Any]:
    return {
        "kind": kind,
        "form": bound.get(kind.value) or _remedy_form(kind),
        "until": last_day(hearing.application, kind),
    }
