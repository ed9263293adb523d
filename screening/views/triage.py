"""Triage: the adverse items of a case, and four questions about each."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from accounts.doors import Requires
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from screening.forms.triage import TriageForm
from screening.models import Application
from screening.selectors.application import access_application
from screening.selectors.triage import AdverseItem, access_adverse_item, adverse_items
from screening.services import triage
from screening.views.evidence import may_read_in_full, may_still_answer


class TriageItem(Requires, View):
    """One adverse item with what the rules say of it; an officer answers the four questions."""

    capability = Capability.VIEW_RECORDS

    def get(self, request: HttpRequest, ref: str, item: str) -> HttpResponse:
        application, found = self._found(ref, item)
        return self._page(application, found, TriageForm(suggestions=found.suggestions))

    def post(self, request: HttpRequest, ref: str, item: str) -> HttpResponse:
        application, found = self._found(ref, item)
        form = TriageForm(request.POST, suggestions=found.suggestions)
        if not form.is_valid():
            return self._page(application, found, form)
        try:
            kept = triage.answer(
                application,
                found.about,
                form.answers(),
                reason=form.cleaned_data["reason"],
                actor=request.user,
                scope=request.scope,
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(application, found, form)
        messages.success(request, f"{found.title}: {kept.outcome_word.label.lower()}.")
        return redirect("case-detail", ref)

    def _found(self, ref: str, slug: str) -> tuple[Application, AdverseItem]:
        """Absent for whoever may not read records here, and for the person concerned."""
        application = access_application(ref, scope=self.request.scope)
        if not may_read_in_full(application, self.request):
            raise NotFound("item")
        return application, access_adverse_item(application, slug.replace("-", ":", 1), at=clock.now())

    def _page(self, application: Application, item: AdverseItem, form: TriageForm) -> HttpResponse:
        others = [each for each in adverse_items(application, at=clock.now()) if each.about != item.about]
        context = {
            "application": application,
            "item": item,
            "row": item.row,
            "kind": item.about.partition(":")[0],
            "earlier": application.triage.filter(about=item.about).select_related("made_by"),
            "others": others,
            "form": form,
            "may_answer": may_still_answer(application, self.request),
        }
        return render(self.request, "screening/triage_item.html", context)
