"""One check: its question, its answer, and for watchlists the hits."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from accounts.doors import Requires
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from screening.enums import Advice, CheckKind, CheckResult, CheckState
from screening.forms.check import AdviceForm, IdentityAnswerForm, PlainAnswerForm
from screening.models import Check, Conviction
from screening.selectors.application import access_check
from screening.selectors.case_facts import gather_all
from screening.selectors.check import hits_of, latest_job
from screening.selectors.timeline import display_names
from screening.services import check as checks
from screening.services import policy
from screening.suitability.record import Case
from screening.views.comparison import COLUMNS, comparisons
from screening.views.evidence import (
    RESTRICTED,
    RESTRICTED_KINDS,
    may_read_in_full,
    may_still_answer,
    note_on,
    status_of,
)
from screening.views.record_answer import RecordForms, answer_record
from screening.views.request_panel import request_panel

TEMPLATES = {
    CheckKind.IDENTITY: "identity",
    CheckKind.CRIMINAL_RECORD: "record",
    CheckKind.ECRIS: "record",
    CheckKind.WATCHLIST: "watchlist",
    CheckKind.AUTHORITY_ADVICE: "advice",
}
PLAIN = "plain"


class CheckDetail(Requires, View):
    """Shows a check; officers answer here, workers answer watchlists."""

    capability = Capability.VIEW_CASES

    def get(self, request: HttpRequest, ref: str, check: str) -> HttpResponse:
        asked = access_check(ref, check, scope=request.scope)
        if asked.is_state_bound:
            return check_page(request, asked, record=RecordForms.empty())
        return check_page(request, asked, form=_form(asked))

    def post(self, request: HttpRequest, ref: str, check: str) -> HttpResponse:
        asked = access_check(ref, check, scope=request.scope)
        if asked.kind_word is CheckKind.WATCHLIST:
            raise NotFound("page")
        if asked.is_state_bound:
            forms = answer_record(asked, request)
            return check_page(request, asked, record=forms) if forms else _answered(request, asked)
        form = _form(asked, request.POST)
        if not form.is_valid():
            return check_page(request, asked, form=form)
        try:
            _keep(asked, form, request)
        except InvalidInput as error:
            add_errors(error, form)
            return check_page(request, asked, form=form)
        return _answered(request, asked)


def check_page(
    request: HttpRequest, check: Check, *, form: Form | None = None, record: RecordForms | None = None
) -> HttpResponse:
    """The page of a check with its forms as they are."""
    in_full = may_read_in_full(check.application, request)
    today = timezone.localdate(clock.now())
    context = {
        "check": check,
        "application": check.application,
        "answered": check.state_word is CheckState.ANSWERED,
        "answered_by": display_names([check.answered_by]).get(check.answered_by, ""),
        "status": status_of(check, in_full=in_full, today=today),
        "note": note_on(check, in_full=in_full),
        "in_full": in_full or check.kind_word not in RESTRICTED_KINDS,
        "restricted": RESTRICTED,
        "form": form or (record.answer if record else None),
        "rows": record.convictions if record else None,
        "proceeding_rows": record.proceedings if record else None,
        "may_answer": may_still_answer(check.application, request),
        "panel": request_panel(check, today=today),
        **_details(check, in_full=in_full),
    }
    return render(request, f"screening/check_{TEMPLATES.get(check.kind_word, PLAIN)}.html", context)


def _answered(request: HttpRequest, check: Check) -> HttpResponse:
    waits = check.state_word is CheckState.REQUESTED
    messages.success(request, f"{check}: noted, its clock stands." if waits else f"{check} answered.")
    return redirect("case-detail", check.application.ref)


def _form(check: Check, data: Any = None) -> Form:
    if check.kind_word is CheckKind.IDENTITY:
        return IdentityAnswerForm(data)
    if check.kind_word is CheckKind.AUTHORITY_ADVICE:
        return AdviceForm(data)
    return PlainAnswerForm(data, kind=check.kind_word)


def _keep(check: Check, form: Any, request: HttpRequest) -> None:
    who: dict[str, Any] = {"actor": request.user, "scope": request.scope, "at": clock.now()}
    said = form.cleaned_data
    if check.kind_word is CheckKind.IDENTITY:
        checks.answer_identity(check, result=CheckResult(said["result"]), detail=form.detail(), **who)
    elif check.kind_word is CheckKind.AUTHORITY_ADVICE:
        checks.answer_advice(check, advice=Advice(said["advice"]), reference=said["reference"], **who)
    else:
        checks.answer_plain(
            check,
            result=CheckResult(said["result"]),
            detail=said["detail"],
            valid_until=said.get("valid_until"),
            **who,
        )


def _details(check: Check, *, in_full: bool) -> dict[str, Any]:
    if check.kind_word is CheckKind.WATCHLIST:
        job = latest_job(checks.WATCHLIST_JOB, f"check:{check.pk}")
        cards = [(hit, [] if hit.is_restricted else comparisons(hit)) for hit in hits_of(check)]
        return {"cards": cards, "columns": COLUMNS, "job": job}
    proofs = list(check.proofs.all()) if in_full else []
    if check.is_state_bound and in_full:
        return _convictions(check) | {"proofs": proofs}
    return {"proofs": proofs}


def _convictions(check: Check) -> dict[str, Any]:
    """The convictions that may be used. What may not be used is counted, never shown."""
    facts = gather_all(check.application, at=clock.now())
    case = Case.of(facts, policy.parsed(check.application.policy))
    barred = {entry.about for entry in case.barred_from_use}
    every: list[Conviction] = list(check.convictions.all())
    shown = [row for row in every if f"conviction:{row.pk}" not in barred]
    proceedings = list(check.proceedings.all())
    heard = [row for row in proceedings if f"proceeding:{row.pk}" not in barred]
    return {
        "convictions": shown,
        "proceedings": heard,
        "hidden": len(every) + len(proceedings) - len(shown) - len(heard),
    }
