"""Types of badges: their terms, the share that is unaccounted for, and the re-issue of one of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from access.accountability.share import SOURCE
from access.forms.badge_type import BadgeTypeForm, ReissueForm
from access.models import BadgeType, Training
from access.permissions.qualification import may_set_up_badges
from access.selectors.badge_type import access_type, old_badges, reissue_of, shares, visible_types
from access.services import badge_process
from access.services import badge_type as types
from accounts.doors import Requires, fresh_sign_in
from accounts.models import Port
from accounts.roles import Capability
from ledger.selectors.entry import entries_about
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from screening.selectors.timeline import display_names

SEES_TYPES = (Capability.VIEW_BADGES, Capability.ISSUE_BADGES, Capability.MANAGE_AREAS)
NEWEST = 12  # entries of a type's history on its page
SHOWN = 50  # holders without a new badge on the page of a re-issue


class BadgeTypeList(Requires, View):
    """Every type in reach with its terms and its gauge."""

    capability = SEES_TYPES

    def get(self, request: HttpRequest) -> HttpResponse:
        found = visible_types(scope=request.scope)
        gauges: dict[int, list[Any]] = {}
        for standing in shares(found, at=clock.now()):
            gauges.setdefault(standing.badge_type.pk, []).append(standing)
        context = {
            "types": [(each, gauges[each.pk]) for each in found],
            "sets_up": request.scope.holds(Capability.MANAGE_AREAS.value),
            "source": SOURCE,
        }
        return render(request, "access/badge_type_list.html", context)


class BadgeTypeDetail(Requires, View):
    """One type: its terms, its gauge, how far a re-issue has come and who is missing."""

    capability = SEES_TYPES

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        badge_type = access_type(number, scope=request.scope)
        about = entries_about([badge_type.reference]).filter(kind__startswith="access.badge_type.")
        entries = list(
            about[:NEWEST]
        )  # each blank card that was used is on record, too; those are the stock's
        reissue = reissue_of(badge_type)
        context = {
            "badge_type": badge_type,
            "gauges": shares([badge_type], at=clock.now()),
            "source": SOURCE,
            "trainings": _named(badge_type),
            "reissue": reissue,
            "missing": old_badges(badge_type)[:SHOWN] if reissue else [],
            "sets_up": may_set_up_badges(request.scope, badge_type.port_id).allowed,
            "entries": entries,
            "names": display_names(entry.actor for entry in entries),
        }
        return render(request, "access/badge_type_detail.html", context)


class BadgeTypeNew(Requires, View):
    """Define a type."""

    capability = Capability.MANAGE_AREAS

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            made = types.define(
                form.cleaned_data["port"],
                form.cleaned_data["code"],
                form.details(),
                actor=request.user,
                scope=request.scope,
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(form)
        messages.success(request, f"Badge type {made.name} defined.")
        return redirect("badge-type-detail", made.pk)

    def _form(self, data: Any = None) -> BadgeTypeForm:
        own = self.request.scope.ports(Capability.MANAGE_AREAS.value)
        trainings = Training.objects.filter(port_id__in=own)
        return BadgeTypeForm(data, ports=Port.objects.filter(pk__in=own), trainings=trainings)

    def _page(self, form: BadgeTypeForm) -> HttpResponse:
        return render(self.request, "access/badge_type_form.html", {"form": form})


class BadgeTypeChange(Requires, View):
    """Change the terms of a type."""

    capability = Capability.MANAGE_AREAS

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        badge_type = _own_type(request, number)
        return self._page(badge_type, self._form(badge_type))

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        badge_type = _own_type(request, number)
        form = self._form(badge_type, request.POST)
        if not form.is_valid():
            return self._page(badge_type, form)
        try:
            types.change(badge_type, form.details(), actor=request.user, scope=request.scope, at=clock.now())
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(badge_type, form)
        messages.success(request, f"Badge type {form.cleaned_data['name']} changed.")
        return redirect("badge-type-detail", badge_type.pk)

    def _form(self, badge_type: BadgeType, data: Any = None) -> BadgeTypeForm:
        trainings = Training.objects.filter(port_id=badge_type.port_id)
        return BadgeTypeForm(data, ports=Port.objects.none(), trainings=trainings, badge_type=badge_type)

    def _page(self, badge_type: BadgeType, form: BadgeTypeForm) -> HttpResponse:
        return render(self.request, "access/badge_type_form.html", {"form": form, "badge_type": badge_type})


class BadgeTypeReissue(Requires, View):
    """Issue all badges of a type anew."""

    capability = Capability.MANAGE_AREAS

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return self._page(_own_type(request, number), ReissueForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        badge_type, form = _own_type(request, number), ReissueForm(request.POST)
        if not form.is_valid():
            return self._page(badge_type, form)
        try:
            badge_process.reissue(
                badge_type,
                form.cleaned_data["old_ends_on"],
                reason=form.cleaned_data["reason"],
                actor=request.user,
                scope=request.scope,
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(badge_type, form)
        messages.success(request, "The re-issue has begun. A badge is asked for every holder.")
        return redirect("badge-type-detail", badge_type.pk)

    def _page(self, badge_type: BadgeType, form: ReissueForm) -> HttpResponse:
        context = {
            "badge_type": badge_type,
            "form": form,
            "gauge": shares([badge_type], at=clock.now())[0],
            "running": reissue_of(badge_type),
        }
        return render(self.request, "access/badge_type_reissue.html", context)


def _own_type(request: HttpRequest, number: int) -> BadgeType:
    """A type that the caller may change; to others the page is not there."""
    badge_type = access_type(number, scope=request.scope)
    if not may_set_up_badges(request.scope, badge_type.port_id).allowed:
        raise NotFound("badge type")
    return badge_type


def _named(badge_type: BadgeType) -> list[str]:
    """The trainings of a type by their names."""
    known = Training.objects.filter(port_id=badge_type.port_id, code__in=badge_type.trainings)
    return list(known.values_list("name", flat=True))
