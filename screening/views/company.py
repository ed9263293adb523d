"""Employers: their people, their posts, and how many are cleared."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from accounts.desk_list import DeskList
from accounts.doors import Requires
from accounts.models import Organisation
from accounts.roles import Capability
from portsec.interface.listpage import Column, Empty
from portsec.kernel import clock
from portsec.kernel.scope import Scope
from screening.forms.person import CompanyFilters
from screening.selectors.application import OPEN_STATES, case_files
from screening.selectors.company import access_company, companies
from screening.selectors.post import visible_posts
from screening.selectors.renewal import visible_ending
from screening.selectors.standing import people_register

SHOWN = 50  # rows of each part; the lists behind the links have all


class CompanyList(DeskList):
    """Organisations that have people or posts here, by name."""

    capability = Capability.VIEW_CASES
    title = "Companies"
    subtitle = "Employers with people or posts at the port."
    columns = (
        Column("company", "Company"),
        Column("people", "People", numeric=True),
        Column("cleared", "Cleared", numeric=True),
        Column("posts", "Posts", numeric=True),
        Column("cases", "Open cases", numeric=True),
    )
    filters = CompanyFilters
    ordering = ("name", "pk")
    pager_labels = ("Back", "Further")
    row_template = "screening/company_row.html"
    empty = Empty("building-2", "No companies", "Companies come with the people and posts that are entered.")

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return companies(scope=scope, at=clock.now(), text=filters["text"])

    def row_name(self, row: Organisation) -> str:
        return row.name

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        return {}


class CompanyDetail(Requires, View):
    """One employer."""

    capability = Capability.VIEW_CASES

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        now = clock.now()
        company = access_company(code, scope=request.scope, at=now)
        people = people_register(scope=request.scope, at=now, organisation=company.pk)
        cases = case_files(scope=request.scope).filter(person__organisation=company, state__in=OPEN_STATES)
        endings = visible_ending(scope=request.scope, at=now).filter(person__organisation=company)
        context = {
            "company": company,
            "people": people.order_by("family_name", "given_names", "pk")[:SHOWN],
            "posts": visible_posts(scope=request.scope).filter(organisation=company).order_by("name", "pk"),
            "cases": cases.order_by("due_on", "pk")[:SHOWN],
            "endings": endings.order_by("valid_until", "pk")[:SHOWN],
            "people_url": f"{reverse('person-list')}?organisation={company.pk}",
        }
        return render(request, "screening/company_detail.html", context)
