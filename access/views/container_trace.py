"""A container's trace, and the question of a seizure: who looked up these boxes more than by chance."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from access.forms.container_trace import USUAL_DAYS, ContainerTraceForm, SeizureForm
from access.selectors.visible_between import audited_ports
from access.services import container_trace
from access.views.area_change import who
from accounts.doors import Requires
from accounts.roles import Capability
from portsec.interface.components.tables import Column
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput

USUAL = timedelta(days=30)  # the stretch that the form begins with
LOOKER_COLUMNS = (
    Column("person", "Who"),
    Column("looks", "Look-ups", numeric=True),
    Column("unexplained", "Without a reason", numeric=True),
    Column("chance", "By chance", numeric=True),
    Column("span", "First and last"),
)
SUSPECT_COLUMNS = (
    Column("person", "Who"),
    Column("boxes", "Boxes looked up without a reason"),
    Column("explained", "With a reason", numeric=True),
    Column("share", "Of all look-ups", numeric=True),
    Column("chance", "p-value", numeric=True),
)
BOX_COLUMNS = (
    Column("container", "Container"),
    Column("call", "Ship's call"),
    Column("lookers", "Lookers", numeric=True),
    Column("without", "Without a reason", numeric=True),
)


class ContainerTracePage(Requires, View):
    """Asking names people and is recorded, so it is a post; the page itself only shows the form."""

    capability = Capability.VIEW_EVENTS

    def get(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        asked = {name: request.GET.get(name, "") for name in ("container", "case_ref")}
        initial = asked | {"since": now - USUAL, "until": now}
        return self._page(ContainerTraceForm(ports=audited_ports(scope=request.scope), initial=initial), {})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ContainerTraceForm(request.POST, ports=audited_ports(scope=request.scope))
        if not form.is_valid():
            return self._page(form, {}, status=400)
        asked = {name: form.cleaned_data[name] for name in ("container", "since", "until", "case_ref")}
        try:
            found = container_trace.ask(form.chosen_port(), **asked, **who(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(form, {}, status=400)
        sees_cases = request.scope.holds(Capability.VIEW_PERSON_CASES.value, found.port.pk)
        return self._page(form, {"trace": found, "columns": LOOKER_COLUMNS, "sees_cases": sees_cases})

    def _page(self, form: ContainerTraceForm, found: dict[str, Any], *, status: int = 200) -> HttpResponse:
        context = {"form": form} | found
        return _unkept(render(self.request, "access/container_trace.html", context, status=status))


class SeizurePage(Requires, View):
    """The numbers of a seizure, and after them the people who stand out."""

    capability = Capability.VIEW_EVENTS

    def get(self, request: HttpRequest) -> HttpResponse:
        initial = {"seized_at": clock.now(), "days": USUAL_DAYS}
        return self._page(SeizureForm(ports=audited_ports(scope=request.scope), initial=initial), {})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SeizureForm(request.POST, ports=audited_ports(scope=request.scope))
        if not form.is_valid():
            return self._page(form, {}, status=400)
        values = form.cleaned_data
        try:
            found = container_trace.ask_about_seizure(
                form.chosen_port(),
                values["containers"],
                values["seized_at"],
                before=form.before,
                case_ref=values["case_ref"],
                **who(request),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(form, {}, status=400)
        shown = {
            "seizure": found,
            "columns": SUSPECT_COLUMNS,
            "box_columns": BOX_COLUMNS,
            "standing_out": sum(one.stands_out for one in found.suspects),
        }
        return self._page(form, shown)

    def _page(self, form: SeizureForm, found: dict[str, Any], *, status: int = 200) -> HttpResponse:
        context = {"form": form} | found
        return _unkept(render(self.request, "access/seizure.html", context, status=status))


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
