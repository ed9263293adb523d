"""Release rights: those of one's own organisation, one of them, and the desk of the terminal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from access.forms.release import (
    BEGIN,
    HAND_OVER,
    KEEP_CODE,
    ReleaseDeskForm,
    RightFilters,
)
from access.models import CargoVisit, ReleaseRight
from access.selectors.look_up import visit_of
from access.selectors.release_right import (
    access_right,
    code_of,
    may_deal_with_rights,
    names_of,
    organisation_code,
    own_rights_open,
)
from access.services import release_code, release_right
from accounts.desk_list import DeskList
from accounts.doors import Requires, fresh_sign_in
from accounts.models import Port
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Column, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, require
from portsec.kernel.scope import Scope


class ReleaseList(DeskList):
    """What the caller's organisation holds, gave, or is offered. Nobody else's."""

    capability = Capability.LOOK_UP_CARGO
    title = "Release rights"
    subtitle = "The right to collect a container passes from party to party. One holds it at a time."
    columns = (
        Column("container", "Container"),
        Column("from", "From"),
        Column("to", "To"),
        Column("offered", "Offered"),
        Column("state", "State"),
    )
    filters = RightFilters
    views = (
        SavedView("to_answer", "Offered to us", {"state": "to_answer"}),
        SavedView("held", "We hold", {"state": "held"}),
        SavedView("given", "We gave", {"state": "given"}),
        SavedView("all", "All"),
    )
    ordering = ("-offered_at", "-pk")
    row_template = "access/release_row.html"
    template_name = "access/list.html"
    empty = Empty(
        "key-round",
        "No release rights here",
        "Choose another view above. A right appears when another party offers it to your organisation.",
    )

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return own_rights_open(user=self.request.user, scope=scope, at=clock.now(), **filters)

    def row_name(self, row: ReleaseRight) -> str:
        return f"{row.container}, {row.from_organisation} to {row.to_organisation}"


class ReleaseDetail(Requires, View):
    """One step of the chain, for its giver and its receiver, with what they may do."""

    capability = Capability.LOOK_UP_CARGO

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        right = access_right(ref, user=request.user, scope=request.scope)
        require(may_deal_with_rights(right.port, request.user, at=clock.now()))
        return render(request, "access/release_detail.html", right_context(request, right))


class ReleaseDesk(Requires, View):
    """The terminal begins a chain, keeps a code, and hands a container over."""

    capability = Capability.MANAGE_CARGO

    def get(self, request: HttpRequest) -> HttpResponse:
        number = request.GET.get("container", "")
        return self._page(ReleaseDeskForm(ports=self._ports(), initial={"container": number}))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest) -> HttpResponse:
        form = ReleaseDeskForm(request.POST, ports=self._ports())
        if not form.is_valid():
            return self._page(form)
        visit = visit_of(form.chosen_port(), form.cleaned_data["container"])
        if visit is None:
            form.add_error("container", "The port holds no visit of this container.")
            return self._page(form)
        try:
            told = STEPS[form.cleaned_data["step"]](visit, form.cleaned_data, acts_of(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(form)
        messages.success(request, told)
        return redirect("release-desk")

    def _ports(self) -> Any:
        return Port.objects.filter(pk__in=self.request.scope.ports(self.capability.value))

    def _page(self, form: ReleaseDeskForm) -> HttpResponse:
        return render(self.request, "access/release_desk.html", {"form": form})


def right_context(request: HttpRequest, right: ReleaseRight) -> dict[str, Any]:
    """What every page of a step shows."""
    own = organisation_code(request.user)
    names = names_of({right.from_organisation, right.to_organisation})
    is_receiver, is_giver = own == right.to_organisation, own == right.from_organisation
    may_pass_on = right.is_held and is_receiver
    return {
        "right": right,
        "code": code_of(right.visit) if may_pass_on else None,
        "giver": names.get(right.from_organisation, right.from_organisation),
        "receiver": names.get(right.to_organisation, right.to_organisation),
        "may_answer": right.is_open and is_receiver,
        "may_pass_on": may_pass_on,
        "may_take_back": is_giver and (right.is_open or right.is_held),
    }


def acts_of(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "scope": request.scope, "at": clock.now()}


def _begin(visit: CargoVisit, said: dict[str, Any], acts: dict[str, Any]) -> str:
    right = release_right.begin(visit, **acts)
    return f"{right.to_organisation} may pass on the release right of {visit.container} now."


def _keep_code(visit: CargoVisit, said: dict[str, Any], acts: dict[str, Any]) -> str:
    release_code.keep(visit, said["code"], **acts)
    return f"The code of {visit.container} is sealed. Its holder sees it once."


def _hand_over(visit: CargoVisit, said: dict[str, Any], acts: dict[str, Any]) -> str:
    release_right.use(
        visit,
        collected_by=said["collected_by"].code,
        purpose=said["purpose"],
        work_ref=said["work_ref"],
        **acts,
    )
    return f"{visit.container} is handed over, and its release right is used."


STEPS = {BEGIN: _begin, KEEP_CODE: _keep_code, HAND_OVER: _hand_over}
