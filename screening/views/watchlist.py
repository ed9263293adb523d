"""The watchlists in force."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from accounts.doors import Requires
from accounts.roles import Capability
from portsec.interface.components.tables import Column
from screening.enums import ListSource
from screening.selectors.timeline import display_names
from screening.selectors.watchlist import lists_in_force, versions_of

SHOWN = 10  # versions of each list; older ones stay in the database

COLUMNS = (
    Column("version", "Version"),
    Column("entries", "Entries", numeric=True),
    Column("names", "Names", numeric=True),
    Column("delta", "Added, changed, removed"),
    Column("published", "Published"),
    Column("loaded", "Loaded"),
)


class WatchlistList(Requires, View):
    """What names are compared with, since when, and what the last loads changed."""

    capability = (Capability.VIEW_CASES, Capability.LOAD_WATCHLISTS)

    def get(self, request: HttpRequest) -> HttpResponse:
        loaded = {ListSource(version.source) for version in lists_in_force()}
        histories = [(source, list(versions_of(source)[:SHOWN])) for source in ListSource if source in loaded]
        context = {
            "columns": COLUMNS,
            "histories": histories,
            "missing": [source for source in ListSource if source not in loaded],
            "names": display_names(row.loaded_by for _, rows in histories for row in rows),
        }
        return render(request, "screening/watchlist_list.html", context)
