"""Need-to-know grants: the list, one grant, giving, extending and taking back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View

from access.forms.area import ReasonForm
from access.forms.grant import ExtendForm, GrantFilters, GrantForm
from access.models import Grant
from access.permissions.grant import may_grant, may_revoke_grant
from access.selectors.grant import access_grant, grants_named, ports_to_grant_at, uses
from access.services import grant as grants
from access.views.area_change import who
from accounts.desk_list import DeskList
from accounts.doors import Requires, fresh_sign_in
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Action, Column, CsvColumn, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from portsec.kernel.scope import Scope
from screening.selectors.timeline import display_names

READERS = (Capability.MANAGE_CARGO, Capability.VIEW_EVENTS)
NEWEST = 20  # look-ups shown of one grant


class GrantList(DeskList):
    """Who may read what, for what, until when."""

    capability = READERS
    title = "Grants"
    subtitle = "Cargo that somebody may read without an order of their own, for a purpose and a time."
    columns = (
        Column("account", "Account"),
        Column("object", "Object"),
        Column("purpose", "For"),
        Column("until", "Until"),
        Column("standing", "Standing"),
    )
    filters = GrantFilters
    views = (
        SavedView("in_force", "In force", {"standing": "in_force"}),
        SavedView("planned", "Not begun", {"standing": "planned"}),
        SavedView("revoked", "Taken back", {"standing": "revoked"}),
        SavedView("all", "All"),
    )
    ordering = ("-valid_from", "-pk")
    row_template = "access/grant_row.html"
    template_name = "access/list.html"
    export_name = "grants"
    csv_columns = (
        CsvColumn("grant", "reference"),
        CsvColumn("account", "account"),
        CsvColumn("object_type", "object_type"),
        CsvColumn("object", "object_ref"),
        CsvColumn("field_class", "field_class"),
        CsvColumn("purpose", "purpose"),
        CsvColumn("case", "case_ref"),
        CsvColumn("valid_from", "valid_from"),
        CsvColumn("valid_until", "valid_until"),
        CsvColumn("granted_by", "granted_by"),
        CsvColumn("extended", "extended"),
        CsvColumn("revoked_at", "revoked_at"),
    )
    empty = Empty("key", "No grants here", "Choose another view above, or give a grant.")

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return self.exported(grants_named(scope=scope, at=clock.now(), **filters))

    def actions(self, request: HttpRequest) -> list[Action]:
        if not request.scope.holds(Capability.MANAGE_CARGO.value):
            return []
        return [Action("New grant", reverse("grant-new"), icon="key", variant="primary")]

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        return {**super().extra_context(request, queryset), "now": clock.now()}

    def row_name(self, row: Grant) -> str:
        return row.reference


class NewGrant(Requires, View):
    """Give a grant."""

    capability = Capability.MANAGE_CARGO

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(self._form())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest) -> HttpResponse:
        form, acts = self._form(request.POST), who(request)
        if not form.is_valid():
            return self._page(form)
        try:
            given = grants.give(form.cleaned_data["port"], form.asked(at=acts["at"]), **acts)
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(form)
        messages.success(request, f"{given.account} holds grant {given.reference}.")
        return redirect("grant-detail", given.pk)

    def _form(self, data: Any = None) -> GrantForm:
        return GrantForm(data, ports=ports_to_grant_at(scope=self.request.scope))

    def _page(self, form: GrantForm) -> HttpResponse:
        return render(self.request, "access/grant_new.html", {"form": form})


class GrantDetail(Requires, View):
    """One grant, and the look-ups that it carried."""

    capability = READERS

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        found = access_grant(number, scope=request.scope)
        used = list(uses(found)[:NEWEST])
        return render(request, "access/grant_detail.html", {**_told(request, found), "used": used})


class ChangeGrant(Requires, View):
    """Extend a grant or take it back."""

    capability = Capability.MANAGE_CARGO

    def get(self, request: HttpRequest, number: int, step: str) -> HttpResponse:
        return self._page(access_grant(number, scope=request.scope), step, _form_of(step)())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int, step: str) -> HttpResponse:
        found = access_grant(number, scope=request.scope)
        form = _form_of(step)(request.POST)
        if not form.is_valid():
            return self._page(found, step, form)
        try:
            changed = STEPS[step][1](found, **form.cleaned_data, **who(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(found, step, form)
        messages.success(request, f"Grant {changed.reference} is {STEPS[step][2]}.")
        return redirect("grant-detail", changed.pk)

    def _page(self, found: Grant, step: str, form: Any) -> HttpResponse:
        return render(
            self.request,
            "access/grant_change.html",
            {**_told(self.request, found), "form": form, "step": step},
        )


STEPS: dict[str, tuple[Any, Any, str]] = {
    "extend": (ExtendForm, grants.extend, "extended"),
    "revoke": (ReasonForm, grants.revoke, "taken back"),
}


def _form_of(step: str) -> Any:
    if step not in STEPS:
        raise NotFound("page")
    return STEPS[step][0]


def _told(request: HttpRequest, found: Grant) -> dict[str, Any]:
    now = clock.now()
    names = display_names({f"user:{found.account}", found.granted_by, found.revoked_by} - {""})
    caller, scope = request.user, request.scope
    return {
        "grant": found,
        "standing": found.standing_at(now),
        "is_over": found.valid_until <= now,
        "holder": names.get(f"user:{found.account}", found.account),
        "granted_by": names.get(found.granted_by, found.granted_by),
        "revoked_by": names.get(found.revoked_by, found.revoked_by),
        "may_extend": may_grant(caller, scope, found.port_id, found.account, found.field_class_word),
        "may_revoke": may_revoke_grant(caller, scope, found),
    }
