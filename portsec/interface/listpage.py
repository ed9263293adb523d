"""The base of every list page: saved views, filters in the address, keyset paging, CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.views import View

from portsec.interface.components.markup import tone_or_none
from portsec.interface.components.tables import Column
from portsec.interface.csv_stream import stream
from portsec.interface.keyset import InvalidCursor, Keyset, Page, page
from portsec.interface.listing import Action, BulkAction, CsvColumn, Empty, Row, SavedView, Tab
from portsec.kernel.errors import Refused
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, allow, deny

__all__ = ["Action", "BulkAction", "Column", "CsvColumn", "Empty", "ListPage", "SavedView"]

OWN_PARAMETERS = (
    "view",
    "after",
    "before",
    "format",
)  # everything else in the address belongs to the filters
COUNT_CAP = 10_000  # rows; counting further costs more than the figure is worth (43 ms for a million)
EXPORT_CHUNK = 1_000  # rows fetched at a time while a CSV streams


class ListPage(View):
    """Subclasses declare the attributes and `queryset`; the other methods are hooks."""

    http_method_names = ["get", "head", "options"]

    title = ""
    subtitle = ""
    columns: Sequence[Column] = ()
    filters: type[Form] = Form
    views: Sequence[SavedView] = ()
    ordering: tuple[str, ...] = ("-pk",)
    nullable: tuple[str, ...] = ()
    page_size = 50
    row_template = ""
    template_name = "interface/list.html"
    csv_columns: Sequence[CsvColumn] = ()
    export_name = "list"
    empty = Empty("inbox", "Nothing here", "No row fits these filters. Clear them to see everything.")
    bulk_actions: Sequence[BulkAction] = ()
    bulk_template = ""
    pager_labels = ("Newer", "Older")
    count_views = True

    # --- hooks ---------------------------------------------------------------------------------------

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        """The rows in reach that fit the cleaned filters, in any order."""
        raise NotImplementedError

    def filter_form(self, data: MultiValueDict[str, Any]) -> Form:
        """The bound filter form; override it to offer choices that depend on the scope."""
        return self.filters(data)

    def actions(self, request: HttpRequest) -> Sequence[Action]:
        return ()

    def row_tone(self, row: Any) -> str:
        return ""

    def row_name(self, row: Any) -> str:
        return str(row)

    def saved_views(self, request: HttpRequest) -> Sequence[tuple[str, str]]:
        """Views that people kept: (label, address)."""
        return ()

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        return {}

    def may_export(self, request: HttpRequest) -> Verdict:
        return allow() if self.csv_columns else deny("no_export", "This list has no export.")

    def record_export(self, request: HttpRequest, rows: int, digest: str) -> None:
        """Record what left the house. A list with an export must say how."""
        raise NotImplementedError

    # --- the page ----------------------------------------------------------------------------------------

    def get(self, request: HttpRequest) -> HttpResponseBase:
        self.chosen = self._chosen_view()
        self.data = self._filter_data()
        form = self.filter_form(self.data)
        queryset = self.queryset(request.scope, form.cleaned_data) if form.is_valid() else None  # type: ignore[attr-defined]
        if request.GET.get("format") == "csv" and queryset is not None:
            return self._csv(queryset)
        return self._html(form, queryset)

    def _chosen_view(self) -> SavedView | None:
        """The view that the address names; the first one when the address says nothing."""
        slug = self.request.GET.get("view")
        if slug is None:
            says_nothing = all(name in OWN_PARAMETERS for name in self.request.GET)
            return self.views[0] if self.views and says_nothing else None
        return next((view for view in self.views if view.slug == slug), None)

    def _filter_data(self) -> MultiValueDict[str, Any]:
        """The view's values, overridden by what the address says itself."""
        data = _as_data(self.chosen.params if self.chosen else {})
        for name, values in self.request.GET.lists():
            if name not in OWN_PARAMETERS:
                data.setlist(name, values)
        return data

    def _html(self, form: Form, queryset: Any) -> HttpResponse:
        found = self._page(queryset) if queryset is not None else Page(rows=[])
        total = _count(queryset) if queryset is not None else ""
        context = {
            "page": self,
            "columns": self.columns,
            "filter": form,
            "filtering": bool(form.fields),
            "reset_url": self.request.path if self.request.GET else "",
            "tabs": self._tabs(),
            "rows": [Row(row, tone_or_none(self.row_tone(row)), self.row_name(row)) for row in found.rows],
            "newer_url": self._address(before=found.newer) if found.newer else "",
            "older_url": self._address(after=found.older) if found.older else "",
            "note": f"{len(found.rows):,} of {total}" if found.rows else "",
            "csv_url": self._address(format="csv") if self.may_export(self.request).allowed else "",
            "actions": self.actions(self.request),
            "query": self._query(),
            **self.extra_context(self.request, queryset),
        }
        return render(self.request, self.template_name, context)

    def _page(self, queryset: Any) -> Page:
        keyset = Keyset(self.ordering, frozenset(self.nullable))
        after, before = self.request.GET.get("after", ""), self.request.GET.get("before", "")
        try:
            found = page(queryset, keyset, size=self.page_size, after=after, before=before)
        except InvalidCursor:
            messages.warning(self.request, "That page link is not valid any more. This is the first page.")
            return page(queryset, keyset, size=self.page_size)
        if not found.rows and (after or before):  # the rows behind the link are gone
            return page(queryset, keyset, size=self.page_size)
        return found

    def _tabs(self) -> list[Tab]:
        shown = _filled(self.data)
        tabs = [
            Tab(
                label=view.label,
                url=f"?view={view.slug}",
                count=self._view_count(view) if self.count_views else "",
                current=view is self.chosen
                or (self.chosen is None and _filled(_as_data(view.params)) == shown),
            )
            for view in self.views
        ]
        here = self.request.get_full_path()
        return tabs + [Tab(label, url, current=url == here) for label, url in self.saved_views(self.request)]

    def _view_count(self, view: SavedView) -> str:
        form = self.filter_form(_as_data(view.params))
        if not form.is_valid():
            raise ImproperlyConfigured(f"view {view.slug!r} of {self.title!r}: {form.errors.as_text()}")
        return _count(self.queryset(self.request.scope, form.cleaned_data))  # type: ignore[attr-defined]

    def _query(self) -> str:
        """What to keep when somebody saves this view: its slug, and what was typed over it."""
        query = self._without_place()
        if self.chosen:
            query["view"] = self.chosen.slug
        return query.urlencode()

    def _without_place(self) -> QueryDict:
        query = self.request.GET.copy()
        for name in ("after", "before", "format"):
            query.pop(name, None)
        return query

    def _address(self, **changes: str) -> str:
        query = self._without_place()
        query.update(changes)
        return f"?{query.urlencode()}"

    def _csv(self, queryset: Any) -> StreamingHttpResponse:
        verdict = self.may_export(self.request)
        if not verdict.allowed:
            raise Refused(verdict)
        ordered = queryset.order_by(*Keyset(self.ordering, frozenset(self.nullable)).order_by())
        rows = (
            [column.of(row) for column in self.csv_columns]
            for row in ordered.iterator(chunk_size=EXPORT_CHUNK)
        )
        body = stream(
            [column.header for column in self.csv_columns],
            rows,
            lambda sent, digest: self.record_export(self.request, sent, digest),
        )
        response = StreamingHttpResponse(body, content_type="text/csv; charset=utf-8; header=present")
        response["Content-Disposition"] = f'attachment; filename="{self.export_name}.csv"'
        response["Cache-Control"] = "no-store"
        return response


def _as_data(params: Mapping[str, str | list[str]]) -> MultiValueDict[str, Any]:
    return MultiValueDict(
        {name: value if isinstance(value, list) else [value] for name, value in params.items()}
    )


def _filled(data: MultiValueDict[str, Any]) -> dict[str, list[str]]:
    kept = {name: [value for value in values if value != ""] for name, values in data.lists()}
    return {name: values for name, values in kept.items() if values}


def _count(queryset: Any) -> str:
    """How many rows, read no further than the cap."""
    found: int = queryset.order_by()[: COUNT_CAP + 1].count()
    return f"{found:,}" if found <= COUNT_CAP else f"{COUNT_CAP:,}+"
