"""The terms of one case: sponsors and contract, or assignment, papers and escorted permits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from accounts.doors import Requires
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from screening.forms.application import ReasonForm
from screening.forms.permit import ExtensionForm, PermitForm
from screening.forms.sponsorship import CertificateForm
from screening.kinds.escort import EXCLUDED_SECTORS, MOST_DAYS_A_YEAR
from screening.kinds.words import CertificateKind, PermitKind
from screening.models import Application, Permit
from screening.permissions import may_answer, may_revoke_permit
from screening.selectors.application import OPEN_STATES, access_application
from screening.selectors.permit import access_permit, days_used, permit_in_force, permits_of
from screening.selectors.sponsorship import assignment_of, contract_of
from screening.services import expert
from screening.services import permit as permits

ACTS = (Capability.ANSWER_CHECKS, Capability.SUSPEND_CLEARANCES)


class Terms(Requires, View):
    """Everything about how this person comes, and the forms to add to it."""

    capability = Capability.VIEW_CASES

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return terms_page(request, access_application(ref, scope=request.scope))


class AddCertificate(Requires, View):
    """Notes a paper that a foreign expert brought."""

    capability = Capability.ANSWER_CHECKS

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        application = access_application(ref, scope=request.scope)
        assignment = assignment_of(application)
        if assignment is None:
            raise NotFound("assignment")
        form = CertificateForm(request.POST)
        if not form.is_valid():
            return terms_page(request, application, certificate_form=form)
        said = dict(form.cleaned_data)
        try:
            expert.add_certificate(assignment, CertificateKind(said.pop("kind")), **said, **_acts(request))
        except InvalidInput as error:
            add_errors(error, form)
            return terms_page(request, application, certificate_form=form)
        messages.success(request, "The paper is noted.")
        return redirect("case-terms", ref)


class IssuePermit(Requires, View):
    """Issues an escorted permit."""

    capability = Capability.ANSWER_CHECKS

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        application = access_application(ref, scope=request.scope)
        form = PermitForm(request.POST)
        if not form.is_valid():
            return terms_page(request, application, permit_form=form)
        said = dict(form.cleaned_data)
        try:
            permits.issue_escorted(application, PermitKind(said.pop("kind")), **said, **_acts(request))
        except InvalidInput as error:
            add_errors(error, form)
            return terms_page(request, application, permit_form=form)
        messages.success(request, "The permit is issued. An escort is needed all the time.")
        return redirect("case-terms", ref)


class ExtendPermit(Requires, View):
    """Extends a temporary permit, once."""

    capability = Capability.ANSWER_CHECKS

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return self._page(access_permit(ref, scope=request.scope), ExtensionForm())

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        permit = access_permit(ref, scope=request.scope)
        form = ExtensionForm(request.POST)
        if not form.is_valid():
            return self._page(permit, form)
        try:
            permits.extend(permit, **form.cleaned_data, **_acts(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(permit, form)
        messages.success(request, "The permit is extended.")
        return redirect("person-detail", permit.person.ref)

    def _page(self, permit: Permit, form: Form) -> HttpResponse:
        context = {"permit": permit, "form": form, "title": "Extend permit", "button": "Extend"}
        return render(self.request, "screening/permit_form.html", context)


class RevokePermit(Requires, View):
    """Takes a permit back, with the reason."""

    capability = ACTS

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return self._page(access_permit(ref, scope=request.scope), ReasonForm(help_text="It goes on record."))

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        permit = access_permit(ref, scope=request.scope)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._page(permit, form)
        permits.revoke(permit, reason=form.cleaned_data["reason"], **_acts(request))
        messages.success(request, "The permit is revoked; it counts no more.")
        return redirect("person-detail", permit.person.ref)

    def _page(self, permit: Permit, form: Form) -> HttpResponse:
        context = {"permit": permit, "form": form, "title": "Revoke permit", "button": "Revoke"}
        return render(self.request, "screening/permit_form.html", context)


def terms_page(request: HttpRequest, application: Application, **forms: Form) -> HttpResponse:
    """The page, with forms that could not be used shown again."""
    now = clock.now()
    is_open = application.state in OPEN_STATES
    may_add = is_open and may_answer(request.user, request.scope, application).allowed
    assignment = assignment_of(application)
    context: dict[str, Any] = {
        "application": application,
        "contract": contract_of(application),
        "sponsors": application.sponsorships.select_related("organisation", "answered_by").order_by("-role"),
        "assignment": assignment,
        "permits": permits_of(application.person),
        "in_force": permit_in_force(application.person, now),
        "may_add": may_add and assignment is not None,
        "may_revoke": may_revoke_permit(request.user, request.scope, application.person).allowed,
        **_escort(application, now),
        "certificate_form": CertificateForm(),
        "permit_form": PermitForm(),
        **forms,
    }
    return render(request, "screening/case_terms.html", context)


def _escort(application: Application, now: datetime) -> dict[str, Any]:
    return {
        "days_used": days_used(application.person, at=now),
        "most_days": MOST_DAYS_A_YEAR,
        "excluded": EXCLUDED_SECTORS,
        "now": now,
    }


def _acts(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "scope": request.scope, "at": clock.now()}
