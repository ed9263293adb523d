"""One member of a crew: what stands in the way, hits beside the list's entries, and the officer's word."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View

from accounts.doors import Requires, fresh_sign_in
from accounts.permissions import may
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from portsec.kernel.verdict import all_of
from screening.crew.words import CrewQuestion, CrewState
from screening.forms.crew import CrewAnswerForm
from screening.forms.hit import ReasonForm, form_for
from screening.models import CrewHit, CrewMember
from screening.permissions import is_not_own_file, may_answer_for_crew, may_speak_on_hit
from screening.selectors.crew import access_crew_hit, access_member
from screening.services import crew_screening
from screening.views.adjudication import page_context, spoken, told

# A hit is answered on its own page, and a ban is not answered here at all.
ABOUT_DOCUMENTS = (CrewQuestion.DOCUMENT_EXPIRED, CrewQuestion.DOCUMENT_OF_ANOTHER)


class CrewMemberDetail(Requires, View):
    """The person as the list says it, the permit, and the answer to what an officer is asked."""

    capability = Capability.VIEW_CASES

    def get(self, request: HttpRequest, ref: str, row: int) -> HttpResponse:
        member = access_member(ref, row, scope=request.scope)
        return self._page(member, self._form(member))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str, row: int) -> HttpResponse:
        member = access_member(ref, row, scope=request.scope)
        form = self._form(member, request.POST)
        if not form.is_valid():
            return self._page(member, form)
        allows = form.cleaned_data["answer"] == CrewAnswerForm.ALLOW
        command = crew_screening.allow if allows else crew_screening.refuse
        try:
            command(member, reason=form.cleaned_data["reason"], **_acts(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(member, form)
        messages.success(request, "The permit is issued." if allows else "There is no permit.")
        return redirect("crew-member", ref, row)

    def _form(self, member: CrewMember, data: Any = None) -> CrewAnswerForm:
        return CrewAnswerForm(data, may_allow=member.question_word in ABOUT_DOCUMENTS)

    def _page(self, member: CrewMember, form: CrewAnswerForm) -> HttpResponse:
        can_answer = member.state_word in (CrewState.WITH_OFFICER, CrewState.PERMITTED)
        context = {
            "member": member,
            "crew_list": member.crew_list,
            "person": member.person,
            "permit": getattr(member, "permit", None),
            "hits": member.hits.select_related("entry", "same_said_by", "decided_by"),
            "form": form,
            "verdict": may_answer_for_crew(self.request.user, self.request.scope, member),
            "can_answer": can_answer,
            "in_full": _in_full(member, self.request),
        }
        return render(self.request, "screening/crew_member.html", context)


class CrewHitDetail(Requires, View):
    """Both sides of one hit; an officer says same, different or unsure, and another one confirms "same"."""

    capability = Capability.VIEW_CASES

    def get(self, request: HttpRequest, ref: str, row: int, number: int) -> HttpResponse:
        hit = access_crew_hit(ref, row, number, scope=request.scope)
        return self._page(hit, form_for(hit))

    def post(self, request: HttpRequest, ref: str, row: int, number: int) -> HttpResponse:
        hit = access_crew_hit(ref, row, number, scope=request.scope)
        mistaken = spoken(request, hit, crew_screening.decide)
        if mistaken is not None:
            return self._page(hit, mistaken)
        messages.success(request, told(hit))
        return redirect("crew-member", ref, row)

    def _page(self, hit: CrewHit, form: ReasonForm) -> HttpResponse:
        member = hit.member
        context = page_context(hit) | {
            "form": form,
            "may_answer": may_speak_on_hit(self.request.user, self.request.scope, hit),
            "in_full": _in_full(member, self.request),
            "back_url": reverse("crew-member", args=[member.crew_list.ref, member.row]),
            "back_label": member.full_name,
        }
        return render(self.request, "screening/crew_hit.html", context)


def _in_full(member: CrewMember, request: HttpRequest) -> bool:
    """Officers' words are read by those who see record answers, and not by the person."""
    sees = may(Capability.VIEW_RECORDS, scope=request.scope, port_id=member.crew_list.port_id)
    return all_of(sees, is_not_own_file(request.user, member.person)).allowed


def _acts(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "scope": request.scope, "at": clock.now()}
