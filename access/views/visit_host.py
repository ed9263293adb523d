"""A host's own visitors: announced one by one or as a group, repeated, and the weeks ahead."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views import View

from access.forms.visit import GroupForm, OwnVisitFilters, PlanForm, VisitForm
from access.models import Area, Visit
from access.selectors.visit import access_visit, narrowed, visits_between, visits_hosted
from access.selectors.visit_facts import areas_to_visit, possible_escorts
from access.selectors.visit_overview import WEEK, weeks
from access.services import visit as visits
from access.visiting import guest_list
from accounts.desk_list import DeskList
from accounts.doors import Requires
from accounts.models import Port
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Action, Column, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, Refused
from portsec.kernel.scope import Scope
from screening.models import Person

HOSTS = Capability.ANNOUNCE_VISITS
WEEKS = 4


class VisitMine(DeskList):
    """What the caller announced, with a calendar of the weeks ahead."""

    capability = HOSTS
    title = "My visitors"
    subtitle = "Whom you announced, and how they stand."
    columns = (
        Column("visitor", "Visitor"),
        Column("days", "Days"),
        Column("areas", "Areas"),
        Column("escort", "Escort"),
        Column("state", "State"),
    )
    filters = OwnVisitFilters
    views = (
        SavedView("coming", "Coming", {"standing": "coming"}),
        SavedView("on-site", "On site", {"standing": "arrived"}),
        SavedView("all", "All"),
    )
    ordering = ("-first_day", "-pk")
    row_template = "access/visit_own_row.html"
    template_name = "access/visit_mine.html"
    empty = Empty(
        "calendar-plus",
        "No visitors here",
        "Announce a visitor before they come; the guard lets in who is announced.",
        "Announce a visitor",
        reverse_lazy("visit-new"),
    )

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return narrowed(visits_hosted(self.request.user, scope=scope), at=clock.now(), **filters)

    def actions(self, request: HttpRequest) -> list[Action]:
        return [
            Action("Announce a group", reverse("visit-group"), icon="users"),
            Action("Announce a visitor", reverse("visit-new"), icon="user-plus", variant="primary"),
        ]

    def row_name(self, row: Visit) -> str:
        return row.visitor.full_name

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        now = clock.now()
        today = timezone.localdate(now)
        mine = visits_hosted(request.user, scope=request.scope)
        soon = visits_between(mine, today - timedelta(days=WEEK), today + timedelta(days=WEEKS * WEEK))
        return super().extra_context(request, queryset) | {"weeks": weeks(soon, at=now, count=WEEKS)}


class Announcing(Requires, View):
    """What announcing one visitor and a group have in common."""

    capability = HOSTS
    form: type[PlanForm]
    template = ""

    @cached_property
    def ports(self) -> QuerySet[Port]:
        return Port.objects.filter(pk__in=self.request.scope.ports(HOSTS.value))

    def _form(self, data: Any = None, files: Any = None, **initial: Any) -> PlanForm:
        return self.form(
            data,
            files,
            ports=self.ports,
            areas=areas_to_visit([port.pk for port in self.ports]).select_related("port"),
            escorts=self._escorts(),
            initial=initial,
        )

    def _escorts(self) -> QuerySet[Person]:
        found = Person.objects.none()
        for port in self.ports:
            found |= possible_escorts(port, self.request.scope.organisation, at=clock.now())
        return found

    def _plan(self, form: PlanForm) -> visits.Plan:
        said = form.cleaned_data
        return visits.Plan(
            first_day=said["first_day"],
            last_day=said["last_day"] or said["first_day"],
            areas=form.chosen_areas(),
            purpose=said["purpose"],
            company=said["company"],
            plate=said.get("plate", ""),
            escort=said["escort"],
        )

    def _acts(self) -> dict[str, Any]:
        return {"actor": self.request.user, "scope": self.request.scope, "at": clock.now()}

    def _page(self, form: PlanForm, **more: Any) -> HttpResponse:
        return render(self.request, self.template, {"form": form, **more})


class VisitNew(Announcing):
    """One visitor; with `?like=` filled in as an earlier visit."""

    form = VisitForm
    template = "access/visit_new.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        like = request.GET.get("like", "")
        return self._page(self._form(**self._as_before(like)) if like else self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not isinstance(form, VisitForm) or not form.is_valid():
            return self._page(form)
        try:
            visit = visits.announce(form.cleaned_data["port"], form.guest(), self._plan(form), **self._acts())
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(form)
        except Refused as error:
            form.add_error(None, error.detail)
            return self._page(form)
        messages.success(request, f"{visit.visitor.full_name} is announced.")
        return redirect("visit-detail", visit.ref)

    def _as_before(self, ref: str) -> dict[str, Any]:
        """The same visit once more, today."""
        visit = access_visit(ref, user=self.request.user, scope=self.request.scope)
        person = visit.visitor
        areas = Area.objects.filter(port=visit.port, code__in=visit.areas)
        return {
            "port": visit.port_id,
            "family_name": person.family_name,
            "given_names": person.given_names,
            "birth_date": person.birth_date,
            "nationality": person.nationality,
            "company": visit.company,
            "purpose": visit.purpose,
            "first_day": timezone.localdate(clock.now()),
            "areas": [str(area.pk) for area in areas],
            "escort": visit.escort.ref if visit.escort else None,
            "plate": visit.plate,
        }


class VisitGroup(Announcing):
    """Several visitors under one plan: the good rows are announced, the others stay in the form."""

    form = GroupForm
    template = "access/visit_group.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        try:
            said = guest_list.parse(form.cleaned_data["people"], today=timezone.localdate(clock.now()))
            done = visits.announce_group(
                form.cleaned_data["port"], said.rows, self._plan(form), **self._acts()
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(form)
        announced = [each.visit for each in done if each.visit]
        refused = [
            guest_list.BadRow(each.row.number, each.row.line, (each.problem,))
            for each in done
            if not each.visit
        ]
        left = sorted((*said.rejected, *refused), key=lambda row: row.number)
        if announced:
            messages.success(request, f"{len(announced)} of {len(done) + len(said.rejected)} announced.")
        if not left:
            return redirect("visit-mine")
        return self._again(form, said.heading, left)

    def _again(self, form: PlanForm, heading: str, left: list[guest_list.BadRow]) -> HttpResponse:
        """The form once more with the rows that are left, so that nothing is lost."""
        lines = [heading, *(row.line for row in left)] if heading else [row.line for row in left]
        data = self.request.POST.copy()
        data["people"] = "\n".join(lines)
        return self._page(self._form(data), left=left, first=2 if heading else 1)
