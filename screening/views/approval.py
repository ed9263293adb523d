"""The second officer: what waits, the evidence first, the proposal after it, and the answer."""

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
from screening.forms.decision import AnswerForm
from screening.models import Decision
from screening.permissions import may_countersign
from screening.selectors.application import access_proposal, proposals_for
from screening.selectors.clearance import current_clearance
from screening.services import decision as decisions
from screening.views.evidence import evidence

CHECK, EDIT, ANSWER = "check", "edit", "answer"


class ApprovalList(DeskList):
    """Proposals of others. What they propose is not said here: evidence comes first."""

    capability = Capability.COUNTERSIGN_DECISIONS
    title = "Second approval"
    subtitle = "Proposals of other officers, oldest first. One's own are never here."
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
    """One proposal. Its own proposer may read it and is refused, on record, when answering."""

    capability = Capability.COUNTERSIGN_DECISIONS

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        decision = access_proposal(ref, scope=request.scope)
        return self._page("screening/approval_detail.html", decision, AnswerForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        decision = access_proposal(ref, scope=request.scope)
        form = AnswerForm(request.POST)
        if not form.is_valid() or request.POST.get("step") == EDIT:
            return self._page("screening/approval_detail.html", decision, form)
        if request.POST.get("step") == ANSWER:
            return self._answer(decision, form)
        return self._page("screening/approval_check.html", decision, form)

    def _answer(self, decision: Decision, form: AnswerForm) -> HttpResponse:
        agrees = form.cleaned_data["answer"] == AnswerForm.AGREE
        command = decisions.countersign if agrees else decisions.return_to_officer
        try:
            command(
                decision,
                reason=form.cleaned_data["reason"],
                actor=self.request.user,
                scope=self.request.scope,
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page("screening/approval_detail.html", decision, form)
        done = "Countersigned; it has taken effect." if agrees else "Returned to the case officer."
        messages.success(self.request, done)
        return redirect("case-detail", decision.application.ref)

    def _page(self, template: str, decision: Decision, form: AnswerForm) -> HttpResponse:
        application = decision.application
        context = evidence(application, self.request) | {
            "decision": decision,
            "form": form,
            "agrees": form.is_bound and form.data.get("answer") == AnswerForm.AGREE,
            "verdict": may_countersign(self.request.user, self.request.scope, decision),
            "clearance": current_clearance(application.person_id, at=clock.now()),
        }
        return render(self.request, template, context)
