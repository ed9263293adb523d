"""The person's page after a notice: the facts, the answer, more time, and after a refusal the two doors.

Public and without a sign-in: the link is the first key, the date of birth the second. Nothing is cached.
It speaks the five languages of the letters; what officers and policies wrote stays in English.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views import View
from django.views.decorators.cache import never_cache

from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from screening.deciding.words import HearingState, RemedyKind
from screening.enums import ApplicationState, Language
from screening.forms.hearing import KeyForm, MoreTimeForm, OwnAnswerForm, RemedyForm
from screening.letters.findings import Run, tell
from screening.models import Hearing, HearingMaterial
from screening.saying import gettext_noop
from screening.selectors.hearing import hearing_of, is_shut
from screening.selectors.letter import language_of
from screening.selectors.remedy import last_day, open_doors
from screening.selectors.secret_ground import essences_of
from screening.services import hearing as hearings
from screening.services import remedy as remedies
from screening.views import own_language
from screening.views.apply.errors import say

OPEN_FOR: Final = timedelta(minutes=30)
"""How long the page stays open after the date of birth was given. A phone may be lent or lost."""
GROUNDS = {
    RemedyKind.APPEAL: gettext_noop("What is wrong"),
    RemedyKind.WAIVER: gettext_noop("Why you are no threat"),
}
SHUT = gettext_noop(
    "Too many wrong dates. Try again in a quarter of an hour, or ask your contact at the port for a new link."
)


@dataclass(frozen=True, slots=True)
class Ground:
    """One line of what the notice rests on.

    `runs` say a finding in the language of the page and are empty where that cannot be; `text` is English.
    """

    text: str
    runs: tuple[Run, ...] = ()
    reason: str = ""
    legal_ground: str = ""


@method_decorator((login_not_required, never_cache), name="dispatch")
class HearingDoor(View):
    """One link. Without the second key it says nothing about anybody."""

    hearing: Hearing

    def dispatch(self, request: HttpRequest, token: str) -> HttpResponse:
        self.hearing = hearing_of(token)
        language = own_language.chosen(request) or language_of(self.hearing.application).value
        with translation.override(language):
            response: HttpResponse = super().dispatch(request, token)
        own_language.keep(request, response, path=request.path)
        return response

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        hearing = self.hearing
        if not self._is_unlocked(hearing, token):
            return self._door(hearing, KeyForm())
        return self._page(hearing, {})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        hearing = self.hearing
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
            say(error, form)
            return self._page(hearing, {act: form})
        return redirect("hearing-door", token)

    def _unlock(self, hearing: Hearing, token: str) -> HttpResponse:
        form = KeyForm(self.request.POST)
        if not form.is_valid():
            return self._door(hearing, form)
        if not hearings.try_key(hearing, form.cleaned_data["birth_date"], at=clock.now()):
            hearing.refresh_from_db()
            form.add_error("birth_date", gettext("This is not the date of birth that belongs to this link."))
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
            return gettext("Your answer is on file.")
        if act == "time":
            hearings.ask_for_time(hearing, given["wish"], at=now)
            return gettext("Your wish is on file. An officer answers it.")
        remedies.lodge(hearing.application, RemedyKind(act), **given, at=now)
        return gettext("It is on file. Officers who had no part in the refusal look at it.")

    def _door(self, hearing: Hearing, form: KeyForm) -> HttpResponse:
        shut = is_shut(hearing, at=clock.now())
        context = {"form": form, "shut": gettext(SHUT) if shut else ""}
        return render(self.request, "screening/hearing_door.html", context | _languages())

    def _page(self, hearing: Hearing, bound: dict[str, Form]) -> HttpResponse:
        application = hearing.application
        is_open = hearing.state_word is HearingState.OPEN
        context = {
            "hearing": hearing,
            "application": application,
            "is_open": is_open and application.state_word is ApplicationState.HEARING,
            "refused": application.state_word is ApplicationState.REFUSED,
            "grounds": _grounds(hearing),
            "observations": hearing.observations.all(),
            "answer": bound.get("answer", OwnAnswerForm()),
            "more_time": bound.get("time", MoreTimeForm()),
            "doors": [_door_of(hearing, kind, bound) for kind in open_doors(application)],
            "remedies": application.remedies.order_by("lodged_at"),
            "bound": next(iter(bound.values()), None),
        }
        return render(self.request, "screening/hearing_answer.html", context | _languages())


def _cookie(hearing: Hearing) -> str:
    return f"hearing-{hearing.pk}"


def _languages() -> dict[str, Any]:
    return {"language": translation.get_language(), "languages": tuple(Language)}


def _grounds(hearing: Hearing) -> list[Ground]:
    """What the person may know: each finding in their language, or the essence of what is kept from them."""
    essences = essences_of(hearing.application)
    return [
        *(_ground(row) for row in hearing.materials.select_related("finding")),
        *(Ground(essence.text, legal_ground=essence.legal_ground) for essence in essences),
    ]


def _ground(row: HearingMaterial) -> Ground:
    if not row.released:
        return Ground(row.essence, legal_ground=row.legal_ground)
    runs = tell(row.finding.said, Language(translation.get_language()))
    return Ground(row.finding.sentence, runs or (), row.finding.reason)


def _remedy_form(kind: RemedyKind, data: Any = None) -> RemedyForm:
    return RemedyForm(data, label=gettext(GROUNDS[kind]), evidence=remedies.EVIDENCE[kind])


def _door_of(hearing: Hearing, kind: RemedyKind, bound: dict[str, Form]) -> dict[str, Any]:
    return {
        "kind": kind,
        "form": bound.get(kind.value) or _remedy_form(kind),
        "until": last_day(hearing.application, kind),
    }
