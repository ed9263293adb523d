"""The second officer: what waits, the evidence without the proposal, and their own opinion."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from accounts.desk_list import DeskList
from accounts.doors import Requires, fresh_sign_in
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Column, Empty
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from portsec.kernel.scope import Scope
from screening.enums import DecisionState, Outcome
from screening.forms.decision import OpinionForm
from screening.models import Decision
from screening.permissions import may_countersign
from screening.selectors.application import access_proposal, proposals_for
from screening.selectors.timeline import case_timeline
from screening.services import decision as decisions
from screening.views.decision import longest_end
from screening.views.procedure import evidence_with_answers

CHECK, EDIT, ANSWER = "check", "edit", "answer"
DONE = {
    DecisionState.COUNTERSIGNED: "You agree with the first officer; it has taken effect.",
    DecisionState.NOTICED: "You agree with the first officer. The person is heard before it can take effect.",
    DecisionState.DISPUTED: "You see it differently from the first officer; a panel decides.",
    DecisionState.RETURNED: "Returned to the case officer.",
}


class ApprovalList(DeskList):
    """Proposals of others. What they propose is not said: the second opinion is formed without it."""

    capability = Capability.COUNTERSIGN_DECISIONS
    title = "Second opinion"
    subtitle = "Cases in which another officer made a proposal, oldest first. One's own are never here."
    columns = (
        Column("application", "Application"),
        Column("post", "Post"),
        Column("proposed", "Proposed"),
        Column("by", "By"),
        Column("due", "Due"),
    )
    ordering = ("proposed_at", "pk")
    pager_labels = ("Earlier", "Later")
    row_template = "screening/approval_row.html"
    empty = Empty(
        "stamp", "Nothing waits for you", "Proposals of other officers come here when they are made."
    )

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return proposals_for(self.request.user, scope=scope).select_related(
            "application__person__organisation"
        )

    def row_name(self, row: Decision) -> str:
        return row.application.ref

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        return {}


class ApprovalDetail(Requires, View):
    """One case without its proposal. Its proposer may read it and is refused, on record, when answering."""

    capability = Capability.COUNTERSIGN_DECISIONS

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        decision = access_proposal(ref, scope=request.scope)
        return self._page("screening/approval_detail.html", decision, _form(decision))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        decision = access_proposal(ref, scope=request.scope)
        form = _form(decision, data=request.POST)
        if not form.is_valid() or request.POST.get("step") == EDIT:
            return self._page("screening/approval_detail.html", decision, form)
        if request.POST.get("step") == ANSWER:
            return self._answer(decision, form)
        return self._page("screening/approval_check.html", decision, form)

    def _answer(self, decision: Decision, form: OpinionForm) -> HttpResponse:
        who = {"actor": self.request.user, "scope": self.request.scope, "at": clock.now()}
        given = dict(form.cleaned_data)
        answer, reason = given.pop("answer"), given.pop("reason")
        try:
            if answer == OpinionForm.RETURN:
                decisions.return_to_officer(decision, reason=reason, **who)
            else:
                decisions.give_opinion(decision, Outcome(answer), reason=reason, **given, **who)
        except InvalidInput as error:
            add_errors(error, form)
            return self._page("screening/approval_detail.html", decision, form)
        messages.success(self.request, DONE[decision.state_word])
        return redirect("case-detail", decision.application.ref)

    def _page(self, template: str, decision: Decision, form: OpinionForm) -> HttpResponse:
        application = decision.application
        context = evidence_with_answers(application, self.request)
        answer = form.data.get("answer", "") if form.is_bound else ""
        context |= {
            "decision": decision,
            "form": form,
            "answer": Outcome(answer) if answer in set(Outcome) else None,
            "verdict": may_countersign(self.request.user, self.request.scope, decision),
            "timeline": case_timeline(application, in_full=context["in_full"], sealed=True),
        }
        return render(self.request, template, context)


def _form(decision: Decision, **given: Any) -> OpinionForm:
    assessment = decision.assessment
    return OpinionForm(longest=longest_end(assessment), months=assessment.validity_months, **given)
