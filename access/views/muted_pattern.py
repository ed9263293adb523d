"""Muted patterns: proposing one, answering it, lifting it, and what it hides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View

from access.casework.muting import Pattern
from access.casework.words import MutedState
from access.forms.casework import MutedAnswerForm, MutedFilters, MutedForm
from access.models import MutedPattern
from access.permissions.person_case import may_answer_mute, may_mute
from access.selectors.case_finding import RULE_TITLES
from access.selectors.muted_pattern import SHOWN, access_pattern, hidden_by, visible_patterns
from access.selectors.pseudonym import pseudonym_of, stand_ins
from access.services import muted_pattern
from accounts.desk_list import DeskList
from accounts.doors import Requires, fresh_sign_in
from accounts.models import Port
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Action, Column, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from portsec.kernel.scope import Scope


class MutedPatternList(DeskList):
    """Every pattern that is or was muted, with what it hides."""

    capability = Capability.VIEW_PERSON_CASES
    title = "Muted patterns"
    subtitle = "Findings that open no case for a while: two people, an end, a weekly look at what was hidden."
    template_name = "access/list.html"
    columns = (
        Column("pattern", "Pattern"),
        Column("hidden", "Hides"),
        Column("ends", "Ends"),
        Column("by", "By"),
        Column("state", "State"),
    )
    filters = MutedFilters
    views = (
        SavedView("muting", "Muting", {"state": MutedState.IN_FORCE.value}),
        SavedView("proposed", "To answer", {"state": MutedState.PROPOSED.value}),
        SavedView("all", "All"),
    )
    ordering = ("-proposed_at", "-pk")
    row_template = "access/muted_pattern_row.html"
    empty = Empty("bell", "Nothing is muted", "Every finding reaches its person-case.")

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        patterns = visible_patterns(scope=scope)
        return patterns.filter(state=filters["state"]) if filters.get("state") else patterns

    def row_name(self, row: MutedPattern) -> str:
        return f"{row.rule}, {row.proposed_at}"

    def actions(self, request: HttpRequest) -> tuple[Action, ...]:
        if not request.scope.holds(Capability.TRIAGE_PERSON_CASES.value):
            return ()
        return (Action("Mute a pattern", reverse("muted-pattern-new"), icon="bell-off"),)

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        return super().extra_context(request, queryset) | {"now": clock.now()}


class NewMutedPattern(Requires, View):
    """Which findings are noise, why, and for how long."""

    capability = Capability.TRIAGE_PERSON_CASES

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(MutedForm(initial={"days": 30}, ports=self._ports()))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest) -> HttpResponse:
        form = MutedForm(request.POST, ports=self._ports())
        if not form.is_valid():
            return self._page(form)
        given = form.cleaned_data
        pattern = Pattern(
            given["rule"], object_ref=given["object_ref"].strip(), peer_group=given["peer_group"].strip()
        )
        who = {"actor": request.user, "scope": request.scope, "at": clock.now()}
        try:
            row = muted_pattern.propose(
                given["port"], pattern, days=given["days"], reason=given["reason"], **who
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(form)
        messages.success(request, "A second person is to answer.")
        return redirect("muted-pattern", row.pk)

    def _ports(self) -> Any:
        ports = self.request.scope.ports(Capability.TRIAGE_PERSON_CASES.value)
        return Port.objects.filter(pk__in=ports).order_by("locode")

    def _page(self, form: MutedForm) -> HttpResponse:
        return render(self.request, "access/muted_pattern_new.html", {"form": form})


class MutedPatternDetail(Requires, View):
    """One pattern: what it hides, what the weeks said of it, and the answer to it."""

    capability = Capability.VIEW_PERSON_CASES

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return self._page(access_pattern(number, scope=request.scope), MutedAnswerForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        row, form = access_pattern(number, scope=request.scope), MutedAnswerForm(request.POST)
        step = request.POST.get("step", "")
        who = {"actor": request.user, "scope": request.scope, "at": clock.now()}
        if step == "confirm":
            muted_pattern.confirm(row, **who)
        elif step not in ("refuse", "lift"):
            raise NotFound("page")
        elif not form.is_valid():
            return self._page(row, form)
        elif step == "refuse":
            muted_pattern.refuse(row, reason=form.cleaned_data["reason"], **who)
        else:
            muted_pattern.lift(row, reason=form.cleaned_data["reason"], **who)
        messages.success(request, "Done; it is on record.")
        return redirect("muted-pattern", row.pk)

    def _page(self, row: MutedPattern, form: MutedAnswerForm) -> HttpResponse:
        hidden = list(hidden_by(row)[:SHOWN])
        texts = [finding.text for finding in hidden]
        context = {
            "row": row,
            "form": form,
            "title": RULE_TITLES.get(row.rule, ""),
            "who": pseudonym_of(row.port_id, row.subject) if row.subject else "",
            "hidden": hidden,
            "names": stand_ins(row.port_id, texts, {finding.subject for finding in hidden}),
            "reviews": row.reviews.all(),
            "answer": may_answer_mute(self.request.user, self.request.scope, row),
            "may_lift": may_mute(self.request.scope, row.port_id).allowed,
            "is_over": row.ends_at is not None and row.ends_at <= clock.now(),
        }
        return render(self.request, "access/muted_pattern.html", context)
