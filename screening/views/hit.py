"""One hit of a case: the applicant and the listed entry side by side, and the officers' word on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from accounts.doors import Requires
from accounts.roles import Capability
from portsec.kernel.verdict import all_of
from screening.forms.hit import ReasonForm, form_for
from screening.models import Hit
from screening.permissions import may_speak_on_hit
from screening.selectors.application import access_hit
from screening.services import hit as hits
from screening.views.adjudication import page_context, spoken, told
from screening.views.evidence import is_still_open, may_read_in_full


class HitDetail(Requires, View):
    """Shows both sides; an officer says same, different or unsure, and another one confirms "same"."""

    capability = Capability.VIEW_CASES

    def get(self, request: HttpRequest, ref: str, number: int) -> HttpResponse:
        hit = access_hit(ref, number, scope=request.scope)
        return self._page(hit, form_for(hit))

    def post(self, request: HttpRequest, ref: str, number: int) -> HttpResponse:
        hit = access_hit(ref, number, scope=request.scope)
        mistaken = spoken(request, hit, hits.decide)
        if mistaken is not None:
            return self._page(hit, mistaken)
        messages.success(request, told(hit))
        return redirect("check-detail", ref, hit.check_answered.address)

    def _page(self, hit: Hit, form: ReasonForm) -> HttpResponse:
        check = hit.check_answered
        application = check.application
        may_speak = may_speak_on_hit(self.request.user, self.request.scope, hit)
        context = page_context(hit) | {
            "form": form,
            "may_answer": all_of(may_speak, is_still_open(application)),
            "in_full": may_read_in_full(application, self.request),
            "back_url": reverse("check-detail", args=[application.ref, check.address]),
            "back_label": "All hits",
        }
        return render(self.request, "screening/hit_detail.html", context)
