"""The page on which an answer is given up, on two proofs in its place."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from accounts.doors import Requires
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from screening.enums import UnobtainableReason
from screening.forms.proof import GiveUpForm, ProofForm
from screening.models import Check
from screening.request_clock import given_up_after
from screening.selectors.application import access_check
from screening.services import policy, proof
from screening.views.evidence import may_still_answer

ADD = "add"


class Unobtainable(Requires, View):
    """Takes proofs one by one, and at last the reason why no answer can be had."""

    capability = Capability.ANSWER_CHECKS

    def get(self, request: HttpRequest, ref: str, check: str) -> HttpResponse:
        return self._page(_provable(ref, check, request), GiveUpForm(), ProofForm())

    def post(self, request: HttpRequest, ref: str, check: str) -> HttpResponse:
        asked = _provable(ref, check, request)
        return self._add(asked) if request.POST.get("step") == ADD else self._give_up(asked)

    def _add(self, check: Check) -> HttpResponse:
        form = ProofForm(self.request.POST)
        if not form.is_valid():
            return self._page(check, GiveUpForm(), form)
        try:
            kept = proof.add(check, form.proof(), **self._who())
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(check, GiveUpForm(), form)
        messages.success(self.request, f"{kept.kind_word.label} added.")
        return redirect("check-unobtainable", check.application.ref, check.address)

    def _give_up(self, check: Check) -> HttpResponse:
        form = GiveUpForm(self.request.POST)
        if not form.is_valid():
            return self._page(check, form, ProofForm())
        try:
            proof.give_up(check, UnobtainableReason(form.cleaned_data["reason"]), **self._who())
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(check, form, ProofForm())
        messages.success(self.request, f"{check}: recorded as not obtainable.")
        return redirect("check-detail", check.application.ref, check.address)

    def _who(self) -> dict[str, Any]:
        return {"actor": self.request.user, "scope": self.request.scope, "at": clock.now()}

    def _page(self, check: Check, form: GiveUpForm, proof_form: ProofForm) -> HttpResponse:
        proofs = list(check.proofs.all())
        kinds = proof.different_kinds(proofs)
        context = {
            "check": check,
            "application": check.application,
            "form": form,
            "proof_form": proof_form,
            "proofs": proofs,
            "counting": len(kinds),
            "needed": proof.NEEDED,
            "days": given_up_after(policy.parsed(check.application.policy)),
            "may_answer": may_still_answer(check.application, self.request),
        }
        return render(self.request, "screening/check_unobtainable.html", context)


def _provable(ref: str, check: str, request: HttpRequest) -> Check:
    asked = access_check(ref, check, scope=request.scope)
    if asked.kind_word not in proof.PROVABLE:
        raise NotFound("page")
    return asked
