"""A supervisor confirms that somebody works outside the roster."""

from __future__ import annotations

from functools import cached_property

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from access.forms.duty import ConfirmDutyForm
from access.models import Area, Badge
from access.selectors.area import visible_areas
from access.selectors.duty import confirmations
from access.selectors.what_if import holder_named
from access.services import duty
from accounts.doors import Requires
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, Refused
from screening.models import Person

NOBODY = "There is no person of this number, and no badge with a holder, at the port of this area."


class ConfirmDuty(Requires, View):
    """The form, and what has been confirmed and is not over."""

    capability = Capability.CONFIRM_DUTY

    def get(self, request: HttpRequest) -> HttpResponse:
        initial = {"starts_at": timezone.localtime(clock.now())} | request.GET.dict()
        return self._page(ConfirmDutyForm(areas=self.choices, initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ConfirmDutyForm(request.POST, areas=self.choices)
        if not form.is_valid():
            return self._page(form)
        said = form.cleaned_data
        area = self.areas[said["area"]]
        person = _person(said["who"], area)
        if person is None:
            form.add_error("who", NOBODY)
            return self._page(form)
        try:
            duty.confirm(
                person,
                area,
                starts_at=said["starts_at"],
                ends_at=said["ends_at"],
                reason=said["reason"],
                remote=said["remote"],
                actor=request.user,
                scope=request.scope,
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(form)
        except Refused as error:
            form.add_error(None, error.verdict.sentence)
            return self._page(form)
        messages.success(request, f"Confirmed: {person.full_name} may work in {area.name}.")
        return redirect(reverse("duty-confirm"))

    @cached_property
    def areas(self) -> dict[str, Area]:
        ports = self.request.scope.ports(Capability.CONFIRM_DUTY.value)
        return {str(area.pk): area for area in visible_areas(scope=self.request.scope).filter(port__in=ports)}

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(key, area.name) for key, area in self.areas.items()]

    def _page(self, form: ConfirmDutyForm) -> HttpResponse:
        rows = confirmations(scope=self.request.scope, at=clock.now())
        return render(self.request, "access/duty_confirm.html", {"form": form, "confirmations": rows})


def _person(text: str, area: Area) -> Person | None:
    holder = holder_named(text, area.port_id)
    return holder.person if isinstance(holder, Badge) else holder
