"""Panels: what two officers saw differently, with both opinions, and the votes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from accounts.desk_list import DeskList
from accounts.doors import Requires, fresh_sign_in
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Column, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from portsec.kernel.scope import Scope
from screening.deciding.ballot import FEWEST_OFFICERS
from screening.deciding.words import PanelChoice
from screening.forms.decision import OpenOrClosed, VoteForm
from screening.models import Panel
from screening.permissions import may_vote
from screening.selectors.application import access_application
from screening.selectors.decision import VOTES, access_panel, panels_for
from screening.services import panel as panels
from screening.views.decision import longest_end
from screening.views.procedure import evidence_with_answers


class PanelList(DeskList):
    """Disputed proposals, open ones first."""

    capability = VOTES
    title = "Panels"
    subtitle = "Cases in which two officers disagree. At least three officers decide by majority."
    columns = (
        Column("application", "Application"),
        Column("post", "Post"),
        Column("opened", "Opened"),
        Column("votes", "Officers", numeric=True),
        Column("result", "Result"),
    )
    filters = OpenOrClosed
    views = (SavedView("open", "Open", {"state": "open"}), SavedView("all", "Everything"))
    ordering = ("opened_at", "pk")
    pager_labels = ("Earlier", "Later")
    row_template = "screening/panel_row.html"
    empty = Empty("users", "No panel is open", "A panel opens when two officers come to different outcomes.")

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        panels = panels_for(scope=scope).prefetch_related("votes")
        state = filters.get("state")
        return panels.filter(closed_at__isnull=state == "open") if state else panels

    def row_name(self, row: Panel) -> str:
        return row.application.ref

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        return {}


class PanelDetail(Requires, View):
    """The evidence, both opinions, the votes, and one's own vote."""

    capability = VOTES

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        panel = self._panel(ref)
        return self._page(panel, _form(panel))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        panel = self._panel(ref)
        form = _form(panel, data=request.POST)
        if not form.is_valid():
            return self._page(panel, form)
        given = dict(form.cleaned_data)
        who = {"actor": request.user, "scope": request.scope, "at": clock.now()}
        try:
            panels.vote(panel, PanelChoice(given.pop("answer")), **given, **who)
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(panel, form)
        if panel.result_word is None:
            messages.success(request, "Your vote is kept. More votes are needed for a majority.")
            return redirect("panel-detail", ref)
        messages.success(request, f"The panel decided: {panel.result_word.label.lower()}.")
        return redirect("case-detail", ref)

    def _panel(self, ref: str) -> Panel:
        access_application(ref, scope=self.request.scope)
        return access_panel(ref, scope=self.request.scope)

    def _page(self, panel: Panel, form: VoteForm) -> HttpResponse:
        votes = panels.votes_of(panel)
        last = {vote.officer_id: vote.pk for vote in votes}
        context = evidence_with_answers(panel.application, self.request) | {
            "panel": panel,
            "form": form,
            "votes": [(vote, last[vote.officer_id] == vote.pk) for vote in votes],
            "officers": len(last),
            "fewest": FEWEST_OFFICERS,
            "has_voted": self.request.user.pk in last,
            "verdict": may_vote(self.request.user, self.request.scope, panel),
        }
        return render(self.request, "screening/panel_detail.html", context)


def _form(panel: Panel, **given: Any) -> VoteForm:
    assessment = panel.decision.assessment
    return VoteForm(longest=longest_end(assessment), months=assessment.validity_months, **given)
