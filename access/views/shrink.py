"""The need-to-know shrinker: what nobody uses, its trial, and the way back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from access.forms.access_request import OptionalReasonForm
from access.forms.area import ReasonForm
from access.forms.shrink import ShrinkFilters
from access.models import Shrink
from access.permissions.grant import may_shrink
from access.selectors.shrink import SEES_SHRINKS, lines_of, shrink_seen, shrinks
from access.services import shrink
from access.shrinking.evidence import Use
from access.views.area_change import who
from accounts.desk_list import DeskList
from accounts.doors import Requires, fresh_sign_in
from accounts.roles import Capability
from portsec.interface.components.tables import Column
from portsec.interface.listpage import Column as ListColumn
from portsec.interface.listpage import CsvColumn, Empty, SavedView
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.selectors.timeline import display_names

SHOWN = 100  # grants of one proposal on its page; the rest is counted
COLUMNS = (
    Column("account", "Who holds it"),
    Column("object", "What"),
    Column("until", "Until"),
    Column("back", "Given back"),
)


class ShrinkList(DeskList):
    """What could go."""

    capability = SEES_SHRINKS
    title = "Need-to-know shrinker"
    subtitle = "Access that nobody used. A trial takes it for two weeks; whoever asks gets it back at once."
    columns = (
        ListColumn("group", "Who"),
        ListColumn("use", "Opened"),
        ListColumn("grants", "Grants", numeric=True),
        ListColumn("until", "Trial until"),
        ListColumn("state", "State"),
    )
    filters = ShrinkFilters
    views = (
        SavedView("proposed", "Proposed", {"state": "proposed"}),
        SavedView("trial", "On trial", {"state": "trial"}),
        SavedView("adopted", "Taken away", {"state": "adopted"}),
        SavedView("all", "All"),
    )
    ordering = ("-proposed_at", "-pk")
    row_template = "access/shrink_row.html"
    template_name = "access/list.html"
    export_name = "need-to-know-shrinker"
    csv_columns = (
        CsvColumn("group", "group"),
        CsvColumn("field_class", "field_class"),
        CsvColumn("opened", "opened"),
        CsvColumn("looked_up", "looked_up"),
        CsvColumn("holders", "holders"),
        CsvColumn("grants", "grant_count"),
        CsvColumn("state", "state"),
        CsvColumn("proposed_at", "proposed_at"),
        CsvColumn("trial_until", "trial_until"),
    )
    empty = Empty(
        "lightbulb", "Nothing to propose", "Access that is held and not used is looked for once a day."
    )

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return self.exported(shrinks(scope=scope, **filters))

    def row_name(self, row: Shrink) -> str:
        return str(row)


class ShrinkDetail(Requires, View):
    """One proposal with its figures and grants, and the next step."""

    capability = SEES_SHRINKS

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return detail_page(request, shrink_seen(number, scope=request.scope), ReasonForm())


class ShrinkStep(Requires, View):
    """Start the trial, give everything back, or leave it."""

    capability = Capability.MANAGE_CARGO

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int, step: str) -> HttpResponse:
        found = shrink_seen(number, scope=request.scope)
        if step == "start":
            shrink.start(found, **who(request))
            messages.success(request, "The trial has begun. Whoever asks for it gets it back at once.")
        elif step == "roll-back":
            said = OptionalReasonForm(request.POST)
            reason = said.cleaned_data["reason"] if said.is_valid() else ""
            shrink.roll_back(found, reason=reason, **who(request))
            messages.success(request, "Everything was given back.")
        elif step == "dismiss":
            form = ReasonForm(request.POST)
            if not form.is_valid():
                return detail_page(request, found, form)
            shrink.dismiss(found, reason=form.cleaned_data["reason"], **who(request))
            messages.success(request, "Left as it is.")
        else:
            raise NotFound("page")
        return redirect("shrink-detail", number)


def detail_page(request: HttpRequest, found: Shrink, form: ReasonForm) -> HttpResponse:
    lines = list(lines_of(found)[: SHOWN + 1])
    names = {f"user:{line.grant.account}" for line in lines} | {found.decided_by}
    context = {
        "shrink": found,
        "use": Use(found.group, found.field_class_word, found.opened, found.looked_up, found.holders),
        "columns": COLUMNS,
        "lines": lines[:SHOWN],
        "has_more": len(lines) > SHOWN,
        "names": display_names(names - {""}),
        "verdict": may_shrink(request.scope, found.port_id),
        "form": form,
    }
    return render(request, "access/shrink_detail.html", context)
