"""The hearing room: what the person is shown, the link, the clock, more time, and the answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View

from accounts.desk_list import DeskList
from accounts.doors import Requires, fresh_sign_in
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Column, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from portsec.kernel.scope import Scope
from screening.deciding.words import HearingState
from screening.forms.decision import OpenOrClosed
from screening.forms.hearing import ExtensionForm, ObservationForm, WithholdForm
from screening.models import Hearing, HearingMaterial
from screening.permissions import may_hear
from screening.selectors.application import access_application
from screening.selectors.hearing import HEARS, access_hearing, hearings_for, is_shut, open_hearings
from screening.selectors.secret_ground import essences_of
from screening.services import hearing as hearings
from screening.views.evidence import evidence

FORMS: dict[str, type[Form]] = {
    "extend": ExtensionForm,
    "answer": ObservationForm,
    "serve": Form,
    "close": Form,
}


class HearingList(DeskList):
    """Hearings, the soonest end first."""

    capability = HEARS
    title = "Hearings"
    subtitle = "People who were told that a refusal is intended, and until when they may answer."
    columns = (
        Column("application", "Application"),
        Column("served", "Notice served"),
        Column("due", "May answer until"),
        Column("answers", "Answers", numeric=True),
        Column("state", "State"),
    )
    filters = OpenOrClosed
    views = (SavedView("open", "Open", {"state": "open"}), SavedView("all", "Everything"))
    ordering = ("last_day", "pk")
    pager_labels = ("Earlier", "Later")
    row_template = "screening/hearing_row.html"
    empty = Empty("megaphone", "No hearing is open", "A hearing opens when two officers would refuse a case.")

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        state = filters.get("state")
        listed = open_hearings if state == "open" else hearings_for
        rows = listed(scope=scope).prefetch_related("observations")
        return rows.exclude(state=HearingState.OPEN.value) if state == "closed" else rows

    def row_name(self, row: Hearing) -> str:
        return row.application.ref

    def row_tone(self, row: Hearing) -> str:
        waits = row.state == HearingState.OPEN.value and row.served_at is None
        return "wait" if waits or (row.extension_asked_at and not row.extended_to) else ""

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        return {}


class HearingRoom(Requires, View):
    """One hearing. Each act is a form of its own, named by `act`."""

    capability = HEARS

    def get(self, request: HttpRequest, ref: str, number: int) -> HttpResponse:
        return self._page(self._hearing(ref, number), {})

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str, number: int) -> HttpResponse:
        hearing = self._hearing(ref, number)
        act = request.POST.get("act", "")
        if act not in FORMS:
            raise NotFound("page")
        form = FORMS[act](request.POST)
        if not form.is_valid():
            return self._page(hearing, {act: form})
        acts: dict[str, Callable[[Hearing, Any], HttpResponse]] = {
            "serve": self._serve,
            "extend": self._extend,
            "answer": self._take_down,
            "close": self._close,
        }
        try:
            return acts[act](hearing, form.cleaned_data)
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(hearing, {act: form})

    def _serve(self, hearing: Hearing, given: dict[str, Any]) -> HttpResponse:
        served = hearings.serve(hearing, **self._who())
        context = {"hearing": hearing, "link": self.request.build_absolute_uri(served.path)}
        response = render(self.request, "screening/hearing_served.html", context)
        response["Cache-Control"] = "no-store"  # the link is shown this once, and kept nowhere
        return response

    def _extend(self, hearing: Hearing, given: dict[str, Any]) -> HttpResponse:
        hearings.extend(hearing, given["until"], reason=given["reason"], **self._who())
        return self._done(hearing, "More time is given.")

    def _take_down(self, hearing: Hearing, given: dict[str, Any]) -> HttpResponse:
        hearings.take_down(hearing, given["text"], is_complete=given["is_complete"], **self._who())
        return self._done(hearing, "The answer is on file.")

    def _close(self, hearing: Hearing, given: dict[str, Any]) -> HttpResponse:
        hearings.close_by_clock(hearing, at=clock.now())
        return self._done(hearing, "The hearing is closed; the case is in review again.")

    def _done(self, hearing: Hearing, message: str) -> HttpResponse:
        messages.success(self.request, message)
        return redirect("hearing-room", hearing.application.ref, hearing.pk)

    def _who(self) -> dict[str, Any]:
        return {"actor": self.request.user, "scope": self.request.scope, "at": clock.now()}

    def _hearing(self, ref: str, number: int) -> Hearing:
        access_application(ref, scope=self.request.scope)
        return access_hearing(ref, number, scope=self.request.scope)

    def _page(self, hearing: Hearing, bound: dict[str, Form]) -> HttpResponse:
        now = clock.now()
        context = evidence(hearing.application, self.request) | {
            "hearing": hearing,
            "materials": hearing.materials.select_related("finding"),
            "essences": essences_of(hearing.application),
            "observations": hearing.observations.all(),
            "verdict": may_hear(self.request.user, self.request.scope, hearing),
            "is_open": hearing.state_word is HearingState.OPEN,
            "is_shut": is_shut(hearing, at=now),
            "clock_has_run": bool(hearing.served_at) and hearing.ends_on < timezone.localdate(now),
            "extension": bound.get("extend", ExtensionForm()),
            "answer": bound.get("answer", ObservationForm()),
            "bound": next(iter(bound.values()), None),
        }
        return render(self.request, "screening/hearing_room.html", context)


class Withhold(Requires, View):
    """Keep one finding from the person, with its essence in its place."""

    capability = HEARS

    def get(self, request: HttpRequest, ref: str, number: int, material: int) -> HttpResponse:
        return self._page(self._material(ref, number, material), WithholdForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str, number: int, material: int) -> HttpResponse:
        row = self._material(ref, number, material)
        form = WithholdForm(request.POST)
        if not form.is_valid():
            return self._page(row, form)
        who = {"actor": request.user, "scope": request.scope, "at": clock.now()}
        hearings.withhold(row, **form.cleaned_data, **who)
        messages.success(request, "The finding is withheld; the person learns its essence.")
        return redirect("hearing-room", ref, number)

    def _material(self, ref: str, number: int, material: int) -> HearingMaterial:
        access_application(ref, scope=self.request.scope)
        hearing = access_hearing(ref, number, scope=self.request.scope)
        row = hearing.materials.select_related("finding").filter(pk=material).first()
        if row is None:
            raise NotFound("finding")
        return row

    def _page(self, material: HearingMaterial, form: WithholdForm) -> HttpResponse:
        hearing = material.hearing
        shown = evidence(hearing.application, self.request)
        context = shown | {
            "material": material,
            "hearing": hearing,
            "form": form,
            "is_served": hearing.served_at is not None,
            "verdict": may_hear(self.request.user, self.request.scope, hearing),
        }
        return render(self.request, "screening/hearing_withhold.html", context)
