"""Grades, links to other files, and hand-over to authorities. None of them does anything to anybody."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_POST

from accounts.doors import Requires, fresh_sign_in, requires
from accounts.roles import Capability
from hotline.enums import Credibility, Reliability
from hotline.forms.report import GradeForm, HandOverForm, LinkForm
from hotline.models import Report
from hotline.selectors.inbox import access_report
from hotline.services import case_link, grading, hand_over
from hotline.views.acting import acting
from hotline.views.report import detail_page
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput


@require_POST
@requires(Capability.READ_REPORTS)
def report_grade(request: HttpRequest, ref: str) -> HttpResponse:
    """A grade on the admiralty scale."""
    report, form = _report(request, ref), GradeForm(request.POST)
    if not form.is_valid():
        return detail_page(request, report, grade_form=form)
    made = grading.grade(
        report,
        Reliability(form.cleaned_data["reliability"]),
        Credibility(form.cleaned_data["credibility"]),
        **acting(request),
    )
    messages.success(request, f"{ref} is graded {made}.")
    return redirect("report-detail", ref)


@require_POST
@requires(Capability.READ_REPORTS)
def report_link(request: HttpRequest, ref: str) -> HttpResponse:
    """Note another file by its reference."""
    report, form = _report(request, ref), LinkForm(request.POST)
    if form.is_valid():
        try:
            made = case_link.link(report, form.cleaned_data["target"], **acting(request))
        except InvalidInput as error:
            add_errors(error, form)
        else:
            messages.success(request, f"{ref} bears on {made.target}.")
            return redirect("report-detail", ref)
    return detail_page(request, report, link_form=form)


@require_POST
@requires(Capability.READ_REPORTS)
def report_unlink(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a link back."""
    case_link.unlink(_report(request, ref), request.POST.get("target", ""), **acting(request))
    messages.success(request, "The link is taken back.")
    return redirect("report-detail", ref)


class HandOverReport(Requires, View):
    """Note that a report goes to an authority, and what that means for its reporter."""

    capability = Capability.READ_REPORTS

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return self._page(_report(request, ref), HandOverForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        report, form = _report(request, ref), HandOverForm(request.POST)
        if not form.is_valid():
            return self._page(report, form)
        try:
            made = hand_over.hand_over(report, **form.cleaned_data, **acting(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(report, form)
        messages.success(request, f"Noted: {ref} goes to {made.authority}. Tell the reporter.")
        return redirect("report-detail", ref)

    def _page(self, report: Report, form: HandOverForm) -> HttpResponse:
        return render(self.request, "hotline/hand_over.html", {"report": report, "form": form})


def _report(request: HttpRequest, ref: str) -> Report:
    return access_report(ref, request.user, request.scope, at=clock.now())
