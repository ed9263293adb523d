"""What the reception and a host do with one visit, each with its own short form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from access.enums import VisitState
from access.forms.reception import ArrivalForm, EscortForm, EssentialForm, LeavingForm, VisitReasonForm
from access.models import Visit
from access.permissions.visit import may_cancel_visit, may_rate_visits, may_receive
from access.selectors.visit import access_visit
from access.services import reception
from access.services import visit as visits
from access.views.visit import visit_context
from access.visiting.arrival import IdentityPaper
from accounts.doors import Requires
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from portsec.kernel.verdict import Verdict

HOST_OR_RECEPTION = (Capability.RECEIVE_VISITS, Capability.ANNOUNCE_VISITS)
Command = Callable[[Visit, dict[str, Any], dict[str, Any]], str]
"""Does it with what the form said and with who, when, in which reach; answers with what to tell."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that can be done with a visit, from some states."""

    slug: str
    title: str
    effect: str
    icon: str
    variant: str
    form: type[Form]
    judge: Callable[[HttpRequest, Visit], Verdict]
    do: Command
    states: tuple[VisitState, ...] = (VisitState.ANNOUNCED,)

    def is_possible(self, visit: Visit) -> bool:
        return visit.state_word in self.states


class VisitArrive(Requires, View):
    """The list of what must hold, and the form with which the guard lets the visitor in."""

    capability = Capability.RECEIVE_VISITS

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        visit = access_visit(ref, user=request.user, scope=request.scope)
        return self._page(visit, ArrivalForm(named=_named(visit)))

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        visit = access_visit(ref, user=request.user, scope=request.scope)
        form = ArrivalForm(request.POST, named=_named(visit))
        if not form.is_valid():
            return self._page(visit, form)
        said = form.cleaned_data
        try:
            arrived = reception.arrive(
                visit,
                paper=IdentityPaper(said["paper"]),
                agrees=said["agrees"],
                escort=said["escort"],
                arrived_with=said["arrived_with"],
                **_acts(request),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(visit, form)
        messages.success(request, f"{visit.visitor.full_name} is let in with card {arrived.badge.serial}.")
        return redirect("visit-detail", visit.ref)

    def _page(self, visit: Visit, form: ArrivalForm) -> HttpResponse:
        if not self.request.scope.holds(Capability.RECEIVE_VISITS.value, visit.port_id):
            raise NotFound("visit")  # a host of this port, who receives at another one
        return render(
            self.request, "access/visit_arrive.html", visit_context(self.request, visit) | {"form": form}
        )


class VisitStep(Requires, View):
    """Cancel, turn away, sign out, another escort, essential or not."""

    capability = HOST_OR_RECEPTION

    def get(self, request: HttpRequest, ref: str, step: str) -> HttpResponse:
        visit, chosen = self._asked(ref, step)
        return self._page(visit, chosen, chosen.form())

    def post(self, request: HttpRequest, ref: str, step: str) -> HttpResponse:
        visit, chosen = self._asked(ref, step)
        form = chosen.form(request.POST)
        if not form.is_valid():
            return self._page(visit, chosen, form)
        try:
            told = chosen.do(visit, form.cleaned_data, _acts(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(visit, chosen, form)
        messages.success(request, told)
        return redirect("visit-detail", visit.ref)

    def _asked(self, ref: str, slug: str) -> tuple[Visit, Step]:
        if slug not in STEPS:
            raise NotFound("page")
        return access_visit(ref, user=self.request.user, scope=self.request.scope), STEPS[slug]

    def _page(self, visit: Visit, step: Step, form: Form) -> HttpResponse:
        context = visit_context(self.request, visit) | {
            "step": step,
            "form": form,
            "is_possible": step.is_possible(visit),
            "verdict": step.judge(self.request, visit),
        }
        return render(self.request, "access/visit_step.html", context)


def _named(visit: Visit) -> str:
    return visit.escort.full_name if visit.escort else ""


def _acts(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "scope": request.scope, "at": clock.now()}


def _receive(request: HttpRequest, visit: Visit) -> Verdict:
    return may_receive(request.user, request.scope, visit)


def _cancel(visit: Visit, said: dict[str, Any], acts: dict[str, Any]) -> str:
    visits.cancel(visit, reason=said["reason"], **acts)
    return f"The visit of {visit.visitor.full_name} is cancelled."


def _turn_away(visit: Visit, said: dict[str, Any], acts: dict[str, Any]) -> str:
    reception.turn_away(visit, reason=said["reason"], **acts)
    return f"{visit.visitor.full_name} is turned away. The host is told."


def _leave(visit: Visit, said: dict[str, Any], acts: dict[str, Any]) -> str:
    rest = reception.leave(visit, card_back=said["card"] == "back", **acts)
    again = f" Expected again from {rest.first_day:%-d %B} on." if rest else ""
    return f"{visit.visitor.full_name} is signed out.{again}"


def _change_escort(visit: Visit, said: dict[str, Any], acts: dict[str, Any]) -> str:
    reception.change_escort(visit, escort=said["escort"], **acts)
    return f"{visit.escort} leads {visit.visitor.full_name} from now on."


def _rate(visit: Visit, said: dict[str, Any], acts: dict[str, Any]) -> str:
    visits.rate_essential(visit, is_essential=said["essential"] == "yes", reason=said["reason"], **acts)
    return "The visit goes on at level 3." if visit.is_essential else "The visit is suspended at level 3."


THERE = (VisitState.ARRIVED,)
STEPS = {
    step.slug: step
    for step in (
        Step(
            "cancel",
            "Cancel the visit",
            "The visitor is not expected any more, and the days are free again.",
            "calendar-x",
            "danger",
            VisitReasonForm,
            lambda request, visit: may_cancel_visit(request.user, request.scope, visit),
            _cancel,
        ),
        Step(
            "turn-away",
            "Turn away",
            "The visitor does not come in. Who comes back is announced anew.",
            "ban",
            "danger",
            VisitReasonForm,
            _receive,
            _turn_away,
        ),
        Step(
            "leave",
            "Sign out",
            "The visitor is off site, and the card opens nothing from now on.",
            "log-out",
            "primary",
            LeavingForm,
            _receive,
            _leave,
            THERE,
        ),
        Step(
            "escort",
            "Change the escort",
            "Gates let the visitor in beside the new escort only.",
            "users-round",
            "primary",
            EscortForm,
            _receive,
            _change_escort,
            THERE,
        ),
        Step(
            "essential",
            "Essential or not",
            "At security level 3 all visits are suspended but essential ones.",
            "shield-alert",
            "plain",
            EssentialForm,
            lambda request, visit: may_rate_visits(request.scope, visit.port_id),
            _rate,
            (VisitState.ANNOUNCED, VisitState.ARRIVED),
        ),
    )
}
