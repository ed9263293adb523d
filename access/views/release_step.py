"""What the giver and the receiver of a release right do with it, each with its own short form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from access.forms.release import AcceptForm, OfferForm, RightReasonForm, ShowCodeForm
from access.models import ReleaseRight
from access.selectors.release_right import access_right, may_deal_with_rights, receivers
from access.services import release_code, release_right
from access.views.release_right import acts_of, right_context
from accounts.doors import Requires, fresh_sign_in
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound, require

Command = Callable[[ReleaseRight, dict[str, Any], dict[str, Any]], str]
"""Does it with what the form said and with who, when, in which reach; answers with what to tell."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that can be done with a right. `key` names the condition in the context of the page."""

    title: str
    effect: str
    icon: str
    variant: str
    form: Callable[..., Form]
    do: Command
    key: str


class ReleaseStep(Requires, View):
    """Accept, decline, pass on, take back, or see the code once."""

    capability = Capability.LOOK_UP_CARGO

    def get(self, request: HttpRequest, ref: str, step: str) -> HttpResponse:
        right, chosen = self._asked(ref, step)
        return self._page(right, chosen, chosen.form(**_options(chosen, right)))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str, step: str) -> HttpResponse:
        right, chosen = self._asked(ref, step)
        form = chosen.form(request.POST, **_options(chosen, right))
        if not form.is_valid():
            return self._page(right, chosen, form)
        try:
            told = chosen.do(right, form.cleaned_data, acts_of(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(right, chosen, form)
        if chosen is STEPS["code"]:
            return self._code_page(right, told)
        messages.success(request, told)
        return redirect("release-detail", right.ref)

    def _asked(self, ref: str, step: str) -> tuple[ReleaseRight, Step]:
        if step not in STEPS:
            raise NotFound("page")
        right = access_right(ref, user=self.request.user, scope=self.request.scope)
        require(may_deal_with_rights(right.port, self.request.user, at=clock.now()))
        return right, STEPS[step]

    def _page(self, right: ReleaseRight, step: Step, form: Form) -> HttpResponse:
        context = right_context(self.request, right)
        more = {"step": step, "form": form, "is_possible": context[step.key]}
        return render(self.request, "access/release_step.html", context | more)

    def _code_page(self, right: ReleaseRight, code: str) -> HttpResponse:
        """Shown in this answer and nowhere else: a page that could be opened again would show it twice."""
        context = right_context(self.request, right) | {"code": code}
        response = render(self.request, "access/release_code.html", context)
        response["Cache-Control"] = "no-store"
        return response


def _options(step: Step, right: ReleaseRight) -> dict[str, Any]:
    return {"receivers": receivers(besides=right.to_organisation)} if step.form is OfferForm else {}


def _accept(right: ReleaseRight, said: dict[str, Any], acts: dict[str, Any]) -> str:
    release_right.accept(right, **acts)
    return f"You hold the release right of {right.container} now."


def _decline(right: ReleaseRight, said: dict[str, Any], acts: dict[str, Any]) -> str:
    release_right.decline(right, reason=said["reason"], **acts)
    return f"The offer of {right.container} is declined."


def _offer(right: ReleaseRight, said: dict[str, Any], acts: dict[str, Any]) -> str:
    receiver = said["to_organisation"]
    release_right.offer(
        right.visit, receiver.code, purpose=said["purpose"], work_ref=said["work_ref"], **acts
    )
    return f"{right.container} is offered to {receiver.name}. You hold the right until they accept."


def _withdraw(right: ReleaseRight, said: dict[str, Any], acts: dict[str, Any]) -> str:
    release_right.withdraw(right, reason=said["reason"], **acts)
    return f"What you gave of {right.container} is taken back."


def _show_code(right: ReleaseRight, said: dict[str, Any], acts: dict[str, Any]) -> str:
    return release_code.show(right, purpose=said["purpose"], **acts)


STEPS = {
    "accept": Step(
        "Accept",
        "Your organisation holds the right to collect the container from now on, and answers for it.",
        "check",
        "primary",
        AcceptForm,
        _accept,
        "may_answer",
    ),
    "decline": Step(
        "Decline",
        "The right stays where it is, and the giver reads your reason.",
        "x",
        "danger",
        RightReasonForm,
        _decline,
        "may_answer",
    ),
    "offer": Step(
        "Pass on",
        "Gates let the carrier in that holds the right. You hold it until the receiver accepts.",
        "arrow-right",
        "primary",
        OfferForm,
        _offer,
        "may_pass_on",
    ),
    "withdraw": Step(
        "Take back",
        "The receiver holds the right no longer, and gates refuse them at once.",
        "undo-2",
        "danger",
        RightReasonForm,
        _withdraw,
        "may_take_back",
    ),
    "code": Step(
        "Show the code",
        "The code is shown once and then wiped. That you saw it stays on record.",
        "eye",
        "primary",
        ShowCodeForm,
        _show_code,
        "may_pass_on",
    ),
}
