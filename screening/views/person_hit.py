"""Hits of people who were screened again: the list of those to decide, and the officers' word on each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from accounts.desk_list import DeskList
from accounts.doors import Requires, fresh_sign_in
from accounts.permissions import may
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Column, CsvColumn, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of
from screening.enums import HitState
from screening.forms.hit import PersonHitForm
from screening.forms.rescreening import HitFilters
from screening.models import Hit
from screening.permissions import is_not_own_file, is_other_hand, may_decide_hit
from screening.person_name import plain_name
from screening.selectors.screening_run import access_person_hit, hits_to_decide, person_hits
from screening.services import person_hit
from screening.views.hit import comparisons
from screening.watchlists.entity import ListedEntity

COLUMNS = (
    Column("field", "Field"),
    Column("person", "Person"),
    Column("entry", "List entry"),
    Column("verdict", "What the matcher says"),
)


class PersonHitList(DeskList):
    """What rescreening found and nobody has decided, the most complete evidence first."""

    capability = Capability.VIEW_CASES
    title = "Hits to decide"
    subtitle = (
        "People with access who may be on a list. Nothing happens to a clearance until officers decide."
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
    port_field = "person__port_id"
    row_template = "screening/person_hit_row.html"
    export_name = "hits"
    csv_columns = (
        CsvColumn("person", "person.ref"),
        CsvColumn("list", "entry.source"),
        CsvColumn("entry", "entry.uid"),
        CsvColumn("score", "score"),
        CsvColumn("priority", "priority"),
        CsvColumn("state", "state"),
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
            named = Q(person__search_name__contains=plain_name(text)) | Q(person__ref__iexact=text)
            hits = hits.filter(named | Q(entry__name__icontains=text))
        return self.exported(hits)

    def row_name(self, row: Hit) -> str:
        return f"{row.whose.full_name}, {row.entry.name}"


class PersonHit(Requires, View):
    """Both sides of one hit. "Same" takes two officers and opens a reassessment."""

    capability = Capability.VIEW_CASES

    def get(self, request: HttpRequest, ref: str, number: int) -> HttpResponse:
        return self._page(access_person_hit(ref, number, scope=request.scope), PersonHitForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str, number: int) -> HttpResponse:
        hit = access_person_hit(ref, number, scope=request.scope)
        form = PersonHitForm(request.POST)
        if not form.is_valid():
            return self._page(hit, form)
        state = HitState(form.cleaned_data["state"])
        try:
            person_hit.decide(
                hit,
                state,
                reason=form.full_reason(),
                actor=request.user,
                scope=request.scope,
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(hit, form)
        messages.success(request, _told(hit, state))
        return redirect("person-hit", ref, number)

    def _page(self, hit: Hit, form: PersonHitForm) -> HttpResponse:
        person = hit.whose
        context = {
            "hit": hit,
            "person": person,
            "entity": ListedEntity.from_data(hit.entry.data),
            "columns": COLUMNS,
            "score": str(hit.score),
            "comparisons": comparisons(hit, person),
            "form": form,
            "may_answer": self._may_answer(hit),
            "in_full": self._in_full(hit),
            "is_final": hit.state_word is HitState.SAME,
            "is_changed": hit.person_version != person.version or hit.entry.removed_in_id is not None,
        }
        return render(self.request, "screening/person_hit.html", context)

    def _may_answer(self, hit: Hit) -> Verdict:
        user = self.request.user
        first = may_decide_hit(user, self.request.scope, hit.whose)
        if hit.same_said_by_id is None:
            return first
        return all_of(first, is_other_hand(user, hit.same_said_by_id))

    def _in_full(self, hit: Hit) -> bool:
        """Officers' words are read by those who see record answers, and not by the person."""
        sees = may(Capability.VIEW_RECORDS, scope=self.request.scope, port_id=hit.whose.port_id)
        return all_of(sees, is_not_own_file(self.request.user, hit.whose)).allowed


def _told(hit: Hit, state: HitState) -> str:
    if hit.state_word is HitState.SAME:
        return "Decided: same person. A reassessment is open."
    if state is HitState.SAME:
        return "On record: same person. Another officer must confirm it."
    return f"Decided: {state.label.lower()}."
