"""Retention: what was erased, what is due, what is held, and the two hands that erase early."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_POST

from accounts.doors import Requires, fresh_sign_in, requires
from accounts.roles import Capability
from portsec.interface.charts import Series
from portsec.interface.components.tables import Column
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from screening.data_subject_permissions import may_confirm_erasure, may_confirm_lift, may_handle_rights
from screening.enums import Language
from screening.forms.application import ReasonForm
from screening.forms.data_subject import ErasureForm, HoldForm, LanguageForm
from screening.letters.render import render as letter_of
from screening.letters.words import LetterKind
from screening.retention.policy import default_policy
from screening.retention.words import DataClass, ErasureAction, Mark
from screening.selectors.application import access_application
from screening.selectors.letter import erasure_facts
from screening.selectors.retention import (
    access_erasure,
    access_hold,
    access_order,
    calendar,
    standing_holds,
    visible_erasures,
    waiting_orders,
)
from screening.services import erasure as erasures
from screening.services import hold as holds
from screening.views.letter import attachment

AHEAD = 30  # days shown in the calendar
MOST_ROWS = 50  # lines of the calendar on the page; the picture counts all
LATEST = 20  # certificates shown
VETTING = Capability.PROPOSE_DECISIONS
DECIDING = Capability.COUNTERSIGN_DECISIONS

DUE_COLUMNS = (Column("case", "Case"), Column("class", "What"), Column("rule", "Rule"), Column("on", "On"))
DONE_COLUMNS = (
    Column("certificate", "Certificate"),
    Column("about", "About"),
    Column("classes", "What"),
    Column("count", "Rows", numeric=True),
    Column("at", "When"),
)
RULE_COLUMNS = (
    Column("class", "Class of data"),
    Column("outcomes", "Cases"),
    Column("action", "Action"),
    Column("rule", "When"),
    Column("source", "Source"),
)


class RetentionOverview(Requires, View):
    """What was erased lately and what goes in the next thirty days, with the table of rules."""

    capability = Capability.VIEW_CASES

    def get(self, request: HttpRequest) -> HttpResponse:
        policy, today = default_policy(), timezone.localdate(clock.now())
        ports = request.scope.ports(Capability.VIEW_CASES.value)
        rows = calendar(ports, policy=policy, until=today + timedelta(days=AHEAD))
        done = visible_erasures(scope=request.scope)
        context = {
            "policy": policy,
            "rules": policy.rows,
            "due": rows[:MOST_ROWS],
            "due_count": len(rows),
            "held_count": sum(row.is_held for row in rows),
            "overdue": sum(1 for row in rows if row.due.on and row.due.on < today and not row.is_held),
            "done": done[:LATEST],
            "done_count": done.filter(at__date__gt=today - timedelta(days=AHEAD)).count(),
            "holds": standing_holds(scope=request.scope),
            "orders": waiting_orders(scope=request.scope),
            "today": today,
            "ahead": AHEAD,
            **_picture(rows, today),
            "columns": DUE_COLUMNS,
            "done_columns": DONE_COLUMNS,
            "rule_columns": RULE_COLUMNS,
        }
        return render(request, "screening/retention.html", context)


def _picture(rows: Any, today: Any) -> dict[str, Any]:
    """How many go on each of the coming days; what is overdue stands at today."""
    days = [today + timedelta(days=ahead) for ahead in range(AHEAD + 1)]
    free, held = dict.fromkeys(days, 0), dict.fromkeys(days, 0)
    for row in rows:
        (held if row.is_held else free)[max(row.due.on, today)] += 1
    series = [
        Series("to erase", "info", list(free.values())),
        Series("held", "wait", list(held.values())),
    ]
    return {"days": [f"{day.day} {day:%b}" for day in days], "series": series}


class ErasureDetail(Requires, View):
    """One certificate of erasure."""

    capability = Capability.VIEW_CASES

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        erasure = access_erasure(ref, scope=request.scope)
        rows = [
            row
            | {
                "class": DataClass(row["data_class"]),
                "done": ErasureAction(row["action"]),
                "sure": Mark(row["mark"]) if row["mark"] else None,
            }
            for row in erasure.rows
        ]
        context = {"erasure": erasure, "rows": rows, "form": LanguageForm(), "columns": CERTIFICATE}
        return render(request, "screening/erasure_detail.html", context)


CERTIFICATE = (
    Column("class", "What was erased"),
    Column("action", "What was done"),
    Column("count", "How many", numeric=True),
    Column("rule", "Rule"),
)


@require_POST
@requires(Capability.VIEW_CASES)
def erasure_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The certificate as a letter, in a language of choice; it names nobody."""
    erasure = access_erasure(ref, scope=request.scope)
    form = LanguageForm(request.POST)
    language = Language(form.cleaned_data["language"]) if form.is_valid() else Language.EN
    pdf = letter_of(LetterKind.ERASURE_CERTIFICATE, language, erasure_facts(erasure))
    return attachment(pdf, f"{erasure.ref}-{language.value}.pdf")


