"""The random sample: look-ups drawn by lot, beside the ranked cases."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from access.casework.words import DrawVerdict
from access.forms.casework import DrawFilters, DrawForm
from access.models import AuditDraw
from access.permissions.audit_draw import may_review_draw
from access.selectors.audit_draw import access_draw, misuse_estimate, visible_draws
from access.selectors.pseudonym import pseudonym_of
from access.services import audit_draw
from accounts.desk_list import DeskList
from accounts.doors import Requires, fresh_sign_in
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Column, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from portsec.kernel.scope import Scope


class AuditDrawList(DeskList):
    """Drawn look-ups, newest first, and what those reviewed say of all."""

    capability = Capability.VIEW_PERSON_CASES
    title = "Random sample"
    subtitle = "Look-ups drawn by lot, beside the cases: rules say nothing of what they miss."
    template_name = "access/audit_draw_list.html"
    columns = (
        Column("at", "When"),
        Column("who", "Who"),
        Column("object", "Object"),
        Column("explained", "Explained by"),
        Column("review", "Review"),
    )
    filters = DrawFilters
    views = (
        SavedView("open", "To review", {"state": "open"}),
        SavedView("misuse", "Misuse", {"state": DrawVerdict.MISUSE.value}),
        SavedView("all", "All"),
    )
    ordering = ("-at", "-pk")
    row_template = "access/audit_draw_row.html"
    empty = Empty("scale", "Nothing to review", "Each day some look-ups of two days before are drawn.")

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return visible_draws(scope=scope, **filters)

    def row_name(self, row: AuditDraw) -> str:
        return f"{row.object_ref}, {row.at}"

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        told = {"estimate": misuse_estimate(scope=request.scope)}
        return super().extra_context(request, queryset) | told


class ReviewDraw(Requires, View):
    """One drawn look-up, and the answer to it."""

    capability = Capability.VIEW_PERSON_CASES

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return self._page(access_draw(number, scope=request.scope), DrawForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        row, form = access_draw(number, scope=request.scope), DrawForm(request.POST)
        if not form.is_valid():
            return self._page(row, form)
        given = form.cleaned_data
        who = {"actor": request.user, "scope": request.scope, "at": clock.now()}
        try:
            audit_draw.review(row, DrawVerdict(given["verdict"]), reason=given["reason"], **who)
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(row, form)
        messages.success(request, "Noted.")
        return redirect("audit-draw-list")

    def _page(self, row: AuditDraw, form: DrawForm) -> HttpResponse:
        context = {
            "row": row,
            "form": form,
            "who": pseudonym_of(row.port_id, row.subject),
            "questions": row.questions.all(),
            "verdict": may_review_draw(self.request.user, self.request.scope, row),
        }
        return render(self.request, "access/audit_draw.html", context)
