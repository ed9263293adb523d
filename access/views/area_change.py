"""Setting up areas: new, changed, their hours, taken out of service."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View

from access.forms.area import AreaForm, HolidaysForm, OtherDayForm, ReasonForm, WeekForm
from access.models import Area
from access.selectors.area_page import access_own_area, access_own_port, effects_of
from access.selectors.area_plan import area_plan
from access.selectors.area_use import uses_of
from access.services import area as areas
from access.services import opening_hours, reader
from accounts.doors import Requires, fresh_sign_in
from accounts.models import Port
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput

SHOW = "show"
REMOVE, CLOSE = "remove", "close"


class AreaNew(Requires, View):
    """Set up an area; "Show effect" says whom it would touch before it is kept."""

    capability = Capability.MANAGE_AREAS

    def get(self, request: HttpRequest, locode: str) -> HttpResponse:
        port = access_own_port(locode, scope=request.scope)
        return _form_page(request, port, None, AreaForm(port=port))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, locode: str) -> HttpResponse:
        port = access_own_port(locode, scope=request.scope)
        form = AreaForm(request.POST, port=port)
        if not form.is_valid() or request.POST.get("step") == SHOW:
            return _form_page(request, port, None, form)
        try:
            area = areas.define(port, form.details(), **who(request))
        except InvalidInput as error:
            add_errors(error, form)
            return _form_page(request, port, None, form)
        messages.success(request, f"{area.name} is set up.")
        return redirect("area-detail", locode, area.code)


class AreaChange(Requires, View):
    """Change an area. Where somebody would lose the way in, that is shown before it is kept."""

    capability = Capability.MANAGE_AREAS

    def get(self, request: HttpRequest, locode: str, code: str) -> HttpResponse:
        area = access_own_area(locode, code, scope=request.scope)
        return _form_page(request, area.port, area, AreaForm(port=area.port, area=area))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, locode: str, code: str) -> HttpResponse:
        area = access_own_area(locode, code, scope=request.scope)
        form = AreaForm(request.POST, port=area.port, area=area)
        if not form.is_valid() or request.POST.get("step") == SHOW:
            return _form_page(request, area.port, area, form)
        effects = effects_of(area_plan(area.port, at=clock.now()), area.code, form.details(), at=clock.now())
        if effects.is_hard and request.POST.get("shown") != effects.fingerprint:
            return _form_page(request, area.port, area, form)
        try:
            areas.change(area, form.details(), **who(request))
        except InvalidInput as error:
            add_errors(error, form)
            return _form_page(request, area.port, area, form)
        messages.success(request, f"{form.cleaned_data['name']} is changed. Gates obey from now on.")
        return redirect("area-detail", locode, form.cleaned_data["code"])


class AreaHours(Requires, View):
    """When the area is open: the week, other days, and public holidays filled in."""

    capability = Capability.MANAGE_AREAS

    def get(self, request: HttpRequest, locode: str, code: str) -> HttpResponse:
        return self._page(access_own_area(locode, code, scope=request.scope))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, locode: str, code: str) -> HttpResponse:
        area = access_own_area(locode, code, scope=request.scope)
        step = request.POST.get("step", "week")
        forms = self._forms(area, {step: request.POST})
        form = forms.get(step)
        if form is not None and not form.is_valid():
            return self._page(area, forms)
        try:
            done = self._keep(area, step, form)
        except InvalidInput as error:
            if form is None:
                raise
            add_errors(error, form)
            return self._page(area, forms)
        messages.success(request, done)
        return redirect("area-hours", locode, code)

    def _keep(self, area: Area, step: str, form: Any) -> str:
        given = who(self.request)
        if step == "day":
            opening_hours.set_day(area, **form.cleaned_data, **given)
            return f"{form.cleaned_data['day']} is kept."
        if step == "holidays":
            new = opening_hours.fill_in_holidays(area, **form.cleaned_data, **given)
            return f"{len(new)} days were filled in; the area is closed on them."
        if step == "remove":
            opening_hours.remove_day(area, _day(self.request), **given)
            return "That day has the hours of its weekday again."
        opening_hours.set_week(area, form.week(), **given)
        return "The week is kept."

    def _forms(self, area: Area, data: dict[str, Any]) -> dict[str, Any]:
        today = timezone.localdate(clock.now())
        return {
            "week": WeekForm(data.get("week"), week=opening_hours.week_of(area)),
            "day": OtherDayForm(data.get("day")),
            "holidays": HolidaysForm(data.get("holidays"), country=area.port.country, today=today),
        }

    def _page(self, area: Area, forms: dict[str, Any] | None = None) -> HttpResponse:
        days = area.other_days.prefetch_related("spans").order_by("day")
        context = {
            "area": area,
            "forms": forms or self._forms(area, {}),
            "days": [(day, opening_hours.words_of_day(day)) for day in days],
        }
        return render(self.request, "access/area_hours.html", context)


class AreaOut(Requires, View):
    """Take an area out of service, or remove it if nothing ever named it."""

    capability = Capability.MANAGE_AREAS

    def get(self, request: HttpRequest, locode: str, code: str) -> HttpResponse:
        return self._page(access_own_area(locode, code, scope=request.scope), ReasonForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, locode: str, code: str) -> HttpResponse:
        area = access_own_area(locode, code, scope=request.scope)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._page(area, form)
        if request.POST.get("step") == REMOVE:
            areas.remove(area, reason=form.cleaned_data["reason"], **who(request))
            messages.success(request, f"{area.name} is removed.")
            return redirect("area-map")
        closed = reader.close_area(area, reason=form.cleaned_data["reason"], **who(request))
        messages.success(request, f"{area.name} is out of service: {len(closed)} readers let nobody in.")
        return redirect("area-detail", locode, code)

    def _page(self, area: Area, form: ReasonForm) -> HttpResponse:
        return render(
            self.request, "access/area_out.html", {"area": area, "form": form, "uses": uses_of(area)}
        )


def who(request: HttpRequest) -> dict[str, Any]:
    """What every command asks for."""
    return {"actor": request.user, "scope": request.scope, "at": clock.now()}


def _form_page(request: HttpRequest, port: Port, area: Area | None, form: AreaForm) -> HttpResponse:
    context: dict[str, Any] = {"port": port, "area": area, "form": form}
    if form.is_bound and form.is_valid():
        now = clock.now()
        code = area.code if area else form.cleaned_data["code"]
        context["effects"] = effects_of(area_plan(port, at=now), code, form.details(), at=now)
    return render(request, "access/area_form.html", context)


def _day(request: HttpRequest) -> date:
    """The day that a button names."""
    try:
        return date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        raise InvalidInput("Choose the day.") from None
