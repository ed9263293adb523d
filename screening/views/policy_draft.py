"""Drafts of new policy versions: begin, edit, propose, answer, drop."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View

from accounts.doors import Requires, fresh_sign_in
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from portsec.kernel.verdict import Verdict
from screening.drafting.text import Problem, problem_of
from screening.enums import PolicyDraftState
from screening.forms.application import ReasonForm
from screening.forms.policy import (
    DraftAnswerForm,
    DraftStartForm,
    DraftTextForm,
    ProposeDraftForm,
    SimulationForm,
)
from screening.models import PolicyDraft
from screening.permissions import may_publish, may_rule
from screening.selectors.policy import policy_versions, ports_applying
from screening.selectors.policy_draft import access_draft, finished_simulation, simulations_of
from screening.services import policy, policy_draft
from screening.views.policy import compared

EDIT, ANSWER = "edit", "answer"


class DraftStart(Requires, View):
    """Begin a draft from a version: of the same policy, or of a new one."""

    capability = Capability.MANAGE_POLICIES

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted = request.GET.get("from", "")
        initial = {"based_on": wanted} if wanted.isdecimal() else {}
        return self._page(DraftStartForm(initial=initial, versions=policy_versions()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DraftStartForm(request.POST, versions=policy_versions())
        if not form.is_valid():
            return self._page(form)
        try:
            draft = policy_draft.start(
                form.cleaned_data["based_on"], code=form.cleaned_data["code"], **_who(request)
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(form)
        messages.success(
            request, f"Draft of version {draft.version} begun. Nothing applies until it is published."
        )
        return redirect("policy-draft-edit", draft.code, draft.pk)

    def _page(self, form: DraftStartForm) -> HttpResponse:
        return render(self.request, "screening/policy_draft_new.html", {"form": form})


class DraftDetail(Requires, View):
    """A draft: whether it can be read, what it changes, whom it would touch, and what comes next."""

    capability = Capability.MANAGE_POLICIES

    def get(self, request: HttpRequest, code: str, number: int) -> HttpResponse:
        draft = access_draft(code, number, scope=request.scope)
        context = standing(draft) | {
            "simulations": simulations_of(draft),
            "simulation_form": SimulationForm(),
            "verdict": may_rule(request.scope, port_ids=_port_ids(draft)),
        }
        return render(request, "screening/policy_draft_detail.html", context)


class DraftEdit(Requires, View):
    """The text in the browser. It may be saved malformed; a text saved by somebody else is never overwritten
    unseen."""

    capability = Capability.MANAGE_POLICIES

    def get(self, request: HttpRequest, code: str, number: int) -> HttpResponse:
        draft = access_draft(code, number, scope=request.scope)
        if not draft.is_editable:
            messages.info(
                request, "This text is not edited any more. It can be the beginning of a new draft."
            )
            return redirect("policy-draft", code, number)
        form = DraftTextForm(initial={"document": draft.document, "seen": draft.digest})
        return self._page(draft, form, _problem(draft.document, draft.name))

    def post(self, request: HttpRequest, code: str, number: int) -> HttpResponse:
        draft = access_draft(code, number, scope=request.scope)
        form = DraftTextForm(request.POST)
        if not form.is_valid():
            return self._page(draft, form, None)
        text = form.cleaned_data["document"]
        if request.POST.get("step") == "check":
            return self._page(draft, form, _problem(text, draft.name), was_checked=True)
        try:
            saved = policy_draft.revise(draft, text, seen=form.cleaned_data["seen"], **_who(request))
        except InvalidInput as error:
            return self._page(draft, self._kept(draft, error), None)
        return self._saved(saved)

    def _kept(self, draft: PolicyDraft, error: InvalidInput) -> DraftTextForm:
        """The officer's words with what is wrong; saving them again is then a choice, not an accident."""
        data = self.request.POST.copy()
        data["seen"] = draft.digest
        form = DraftTextForm(data)
        form.is_valid()
        add_errors(error, form)
        return form

    def _saved(self, draft: PolicyDraft) -> HttpResponse:
        problem = _problem(draft.document, draft.name)
        if problem is not None:
            messages.warning(self.request, f"Saved, but it cannot be read yet. {problem.sentence}")
            return redirect("policy-draft-edit", draft.code, draft.pk)
        messages.success(self.request, "Saved. It can be read; simulate it next.")
        return redirect("policy-draft", draft.code, draft.pk)

    def _page(
        self, draft: PolicyDraft, form: DraftTextForm, problem: Problem | None, *, was_checked: bool = False
    ) -> HttpResponse:
        context = {"draft": draft, "form": form, "problem": problem, "was_checked": was_checked}
        return render(self.request, "screening/policy_draft_edit.html", context)


