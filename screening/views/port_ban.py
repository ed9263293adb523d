"""Port bans: the list, a new one, and the second officer's word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View

from accounts.desk_list import DeskList
from accounts.doors import Requires, fresh_sign_in
from accounts.permissions import may
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Column, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of
from screening.forms.port_ban import BanAnswerForm, PortBanFilters, PortBanForm
from screening.kinds.words import BanEvent, BanScope, BanState
from screening.models import Person, PortBan
from screening.permissions import is_not_own_file, is_other_hand, may_ban
from screening.selectors.person import access_person
from screening.selectors.port_ban import access_ban, bans_named
from screening.services import port_ban

# By state the steps that there are, with the words of their buttons.
STEPS: dict[BanState, tuple[tuple[BanEvent, str], ...]] = {
    BanState.ENTERED: (
        (BanEvent.CONFIRM, "Confirm: it binds, and clearances and permits fall"),
        (BanEvent.DISCARD, "Do not confirm"),
    ),
    BanState.CONFIRMED: ((BanEvent.PROPOSE_LIFT, "Propose to lift the ban"),),
    BanState.LIFTING: ((BanEvent.LIFT, "Lift the ban"), (BanEvent.KEEP, "Keep the ban")),
}
COMMANDS: dict[BanEvent, Callable[..., PortBan]] = {
    BanEvent.CONFIRM: port_ban.confirm,
    BanEvent.DISCARD: port_ban.discard,
    BanEvent.PROPOSE_LIFT: port_ban.propose_lift,
    BanEvent.KEEP: port_ban.keep,
    BanEvent.LIFT: port_ban.lift,
}


class PortBanList(DeskList):
    """Bans at the caller's ports, latest first."""

    capability = Capability.VIEW_CASES
    title = "Port bans"
    subtitle = "What courts and authorities forbid. Each is entered by one officer and confirmed by another."
    columns = (
        Column("person", "Person"),
        Column("order", "Order"),
        Column("from", "From"),
        Column("until", "Until"),
        Column("state", "State"),
    )
    filters = PortBanFilters
    views = (
        SavedView("all", "All"),
        SavedView("entered", "To confirm", {"state": BanState.ENTERED.value}),
        SavedView("confirmed", "Confirmed", {"state": BanState.CONFIRMED.value}),
        SavedView("lifting", "To lift", {"state": BanState.LIFTING.value}),
    )
    ordering = ("-starts_on", "-pk")
    row_template = "screening/port_ban_row.html"
    empty = Empty(
        "gavel", "No port bans", "A deciding officer enters one on the page of the person concerned."
    )

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return bans_named(scope=scope, **filters)

    def row_name(self, row: PortBan) -> str:
        return row.ref


class PortBanNew(Requires, View):
    """A ban for a person, as the order says it."""

    capability = Capability.SUSPEND_CLEARANCES

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return self._page(access_person(ref, scope=request.scope), PortBanForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        person = access_person(ref, scope=request.scope)
        form = PortBanForm(request.POST)
        if not form.is_valid():
            return self._page(person, form)
        said = dict(form.cleaned_data)
        try:
            ban = port_ban.enter(person, forbids=BanScope(said.pop("forbids")), **said, **_acts(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(person, form)
        messages.success(request, f"Port ban {ban.ref} entered; another officer must confirm it.")
        return redirect("port-ban-detail", ban.ref)

    def _page(self, person: Person, form: PortBanForm) -> HttpResponse:
        verdict = may_ban(self.request.user, self.request.scope, person)
        context = {"person": person, "form": form, "verdict": verdict}
        return render(self.request, "screening/port_ban_new.html", context)


class PortBanDetail(Requires, View):
    """One ban, and the next step on it."""

    capability = Capability.VIEW_CASES

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        ban = access_ban(ref, scope=request.scope)
        return self._page(ban, self._form(ban))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        if not request.scope.holds(Capability.SUSPEND_CLEARANCES.value):
            raise NotFound("page")
        ban = access_ban(ref, scope=request.scope)
        form = self._form(ban, request.POST)
        if not form.is_valid():
            return self._page(ban, form)
        step = BanEvent(form.cleaned_data["step"])
        ban = COMMANDS[step](ban, reason=form.cleaned_data["reason"], **_acts(request))
        messages.success(request, f"Port ban {ban.ref}: {ban.state_word.label.lower()}.")
        return redirect("port-ban-detail", ref)

    def _form(self, ban: PortBan, data: Any = None) -> BanAnswerForm:
        steps = [(event.value, label) for event, label in STEPS.get(ban.state_word, ())]
        return BanAnswerForm(data, steps=steps)

    def _page(self, ban: PortBan, form: BanAnswerForm) -> HttpResponse:
        sees = may(Capability.VIEW_RECORDS, scope=self.request.scope, port_id=ban.port_id)
        context = {
            "ban": ban,
            "form": form,
            "has_steps": ban.state_word in STEPS,
            "verdict": _may_step(ban, self.request),
            "in_full": all_of(sees, is_not_own_file(self.request.user, ban.person)).allowed,
            "today": timezone.localdate(clock.now()),
        }
        return render(self.request, "screening/port_ban_detail.html", context)


def _may_step(ban: PortBan, request: HttpRequest) -> Verdict:
    """The same predicates as the commands': whether the caller may take the next step."""
    first = {BanState.ENTERED: ban.entered_by_id, BanState.LIFTING: ban.lift_proposed_by_id}
    return all_of(
        may_ban(request.user, request.scope, ban.person),
        is_other_hand(request.user, first.get(ban.state_word)),
    )


def _acts(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "scope": request.scope, "at": clock.now()}
