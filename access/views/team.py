"""Teams that personnel systems keep, for administrators to read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views import View

from access.forms.personnel_feed import NamedFilters
from access.models import Team
from access.selectors.team import access_team, members_ever, visible_teams
from accounts.desk_list import DeskList
from accounts.doors import Requires
from accounts.roles import Capability
from ledger.selectors.entry import entries_about
from portsec.interface.listpage import Column, Empty, SavedView
from portsec.kernel.scope import Scope

NEWEST = 30  # entries shown on a team's page


class TeamList(DeskList):
    """Live teams with how many are in each."""

    capability = Capability.MANAGE_ACCOUNTS
    template_name = "access/list.html"
    title = "Teams"
    subtitle = "Work that names a team explains the look-ups of its members."
    columns = (
        Column("team", "Team"),
        Column("reference", "Name in work orders"),
        Column("size", "Members", numeric=True),
        Column("changed", "Changed"),
    )
    filters = NamedFilters
    views = (SavedView("all", "All"),)
    ordering = ("name", "id")
    row_template = "access/team_row.html"
    empty = Empty(
        "users",
        "No teams here",
        "Clear the filters. Teams come from the personnel systems that are connected.",
        "Personnel systems",
        reverse_lazy("personnel-feed-list"),
    )

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return visible_teams(scope=scope, **filters)

    def row_name(self, row: Team) -> str:
        return row.reference


class TeamDetail(Requires, View):
    """Who is in a team, who was, and what was done to it."""

    capability = Capability.MANAGE_ACCOUNTS

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        team = access_team(number, scope=request.scope)
        context = {
            "team": team,
            "members": members_ever(team),
            "entries": entries_about([f"team:{team.pk}"])[:NEWEST],
            "trail": [("Teams", reverse_lazy("team-list")), (team.name, None)],
        }
        return render(request, "access/team_detail.html", context)
