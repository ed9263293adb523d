"""What a convicting State says later of a conviction."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from accounts.doors import Requires
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from screening.forms.request import NoticeForm
from screening.models import Conviction
from screening.permissions import may_answer
from screening.selectors.triage import access_conviction
from screening.services import conviction as convictions
from screening.views.evidence import may_read_in_full


class Notice(Requires, View):
    """Enters the notice: the conviction reads otherwise now, or is deleted."""

    capability = Capability.ANSWER_CHECKS

    def get(self, request: HttpRequest, ref: str, number: int) -> HttpResponse:
        found = self._found(ref, number)
        return self._page(found, NoticeForm(initial=model_to_dict(found)))

    def post(self, request: HttpRequest, ref: str, number: int) -> HttpResponse:
        found = self._found(ref, number)
        deletes = request.POST.get("act") == NoticeForm.DELETE
        form = NoticeForm(model_to_dict(found) | request.POST.dict() if deletes else request.POST)
        if not form.is_valid():
            return self._page(found, form)
        check = found.check_answered
        who: dict[str, Any] = {"actor": request.user, "scope": request.scope, "at": clock.now()}
        try:
            if deletes:
                convictions.erase(found, notice=form.cleaned_data["notice"], **who)
            else:
                convictions.change(found, form.conviction(), notice=form.cleaned_data["notice"], **who)
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(found, form)
        said = "deleted" if deletes else "changed"
        messages.success(request, f"The conviction is {said}, as the convicting State says.")
        return redirect("check-detail", ref, check.address)

    def _found(self, ref: str, number: int) -> Conviction:
        found = access_conviction(ref, number, scope=self.request.scope, at=clock.now())
        if not may_read_in_full(found.check_answered.application, self.request):
            raise NotFound("conviction")
        return found

    def _page(self, conviction: Conviction, form: NoticeForm) -> HttpResponse:
        check = conviction.check_answered
        context = {
            "conviction": conviction,
            "check": check,
            "application": check.application,
            "form": form,
            "may_answer": may_answer(self.request.user, self.request.scope, check.application),
        }
        return render(self.request, "screening/conviction_notice.html", context)
