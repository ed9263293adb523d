"""Clearances that end soon, and the one click that starts their renewal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View

from accounts.desk_list import DeskList
from accounts.doors import Requires
from accounts.roles import Capability
from portsec.interface.listpage import Column, Empty
from portsec.kernel import clock
from portsec.kernel.scope import Scope
from screening.enums import PersonCategory
from screening.forms.person import EndingFilters
from screening.models import Clearance
from screening.selectors.renewal import access_ending, ending_named
from screening.services import renewal
from screening.views.sheet import sheet

SEES_ENDINGS = (Capability.VIEW_CASES, Capability.VIEW_OUTCOMES)
# Where the new terms of those are entered whose application rests on some.
TERMS_PAGES = {
    PersonCategory.CONTRACTOR: "contractor-new",
    PersonCategory.FOREIGN_EXPERT: "expert-new",
}


class RenewalList(DeskList):
    """Granted clearances with less than half a year left, the earliest end first."""

    capability = SEES_ENDINGS
    title = "Ending soon"
    subtitle = "Officers and employers are reminded 180, 90 and 30 days before a clearance ends."
    columns = (
        Column("person", "Person"),
        Column("organisation", "Organisation"),
        Column("until", "Ends"),
        Column("left", "Days left", numeric=True),
        Column("renewal", "Renewal"),
    )
    filters = EndingFilters
    ordering = ("valid_until", "pk")
    pager_labels = ("Earlier", "Later")
    row_template = "screening/renewal_row.html"
    empty = Empty("calendar-check", "Nothing ends soon", "Every clearance lasts longer than half a year.")

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return ending_named(scope=scope, at=clock.now(), text=filters["text"])

    def row_name(self, row: Clearance) -> str:
        return row.person.full_name

    def row_tone(self, row: Clearance) -> str:
        return "" if row.is_renewed or (row.step or 0) > 90 else "wait"

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        return {
            "may_start": request.scope.holds(Capability.ENTER_APPLICATIONS.value),
            "sees_people": request.scope.holds(Capability.VIEW_CASES.value),
        }


class RenewalStart(Requires, View):
    """Starts a renewal with what is known."""

    capability = Capability.ENTER_APPLICATIONS
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        now = clock.now()
        ending = access_ending(ref, scope=request.scope, at=now)
        terms_page = TERMS_PAGES.get(PersonCategory(ending.person.category))
        if terms_page is not None:
            messages.info(request, "Enter the new terms; the renewal begins with them.")
            return redirect(f"{reverse(terms_page)}?person={ref}")
        started = renewal.start(ending, actor=request.user, scope=request.scope, at=now)
        if started.invited is not None:
            return sheet(request, started.invited)
        messages.success(request, "The renewal has begun.")
        return redirect("renewal-list")
