"""Routes for the tests of the interface alone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group
from django.db.models import Case, F, Value, When
from django.http import HttpRequest
from django.urls import path

from portsec.interface.listpage import Action, BulkAction, Column, CsvColumn, Empty, ListPage, SavedView
from portsec.interface.views import gallery
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, allow, deny

EXPORTS: list[tuple[int, str]] = []


class GroupFilter(forms.Form):
    q = forms.CharField(label="Name", required=False)
    least = forms.IntegerField(label="At least", required=False)
    kind = forms.MultipleChoiceField(label="Kind", required=False, choices=[("a", "A"), ("b", "B")])


class GroupList(ListPage):
    title = "Groups"
    columns = (Column("name", "Name"), Column("number", "Number", numeric=True))
    filters = GroupFilter
    views = (
        SavedView("a", "With an a", {"q": "a"}),
        SavedView("kinds", "Kinds", {"kind": ["a", "b"]}),
        SavedView("all", "Everything"),
    )
    ordering = ("-rank", "id")
    nullable = ("rank",)
    page_size = 3
    row_template = "tests/group_row.html"
    csv_columns = (CsvColumn("name", "name"), CsvColumn("number", lambda row: row.pk))
    export_name = "groups"
    empty = Empty("users", "No groups", "Make one first.", "Make a group", "/new/")
    bulk_actions = (BulkAction("Remove", "/remove/", icon="trash-2", variant="danger"),)

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        empty = Case(When(name__startswith="z", then=Value(None)), default=F("name"))
        found = Group.objects.annotate(rank=empty)
        if scope.is_system:
            found = found.filter(name__icontains=filters["q"])
        return found.filter(pk__gte=filters["least"] or 0)

    def actions(self, request: HttpRequest) -> list[Action]:
        return [Action("New group", "/new/", icon="plus", variant="primary")]

    def row_tone(self, row: Any) -> str:
        return "bad" if row.rank is None else ""

    def saved_views(self, request: HttpRequest) -> list[tuple[str, str]]:
        return [("Mine", "/groups/?q=mine")]

    def may_export(self, request: HttpRequest) -> Verdict:
        return deny("no_export", "Not for you.") if request.GET.get("q") == "secret" else allow()

    def record_export(self, request: HttpRequest, rows: int, digest: str) -> None:
        EXPORTS.append((rows, digest))


urlpatterns = [
    path("gallery/", login_not_required(gallery)),
    path("groups/", login_not_required(GroupList.as_view())),
]
