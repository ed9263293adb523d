"""One check: its question, its answer, and for watchlists the hits."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from accounts.doors import Requires
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from screening.enums import CheckKind, CheckResult, CheckState
from screening.forms.check import BaseConvictions, Convictions, IdentityAnswerForm, RecordAnswerForm
from screening.models import Check, Conviction
from screening.selectors.application import access_check
from screening.selectors.check import hits_of, latest_job
from screening.selectors.timeline import display_names
from screening.services import assessment, policy
from screening.services import check as checks
from screening.suitability.record import Case
from screening.views.evidence import RESTRICTED, may_read_in_full, may_still_answer, note_on, status_of

PREFIX = "conviction"
ADD = "add"


class CheckDetail(Requires, View):
    """Shows a check; officers answer identity and record here, workers answer watchlists."""

    capability = Capability.VIEW_CASES

    def get(self, request: HttpRequest, ref: str, kind: str) -> HttpResponse:
        check = access_check(ref, kind, scope=request.scope)
        return self._page(check, *_empty_forms(check))

    def post(self, request: HttpRequest, ref: str, kind: str) -> HttpResponse:
        check = access_check(ref, kind, scope=request.scope)
        if check.kind_word is CheckKind.IDENTITY:
            return self._answer_identity(check)
        if check.kind_word is CheckKind.CRIMINAL_RECORD:
            return self._answer_record(check)
        raise NotFound("page")

    def _answer_identity(self, check: Check) -> HttpResponse:
        form = IdentityAnswerForm(self.request.POST)
        if not form.is_valid():
            return self._page(check, form)
        try:
            checks.answer_identity(
                check, result=CheckResult(form.cleaned_data["result"]), detail=form.detail(), **self._who()
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(check, form)
        return self._done(check)

    def _answer_record(self, check: Check) -> HttpResponse:
        form = RecordAnswerForm(self.request.POST)
        if self.request.POST.get("step") == ADD:
            typed = RecordAnswerForm(initial=self.request.POST.dict())
            return self._page(check, typed, Convictions.with_another_row(self.request.POST, prefix=PREFIX))
        rows = Convictions(self.request.POST, prefix=PREFIX)
        if not (form.is_valid() & rows.is_valid()) or not _agree(form, rows):
            return self._page(check, form, rows)
        try:
            checks.answer_record(
                check,
                rows.rows(),
                obtainable=form.cleaned_data["answer"] != RecordAnswerForm.UNOBTAINABLE,
                detail=form.cleaned_data["detail"],
                **self._who(),
            )
        except InvalidInput as error:
            form.add_error(None, error.detail)
            return self._page(check, form, rows)
        return self._done(check)

    def _who(self) -> dict[str, Any]:
        return {"actor": self.request.user, "scope": self.request.scope, "at": clock.now()}

    def _done(self, check: Check) -> HttpResponse:
        messages.success(self.request, f"{check.kind_word.label} answered.")
        return redirect("case-detail", check.application.ref)

    def _page(self, check: Check, form: Any = None, rows: BaseConvictions | None = None) -> HttpResponse:
        in_full = may_read_in_full(check.application, self.request)
        answered = check.state_word is CheckState.ANSWERED
        context = {
            "check": check,
            "application": check.application,
            "answered": answered,
            "answered_by": display_names([check.answered_by]).get(check.answered_by, ""),
            "status": status_of(check),
            "note": note_on(check, in_full=in_full),
            "in_full": in_full,
            "restricted": RESTRICTED,
            "form": form,
            "rows": rows,
            "may_answer": may_still_answer(check.application, self.request),
            **_details(check, in_full=in_full),
        }
        return render(self.request, f"screening/check_{check.kind}.html", context)


def _empty_forms(check: Check) -> tuple[Any, ...]:
    if check.kind_word is CheckKind.IDENTITY:
        return (IdentityAnswerForm(),)
    if check.kind_word is CheckKind.CRIMINAL_RECORD:
        return (RecordAnswerForm(), Convictions(prefix=PREFIX))
    return ()


def _agree(form: RecordAnswerForm, rows: BaseConvictions) -> bool:
    """Whether answer and rows say the same; the error stands at the answer."""
    says_rows = form.cleaned_data["answer"] == RecordAnswerForm.ROWS
    if says_rows and not rows.rows():
        form.add_error("answer", "Enter at least one conviction below, or choose another answer.")
    if not says_rows and rows.rows():
        form.add_error("answer", "Convictions are entered below. Remove them, or choose them as the answer.")
    return form.is_valid()


def _details(check: Check, *, in_full: bool) -> dict[str, Any]:
    if check.kind_word is CheckKind.WATCHLIST:
        job = latest_job(checks.WATCHLIST_JOB, f"check:{check.pk}")
        return {"hits": hits_of(check), "job": job}
    if check.kind_word is CheckKind.CRIMINAL_RECORD and in_full:
        return _convictions(check)
    return {}


def _convictions(check: Check) -> dict[str, Any]:
    """The convictions that may be used. What may not be used is counted, never shown."""
    application = check.application
    facts = assessment.gather(application, at=clock.now())
    record = Case.of(facts, policy.parsed(application.policy))
    usable = {reading.conviction.id for reading in record.readings}
    every: list[Conviction] = list(check.convictions.all())
    return {
        "convictions": [row for row in every if f"conviction:{row.pk}" in usable],
        "hidden": len(record.barred_from_use),
    }
