"""What an employer is asked to sign, and the terms on which contractors and foreign experts come."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.validators import slug_re
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from accounts.desk_list import DeskList
from accounts.doors import Requires
from accounts.models import Organisation
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Action, Column, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from portsec.kernel.scope import Scope
from screening.forms.sponsorship import SponsorAnswerForm
from screening.kinds.words import SponsorRole
from screening.models import Person, Post, Sponsorship
from screening.permissions import may_sign
from screening.selectors.person import access_person
from screening.selectors.post import posts_to_apply_for
from screening.selectors.sponsorship import access_sponsorship, contract_of, to_sign
from screening.services import sponsorship as sponsorships
from screening.views.sheet import sheet


class SponsorshipList(DeskList):
    """What waits for the signature of the caller's own organisation."""

    capability = Capability.VIEW_OUTCOMES
    title = "To sign"
    subtitle = "Contractors begin when the hiring firm and the host have both signed."
    columns = (
        Column("person", "Person"),
        Column("work", "Work"),
        Column("firm", "Hiring firm"),
        Column("asked", "Asked"),
    )
    views = (SavedView("waiting", "Waiting"),)
    ordering = ("asked_at", "pk")
    pager_labels = ("Earlier", "Later")
    row_template = "screening/sponsorship_row.html"
    empty = Empty("signature", "Nothing to sign", "Requests of hiring firms and hosts come here.")

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return to_sign(scope=scope)

    def row_name(self, row: Sponsorship) -> str:
        return row.ref

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        return {}

    def actions(self, request: HttpRequest) -> list[Action]:
        return []


class SponsorshipDetail(Requires, View):
    """One request: who, for what, until when; then the signature, or a refusal with its reason."""

    capability = Capability.VIEW_OUTCOMES

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return self._page(access_sponsorship(ref, scope=request.scope), SponsorAnswerForm())

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        asked = access_sponsorship(ref, scope=request.scope)
        form = SponsorAnswerForm(request.POST)
        if not form.is_valid():
            return self._page(asked, form)
        try:
            return self._answer(asked, form)
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(asked, form)

    def _answer(self, asked: Sponsorship, form: SponsorAnswerForm) -> HttpResponse:
        acts = {"actor": self.request.user, "scope": self.request.scope, "at": clock.now()}
        if form.cleaned_data["answer"] == SponsorAnswerForm.DECLINE:
            sponsorships.decline(asked, reason=form.cleaned_data["reason"], **acts)
            messages.success(self.request, "Declined; the application is closed.")
            return redirect("sponsorship-list")
        signed = sponsorships.sign(asked, **acts)
        if signed.invited is not None and asked.role_word is SponsorRole.HIRING_FIRM:
            return sheet(self.request, signed.invited)
        messages.success(self.request, _said(signed))
        return redirect("sponsorship-list")

    def _page(self, asked: Sponsorship, form: SponsorAnswerForm) -> HttpResponse:
        application = asked.application
        context = {
            "asked": asked,
            "application": application,
            "contract": contract_of(application),
            "sponsors": application.sponsorships.select_related("organisation").order_by("-role"),
            "form": form,
            "verdict": may_sign(self.request.user, self.request.scope, asked),
        }
        return render(self.request, "screening/sponsorship_detail.html", context)


def _said(signed: sponsorships.Signed) -> str:
    if signed.invited is not None:
        return "Signed. Both have signed: the person is invited; the hiring firm hands over the link."
    return "Signed."


def person_from(request: HttpRequest, ref: str) -> Person | None:
    """A registered person named in the address; None when a new one is entered."""
    if not ref:
        return None
    if not slug_re.match(ref):
        raise NotFound("person")
    return access_person(ref, scope=request.scope)


def posts_for(request: HttpRequest, person: Person | None) -> QuerySet[Post]:
    posts = posts_to_apply_for(scope=request.scope)
    return posts.filter(port_id=person.port_id) if person else posts


def employer_of(request: HttpRequest) -> Organisation | None:
    """The organisation that an employer is bound to; None for vetting staff, who name it."""
    if request.scope.holds(Capability.VIEW_CASES.value):
        return None
    return request.user.organisation