class DraftPropose(Requires, View):
    """The first signature."""

    capability = Capability.MANAGE_POLICIES

    def get(self, request: HttpRequest, code: str, number: int) -> HttpResponse:
        draft = access_draft(code, number, scope=request.scope)
        return self._page(draft, ProposeDraftForm(initial={"seen": draft.digest}))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, code: str, number: int) -> HttpResponse:
        draft = access_draft(code, number, scope=request.scope)
        form = ProposeDraftForm(request.POST)
        if not form.is_valid():
            return self._page(draft, form)
        try:
            policy_draft.propose(draft, **form.cleaned_data, **_who(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(draft, form)
        messages.success(request, "Proposed. Another policy officer publishes it or returns it.")
        return redirect("policy-draft", code, number)

    def _page(self, draft: PolicyDraft, form: ProposeDraftForm) -> HttpResponse:
        context = standing(draft) | {
            "form": form,
            "verdict": may_rule(self.request.scope, port_ids=_port_ids(draft)),
        }
        return render(self.request, "screening/policy_draft_propose.html", context)


class DraftAnswer(Requires, View):
    """The second signature: what changes and whom it touches first, then the answer."""

    capability = Capability.MANAGE_POLICIES

    def get(self, request: HttpRequest, code: str, number: int) -> HttpResponse:
        draft = access_draft(code, number, scope=request.scope)
        return self._page("screening/policy_draft_answer.html", draft, DraftAnswerForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, code: str, number: int) -> HttpResponse:
        draft = access_draft(code, number, scope=request.scope)
        form = DraftAnswerForm(request.POST)
        if not form.is_valid() or request.POST.get("step") == EDIT:
            return self._page("screening/policy_draft_answer.html", draft, form)
        if request.POST.get("step") == ANSWER:
            return self._answer(draft, form)
        return self._page("screening/policy_draft_answer_check.html", draft, form)

    def _answer(self, draft: PolicyDraft, form: DraftAnswerForm) -> HttpResponse:
        agrees = form.cleaned_data["answer"] == DraftAnswerForm.PUBLISH
        reason = form.cleaned_data["reason"]
        try:
            if not agrees:
                policy_draft.return_to_officer(draft, reason=reason, **_who(self.request))
                messages.success(self.request, "Returned; its text can be edited again.")
                return redirect("policy-draft", draft.code, draft.pk)
            version = policy_draft.publish(draft, reason=reason, **_who(self.request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page("screening/policy_draft_answer.html", draft, form)
        messages.success(
            self.request, f"Version {version.version} is published, valid from {version.valid_from}."
        )
        return redirect("policy-detail", version.code, version.version)

    def _page(self, template: str, draft: PolicyDraft, form: DraftAnswerForm) -> HttpResponse:
        context = standing(draft) | {
            "form": form,
            "agrees": form.is_bound and form.data.get("answer") == DraftAnswerForm.PUBLISH,
            "verdict": may_publish(self.request.user, self.request.scope, draft, port_ids=_port_ids(draft)),
        }
        return render(self.request, template, context)


class DraftDrop(Requires, View):
    """Give a draft up, with the reason."""

    capability = Capability.MANAGE_POLICIES
    help_text = "It goes on record; the text stays readable."

    def get(self, request: HttpRequest, code: str, number: int) -> HttpResponse:
        draft = access_draft(code, number, scope=request.scope)
        return self._page(draft, ReasonForm(help_text=self.help_text))

    def post(self, request: HttpRequest, code: str, number: int) -> HttpResponse:
        draft = access_draft(code, number, scope=request.scope)
        form = ReasonForm(request.POST, help_text=self.help_text)
        if not form.is_valid():
            return self._page(draft, form)
        policy_draft.drop(draft, reason=form.cleaned_data["reason"], **_who(request))
        messages.success(request, "The draft is dropped.")
        return redirect(reverse("policy-list"))

    def _page(self, draft: PolicyDraft, form: ReasonForm) -> HttpResponse:
        return render(self.request, "screening/policy_draft_drop.html", {"draft": draft, "form": form})


def standing(draft: PolicyDraft) -> dict[str, Any]:
    """What every page of a draft says: its problem or what it changes, its readiness, its simulation."""
    problem = _problem(draft.document, draft.name)
    context: dict[str, Any] = {
        "draft": draft,
        "problem": problem,
        "simulation": finished_simulation(draft),
        "is_open": draft.is_editable or draft.state_word is PolicyDraftState.PROPOSED,
        "ports": ports_applying(draft.code, on=timezone.localdate(clock.now())),
    }
    if problem is not None:
        return context
    rules, base = policy.read(draft.document, name=draft.name), draft.based_on
    return context | {
        "policy": rules,
        "ready": _readiness(draft),
        **compared(policy.parsed(base), rules, base.document, draft.document),
    }


def _readiness(draft: PolicyDraft) -> Verdict | None:
    """What stands between the text and a proposal; nothing to ask of a closed draft."""
    is_closed = draft.state_word in (PolicyDraftState.PUBLISHED, PolicyDraftState.DROPPED)
    return None if is_closed else policy_draft.readiness(draft, at=clock.now())


def _problem(document: str, name: str) -> Problem | None:
    """Why a text cannot be read; None where it can."""
    try:
        policy.read(document, name=name)
    except InvalidInput as error:
        return problem_of(error, document)
    return None


def _port_ids(draft: PolicyDraft) -> list[int]:
    return [port.pk for port in ports_applying(draft.code, on=timezone.localdate(clock.now()))]


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "scope": request.scope, "at": clock.now()}
