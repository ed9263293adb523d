"""The ISPS level: what it is, a proposal with its preview, and the second person's answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from access.enums import LevelChangeState
from access.forms.security_level import AnswerLevelForm, ProposeLevelForm
from access.gate.isps import IspsLevel
from access.isps_preview.facts import Change
from access.isps_preview.measures import compared
from access.isps_preview.preview import NOT_EVALUATED
from access.models import Area, LevelChange
from access.permissions.area import may_confirm_level
from access.selectors.isps_level import (
    access_level_change,
    access_level_port,
    counting_change,
    level_changes,
    level_of,
    levels_of,
    ports_with_levels,
)
from access.selectors.isps_preview import on_permit, preview_of
from access.services import isps_level
from access.views.area import READERS, level_chip
from access.views.area_change import SHOW, who
from accounts.doors import Requires, fresh_sign_in
from accounts.models import Port
from accounts.roles import Capability
from portsec.interface.components.tables import Column
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from screening.selectors.timeline import display_names

READERS_OF_LEVELS = (*READERS, Capability.SET_ISPS_LEVEL)
NEWEST = 30  # changes listed; the record has all
COLUMNS = (
    Column("place", "Where"),
    Column("level", "Level"),
    Column("state", "State"),
    Column("since", "Since"),
    Column("until", "Until"),
    Column("by", "By"),
)
EFFECT_COLUMNS = (
    Column("area", "Area"),
    Column("level", "Level"),
    Column("before", "Badges that open it now", numeric=True),
    Column("after", "After the change", numeric=True),
    Column("reasons", "Why fewer"),
)
LOSS_COLUMNS = (Column("badge", "Badge"), Column("areas", "No longer opens"), Column("reasons", "Why"))


class IspsLevelPage(Requires, View):
    """The level of each port and of areas that have their own, what waits, and what was."""

    capability = READERS_OF_LEVELS

    def get(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        changes = list(level_changes(scope=request.scope)[:NEWEST])
        own = request.scope.ports(Capability.SET_ISPS_LEVEL.value)
        context = {
            "columns": COLUMNS,
            "changes": changes,
            "names": display_names(by for each in changes for by in _people(each) if by),
            "places": [_place(port, now) for port in ports_with_levels(scope=request.scope)],
            "waiting": [each for each in changes if each.state == LevelChangeState.PROPOSED.value],
            "own_ports": own,
        }
        return render(request, "access/isps_level.html", context)


class ProposeLevel(Requires, View):
    """The first signature. "Show what changes" works out the preview and keeps nothing."""

    capability = Capability.SET_ISPS_LEVEL

    def get(self, request: HttpRequest, locode: str) -> HttpResponse:
        port = access_level_port(locode, scope=request.scope)
        initial = {"area": request.GET.get("area", ""), "to_level": request.GET.get("level", "2")}
        return self._page(port, ProposeLevelForm(port=port, initial=initial))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, locode: str) -> HttpResponse:
        port = access_level_port(locode, scope=request.scope)
        form = ProposeLevelForm(request.POST, port=port)
        if not form.is_valid() or request.POST.get("step") == SHOW:
            return self._page(port, form)
        values = form.cleaned_data
        place = Area.objects.get(port=port, code=values["area"]) if values["area"] else port
        try:
            change = isps_level.propose(
                place,
                values["to_level"],
                steps_back_at=values["steps_back_at"],
                reason=values["reason"],
                **who(request),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(port, form)
        messages.success(request, "Proposed. Nothing changes until another security officer confirms it.")
        return redirect("isps-level-answer", change.pk)

    def _page(self, port: Port, form: ProposeLevelForm) -> HttpResponse:
        context: dict[str, Any] = {"port": port, "form": form}
        if form.is_bound and form.is_valid():
            now = clock.now()
            code = form.cleaned_data["area"]
            place = Area.objects.get(port=port, code=code) if code else port
            change = Change(level_of(place, at=now), form.cleaned_data["to_level"], code)
            context |= previewed(port, change, form.cleaned_data["steps_back_at"], now)
        return render(self.request, "access/isps_propose.html", context)


class AnswerLevel(Requires, View):
    """The second signature, under the preview as it looks now. Whoever proposed may take it back."""

    capability = Capability.SET_ISPS_LEVEL

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return self._page(access_level_change(number, scope=request.scope), AnswerLevelForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        change = access_level_change(number, scope=request.scope)
        form = AnswerLevelForm(request.POST)
        if not form.is_valid():
            return self._page(change, form)
        agrees = form.cleaned_data["answer"] == AnswerLevelForm.CONFIRM
        command = isps_level.confirm if agrees else isps_level.refuse
        try:
            command(change, reason=form.cleaned_data["reason"], **who(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(change, form)
        done = f"Level {change.to_level} is in force. Gates obey from now on." if agrees else "Declined."
        messages.success(request, done)
        return redirect("isps-level")

    def _page(self, change: LevelChange, form: AnswerLevelForm) -> HttpResponse:
        now = clock.now()
        context: dict[str, Any] = {
            "change": change,
            "form": form,
            "verdict": may_confirm_level(self.request.user, self.request.scope, change),
            "names": display_names(by for by in _people(change) if by),
        }
        if change.state == LevelChangeState.PROPOSED.value:
            before = level_of(change.area or change.port, at=now)
            wanted = Change(before, IspsLevel(change.to_level), change.area.code if change.area else "")
            context |= previewed(change.port, wanted, change.steps_back_at, now)
        return render(self.request, "access/isps_answer.html", context)


def previewed(port: Port, change: Change, steps_back_at: datetime | None, now: datetime) -> dict[str, Any]:
    """What the preview shows: the two columns, and what would happen to doors, groups and badges."""
    return {
        "preview": preview_of(port, change, at=now),
        "rows": compared(change.before, change.after),
        "on_permit": on_permit(port, at=now),
        "suspends": change.after is IspsLevel.EXCEPTIONAL and change.before is not IspsLevel.EXCEPTIONAL,
        "not_evaluated": NOT_EVALUATED,
        "steps_back_at": steps_back_at,
        "effect_columns": EFFECT_COLUMNS,
        "loss_columns": LOSS_COLUMNS,
        "before_chip": level_chip(change.before),
        "after_chip": level_chip(change.after),
    }


def _place(port: Port, now: datetime) -> dict[str, Any]:
    """A port with its level, and the areas that stand higher."""
    levels = levels_of(port, at=now)
    raised = [pk for pk, level in levels.areas.items() if level > IspsLevel.NORMAL]
    return {
        "port": port,
        "chip": level_chip(levels.port),
        "change": counting_change(port, at=now),
        "rows": compared(levels.port, levels.port),
        "areas": [
            {"area": area, "chip": level_chip(levels.areas[area.pk]), "change": counting_change(area, at=now)}
            for area in Area.objects.filter(pk__in=raised).order_by("code")
        ],
    }


def _people(change: LevelChange) -> tuple[str, str, str]:
    return change.proposed_by, change.decided_by, change.ended_by
