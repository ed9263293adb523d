"""Breaking the glass, and the desk that looks at it afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_POST

from access.break_glass.words import BreakGlassEvent, BreakGlassState
from access.forms.break_glass import PASS, BreakGlassFilters, BreakGlassForm, GlassReviewForm
from access.models import BreakGlass
from access.permissions.grant import may_review_break_glass
from access.selectors.break_glass import (
    SEES_BREAK_GLASS,
    SHOWN_LOOK_UPS,
    break_glass_seen,
    break_glasses,
    look_ups_under,
)
from access.selectors.hand import accounts_of, own_ports
from access.services import break_glass
from access.views.access_request import renamed
from access.views.area_change import who
from accounts.desk_list import DeskList
from accounts.doors import fresh_sign_in
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Action, Column, CsvColumn, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from portsec.kernel.scope import Scope
from screening.selectors.timeline import display_names

UNREVIEWED = BreakGlassState.UNREVIEWED.value


class BreakGlassList(DeskList):
    """What was opened without asking. The nearest clock comes first."""

    capability = SEES_BREAK_GLASS
    title = "Break-glass"
    subtitle = "Opened in an emergency, before anybody agreed. Somebody else looks at each one."
    columns = (
        Column("account", "Who"),
        Column("object", "What"),
        Column("begun", "Begun"),
        Column("due", "To review by"),
        Column("state", "State"),
    )
    filters = BreakGlassFilters
    views = (
        SavedView("waiting", "To review", {"state": UNREVIEWED}),
        SavedView("passed", "Passed", {"state": BreakGlassState.PASSED.value}),
        SavedView("abuse", "Abuse", {"state": BreakGlassState.ABUSE.value}),
        SavedView("all", "All"),
    )
    ordering = ("review_due_at", "pk")
    row_template = "access/break_glass_row.html"
    template_name = "access/list.html"
    export_name = "break-glass"
    csv_columns = (
        CsvColumn("break_glass", "pk"),
        CsvColumn("account", "account"),
        CsvColumn("object", "object_ref"),
        CsvColumn("field_class", "field_class"),
        CsvColumn("reason", "reason"),
        CsvColumn("begun_at", "begun_at"),
        CsvColumn("ends_at", "ends_at"),
        CsvColumn("review_due_at", "review_due_at"),
        CsvColumn("state", "state"),
        CsvColumn("reviewed_at", "reviewed_at"),
        CsvColumn("reviewed_by", "reviewed_by"),
    )
    empty = Empty("shield-check", "Nothing to look at", "Nobody broke the glass, or all of it was reviewed.")

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return self.exported(break_glasses(scope=scope, **filters))

    def actions(self, request: HttpRequest) -> list[Action]:
        return [Action("Break the glass", reverse("break-glass-new"), icon="siren")]

    def extra_context(self, request: Any, queryset: Any) -> dict[str, Any]:
        return super().extra_context(request, queryset) | {"now": clock.now()}

    def row_tone(self, row: BreakGlass) -> str:
        return tone_of(row, clock.now())

    def row_name(self, row: BreakGlass) -> str:
        return f"{row.account}, {row.object_ref}"


class BreakTheGlass(View):
    """Open one object for oneself at once."""

    def get(self, request: HttpRequest) -> HttpResponse:
        given = {"container": request.GET.get("container", ""), "field_class": "S2"}
        ports = own_ports(request.user, scope=request.scope)
        return self._page(BreakGlassForm(ports=ports, initial=given) if ports else None)

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest) -> HttpResponse:
        ports = own_ports(request.user, scope=request.scope)
        form = BreakGlassForm(request.POST, ports=ports) if ports else None
        if form is None or not form.is_valid():
            return self._page(form)
        values = form.cleaned_data
        try:
            glass = break_glass.begin(
                form.chosen_port(),
                values["container"],
                form.chosen_class(),
                reason=values["reason"],
                hours=values["hours"],
                **who(request),
            )
        except InvalidInput as error:
            add_errors(renamed(error), form)
            return self._page(form)
        messages.warning(request, "The glass is broken. The port's security was told.")
        return redirect("break-glass-detail", glass.pk)

    def _page(self, form: BreakGlassForm | None) -> HttpResponse:
        return render(self.request, "access/break_glass_new.html", {"form": form})


class BreakGlassDetail(View):
    """One break-glass: what was opened and looked up, and the review."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return self._page(number, GlassReviewForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        glass = break_glass_seen(number, user=request.user, scope=request.scope)
        form = GlassReviewForm(request.POST)
        if not form.is_valid():
            return self._page(number, form)
        passes = form.cleaned_data["outcome"] == PASS
        event = BreakGlassEvent.PASS if passes else BreakGlassEvent.CONDEMN
        break_glass.review(glass, event, reason=form.cleaned_data["reason"], **who(request))
        said = "It passed review." if passes else "Ended. A person-case is open."
        messages.success(request, said)
        return redirect("break-glass-detail", number)

    def _page(self, number: int, form: GlassReviewForm) -> HttpResponse:
        request, now = self.request, clock.now()
        glass = break_glass_seen(number, user=request.user, scope=request.scope)
        is_own = glass.account in accounts_of(request.user)
        context = {
            "glass": glass,
            "who": f"user:{glass.account}",
            "names": display_names({f"user:{glass.account}", glass.reviewed_by} - {""}),
            "look_ups": look_ups_under(glass)[:SHOWN_LOOK_UPS],
            "is_own": is_own,
            "is_running": glass.begun_at <= now < glass.ends_at,
            "is_overdue": glass.state == UNREVIEWED and glass.review_due_at <= now,
            "to_review": glass.state == UNREVIEWED and not is_own,
            "verdict": may_review_break_glass(request.user, request.scope, glass),
            "form": form,
        }
        return render(request, "access/break_glass_detail.html", context)


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Close one's own before its time."""
    glass = break_glass_seen(number, user=request.user, scope=request.scope)
    break_glass.end(glass, actor=request.user, at=clock.now())
    messages.success(request, "Ended. It is reviewed all the same.")
    return redirect("break-glass-detail", number)


def tone_of(glass: BreakGlass, now: datetime) -> str:
    """The coloured edge: what is overdue comes before anything else."""
    if glass.state != UNREVIEWED:
        return "bad" if glass.state == BreakGlassState.ABUSE.value else ""
    return "bad" if glass.review_due_at <= now else "wait"
