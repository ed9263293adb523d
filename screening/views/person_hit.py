"""Hits of people who were screened again: the list of those to decide, and the officers' word on each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View

from accounts.desk_list import DeskList
from accounts.doors import Requires, fresh_sign_in
from accounts.permissions import may
from accounts.roles import Capability
from portsec.interface.listpage import Column, CsvColumn, Empty, SavedView
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import all_of
from screening.enums import HitState
from screening.forms.hit import ReasonForm, form_for
from screening.forms.rescreening import HitFilters
from screening.models import Hit
from screening.permissions import is_not_own_file, may_speak_on_hit
from screening.person_name import plain_name
from screening.selectors.screening_run import access_person_hit, hits_to_decide, person_hits
from screening.services import person_hit
from screening.views.adjudication import page_context, spoken, told


class PersonHitList(DeskList):
    """What rescreening found and nobody has decided, and what waits for a second officer in cases."""

    capability = Capability.VIEW_CASES
    title = "Hits to decide"
    subtitle = (
        "People who may be on a list. Nothing happens to a clearance until officers decide; "
        "“same” takes two, in a case as well."
    )
    columns = (
        Column("person", "Person"),
        Column("entry", "List entry"),
        Column("score", "Name", numeric=True),
        Column("priority", "Evidence"),
        Column("state", "Answer"),
        Column("found", "Found"),
    )
    filters = HitFilters
    views = (
        SavedView("open", "To decide"),
        SavedView("unsure", "Unsure", {"state": HitState.UNSURE.value}),
        SavedView("same", "Same person", {"state": HitState.SAME.value}),
        SavedView("different", "Cleared", {"state": HitState.DIFFERENT.value}),
    )
    ordering = ("-priority", "-score", "pk")
    pager_labels = ("Back", "Further")
    port_field = "at_port"
    row_template = "screening/person_hit_row.html"
    export_name = "hits"
    csv_columns = (
        CsvColumn("hit", "number"),
        CsvColumn("person", "whose.ref"),
        CsvColumn("list", lambda row: "" if row.is_restricted else row.entry.source),
        CsvColumn("entry", "entry_number"),
        CsvColumn("score", "figure"),
        CsvColumn("priority", lambda row: "" if row.is_restricted else row.priority),
        CsvColumn("state", "state"),
        CsvColumn("status", lambda row: row.status.value),
        CsvColumn("ground", "ground"),
        CsvColumn("found_at", "found_at"),
    )
    empty = Empty(
        "circle-check", "No hits here", "Nobody waits for a decision. Rescreening goes on by itself."
    )

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        state, text = filters["state"], filters["text"].strip()
        hits = person_hits(scope=scope).filter(state=state) if state else hits_to_decide(scope=scope)
        if filters["source"]:
            hits = hits.filter(entry__source=filters["source"])
        if text:
            hits = hits.filter(_names(text, "person") | _names(text, "check_answered__application__person"))
        return self.exported(hits)

    def row_name(self, row: Hit) -> str:
        return f"{row.whose.full_name}, {row.title}"


class PersonHit(Requires, View):
    """Both sides of one hit. "Same" takes two officers and opens a reassessment."""

    capability = Capability.VIEW_CASES

    def get(self, request: HttpRequest, ref: str, number: int) -> HttpResponse:
        hit = access_person_hit(ref, number, scope=request.scope)
        return self._page(hit, form_for(hit))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str, number: int) -> HttpResponse:
        hit = access_person_hit(ref, number, scope=request.scope)
        mistaken = spoken(request, hit, person_hit.decide)
        if mistaken is not None:
            return self._page(hit, mistaken)
        followed = " A reassessment is open." if hit.state_word is HitState.SAME else ""
        messages.success(request, told(hit) + followed)
        return redirect("person-hit", ref, number)

    def _page(self, hit: Hit, form: ReasonForm) -> HttpResponse:
        context = page_context(hit) | {
            "form": form,
            "may_answer": may_speak_on_hit(self.request.user, self.request.scope, hit),
            "in_full": self._in_full(hit),
            "back_url": reverse("person-hit-list"),
            "back_label": "All hits",
        }
        return render(self.request, "screening/person_hit.html", context)

    def _in_full(self, hit: Hit) -> bool:
        """Officers' words are read by those who see record answers, and not by the person."""
        sees = may(Capability.VIEW_RECORDS, scope=self.request.scope, port_id=hit.whose.port_id)
        return all_of(sees, is_not_own_file(self.request.user, hit.whose)).allowed


def _names(text: str, way: str) -> Q:
    """Hits whose person, reached that way, or whose entry is called so."""
    of_person = Q(**{f"{way}__search_name__contains": plain_name(text)}) | Q(**{f"{way}__ref__iexact": text})
    return of_person | Q(entry__name__icontains=text)
