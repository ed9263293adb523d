"""Suspending, reinstating and withdrawing a clearance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from accounts.doors import Requires, fresh_sign_in
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from screening.forms.application import ReasonForm
from screening.models import Clearance, Person
from screening.permissions import may_suspend
from screening.selectors.clearance import current_clearance
from screening.selectors.person import access_person
from screening.services import clearance as clearances
from screening.services import reassessment


@dataclass(frozen=True, slots=True)
class Step:
    """What the page says of one act, and the command behind it."""

    title: str
    done: str
    effect: str
    command: Callable[..., Clearance]
    icon: str
    variant: str = "danger"


def _reassess(held: Clearance, *, reason: str, **who: Any) -> Clearance:
    reassessment.start(held.person, reason=reason, suspend=True, **who)
    return held


STEPS = {
    "suspend": Step(
        "Suspend clearance",
        "suspended",
        "From now on every gate refuses the person's badges and every look-up of logistics data is refused. "
        "It is an interim measure: it ends by itself after its last day, unless another officer prolongs it "
        "once or the case is decided before.",
        clearances.suspend,
        "shield-off",
    ),
    "prolong": Step(
        "Prolong suspension",
        "suspended for longer",
        "The suspension runs once more for the same time, from its last day. It can be prolonged once, by an "
        "officer who did not order it.",
        clearances.prolong,
        "calendar-plus",
    ),
    "reinstate": Step(
        "Reinstate clearance",
        "reinstated",
        "The clearance counts again at once, with its old end. Badges that were suspended stay so until the "
        "badge desk reactivates them.",
        clearances.reinstate,
        "shield-check",
        "primary",
    ),
    "withdraw": Step(
        "End clearance",
        "ended",
        "The clearance ends for good, because the person does not need it any more. Whoever may be "
        "unsuitable is reassessed instead: two officers decide then, after a hearing.",
        clearances.withdraw,
        "shield-x",
    ),
    "reassess": Step(
        "Reassess with suspension",
        "suspended while a new case is open",
        "A new case opens in which checks are made again and two officers decide. Meanwhile the clearance is "
        "suspended, at the longest until the last day of the policy's clock.",
        _reassess,
        "rotate-ccw",
    ),
}


class ChangeClearance(Requires, View):
    """One act on the current clearance, with its reason."""

    capability = Capability.SUSPEND_CLEARANCES

    def get(self, request: HttpRequest, ref: str, step: str) -> HttpResponse:
        person, held = self._current(ref, step)
        return self._page(person, held, step, ReasonForm(help_text="It goes on record."))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str, step: str) -> HttpResponse:
        person, held = self._current(ref, step)
        form = ReasonForm(request.POST, help_text="It goes on record.")
        if not form.is_valid():
            return self._page(person, held, step, form)
        try:
            STEPS[step].command(held, reason=form.cleaned_data["reason"], **self._who())
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(person, held, step, form)
        messages.success(request, f"The clearance of {person.full_name} is {STEPS[step].done}.")
        return redirect("person-detail", ref)

    def _who(self) -> dict[str, Any]:
        return {"actor": self.request.user, "scope": self.request.scope, "at": clock.now()}

    def _current(self, ref: str, step: str) -> tuple[Person, Clearance]:
        """The person and the clearance that counts today. Raises NotFound where there is none."""
        person = access_person(ref, scope=self.request.scope)
        held = current_clearance(person.pk, at=clock.now())
        if held is None or step not in STEPS:
            raise NotFound("page")
        return person, held

    def _page(self, person: Person, held: Clearance, step: str, form: ReasonForm) -> HttpResponse:
        context = {
            "person": person,
            "held": held,
            "step": STEPS[step],
            "form": form,
            "verdict": may_suspend(self.request.user, self.request.scope, person),
        }
        return render(self.request, "screening/clearance_form.html", context)
