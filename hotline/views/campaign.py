"""Campaigns with their cards and posters, and answers kept ready."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View
from django.views.decorators.http import require_POST

from accounts.doors import Requires, requires
from accounts.roles import Capability
from hotline.campaigning.count import shown
from hotline.campaigning.render import Form, Print
from hotline.campaigning.render import render as drawn
from hotline.campaigning.wording import languages, wording
from hotline.forms.campaign import AnswerForm, CampaignForm, HubForm
from hotline.selectors.campaign import (
    access_answer,
    access_campaign,
    campaigns,
    canned_answers,
    own_hubs,
)
from hotline.services import campaign, canned_answer
from hotline.views.acting import acting
from hotline.views.reading import saved_file
from portsec.interface.form_errors import add_errors
from portsec.kernel.errors import InvalidInput


class Campaigns(Requires, View):
    """What was printed for whom, and the form for one more."""

    capability = Capability.READ_REPORTS

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(_hub_form(request, CampaignForm))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = _hub_form(request, CampaignForm, request.POST)
        if form.is_valid():
            try:
                made = campaign.make(**form.cleaned_data, **acting(request))
            except InvalidInput as error:
                add_errors(error, form)
            else:
                messages.success(request, f"Cards and posters for {made.company} can be printed.")
                return redirect("campaign-list")
        return self._page(form)

    def _page(self, form: HubForm) -> HttpResponse:
        request = self.request
        rows = [
            (each, shown(each.reports), wording(each.language))
            for each in campaigns(request.user, request.scope)
        ]
        context = {"form": form, "rows": rows, "forms": list(Form)}
        return render(request, "hotline/campaigns.html", context)


@requires(Capability.READ_REPORTS)
def campaign_print(request: HttpRequest, code: str, what: str) -> HttpResponse:
    """A card or a poster as PDF. All copies are alike to the last bit."""
    found = access_campaign(code, request.user, request.scope)
    if what not in {each.value for each in Form}:
        raise Http404
    address = f"{settings.HOTLINE_URL.rstrip('/')}/c/{found.code}/"
    pdf = drawn(Form(what), Print(found.language, found.hub.name, address))
    return saved_file(pdf, "application/pdf", f"{what}-{found.code}")


class CannedAnswers(Requires, View):
    """Answers kept ready, and the form for one more."""

    capability = Capability.READ_REPORTS

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(_hub_form(request, AnswerForm))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = _hub_form(request, AnswerForm, request.POST)
        if form.is_valid():
            try:
                canned_answer.keep(**form.cleaned_data, **acting(request))
            except InvalidInput as error:
                add_errors(error, form)
            else:
                messages.success(request, "The answer is kept ready.")
                return redirect("answer-list")
        return self._page(form)

    def _page(self, form: HubForm) -> HttpResponse:
        rows = canned_answers(self.request.user, self.request.scope)
        return render(self.request, "hotline/canned_answers.html", {"form": form, "rows": list(rows)})


@require_POST
@requires(Capability.READ_REPORTS)
def answer_drop(request: HttpRequest, number: int) -> HttpResponse:
    """Drop an answer that is no longer right."""
    canned_answer.drop(access_answer(number, request.user, request.scope), **acting(request))
    messages.success(request, "The answer is dropped.")
    return redirect("answer-list")


def _hub_form(request: HttpRequest, kind: type[HubForm], data: Any = None) -> HubForm:
    offered = [(code, wording(code).name) for code in languages()]
    return kind(data, hubs=own_hubs(request.user, request.scope), languages=offered)