class NewHold(Requires, View):
    """Keep a case from being erased."""

    capability = VETTING

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return self._page(access_application(ref, scope=request.scope), HoldForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        application = access_application(ref, scope=request.scope)
        form = HoldForm(request.POST)
        if not form.is_valid():
            return self._page(application, form)
        try:
            holds.enter(application, **form.cleaned_data, **_acts(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(application, form)
        messages.success(request, "The case is held; nothing of it is erased.")
        return redirect("hold-detail", ref)

    def _page(self, application: Any, form: HoldForm) -> HttpResponse:
        return render(self.request, "screening/hold_new.html", {"application": application, "form": form})


class HoldDetail(Requires, View):
    """A standing hold: one officer proposes to lift it, another confirms."""

    capability = Capability.VIEW_CASES

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return self._page(request, ref, ReasonForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        hold = access_hold(ref, scope=request.scope)
        if request.POST.get("step") == "lift":
            holds.lift(hold, **_acts(request))
            messages.success(request, "The hold is lifted.")
            return redirect("retention")
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._page(request, ref, form)
        holds.propose_lift(hold, reason=form.cleaned_data["reason"], **_acts(request))
        messages.success(request, "Proposed; another officer confirms it.")
        return redirect("hold-detail", ref)

    def _page(self, request: HttpRequest, ref: str, form: ReasonForm) -> HttpResponse:
        hold = access_hold(ref, scope=request.scope)
        context = {
            "hold": hold,
            "application": hold.application,
            "form": form,
            "can_propose": may_handle_rights(request.user, request.scope, hold.application.person).allowed,
            "verdict": may_confirm_lift(request.user, request.scope, hold),
            "confirms": request.scope.holds(DECIDING.value, hold.application.port_id),
        }
        return render(request, "screening/hold_detail.html", context)


class NewErasure(Requires, View):
    """Order that a case is erased before its time."""

    capability = VETTING

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return self._page(access_application(ref, scope=request.scope), ErasureForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        application = access_application(ref, scope=request.scope)
        form = ErasureForm(request.POST)
        if not form.is_valid():
            return self._page(application, form)
        try:
            erasures.order(application, ground=form.cleaned_data["ground"], **_acts(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(application, form)
        messages.success(request, "Ordered; nothing is erased until another officer confirms.")
        return redirect("case-detail", ref)

    def _page(self, application: Any, form: ErasureForm) -> HttpResponse:
        return render(self.request, "screening/erasure_new.html", {"application": application, "form": form})


class OrderDetail(Requires, View):
    """An order of early erasure before the second officer."""

    capability = DECIDING

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        order = access_order(ref, scope=request.scope)
        context = {
            "order": order,
            "application": order.application,
            "verdict": may_confirm_erasure(request.user, request.scope, order),
        }
        return render(request, "screening/erasure_order.html", context)

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        order = access_order(ref, scope=request.scope)
        if request.POST.get("step") == "confirm":
            made = erasures.confirm(order, policy=default_policy(), **_acts(request))
            messages.success(request, "Erased. This is the certificate.")
            return redirect("erasure-detail", made.ref)
        erasures.return_order(order, **_acts(request))
        messages.success(request, "Not confirmed; nothing was erased.")
        return redirect("case-detail", ref)


def _acts(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "scope": request.scope, "at": clock.now()}
