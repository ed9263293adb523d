"""Personnel systems: which are connected, and connecting one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.views import View

from access.forms.personnel_feed import FeedForm, NamedFilters
from access.selectors.personnel_feed import personnel_feeds
from access.services import personnel_feed
from accounts.desk_list import DeskList
from accounts.doors import FreshSignIn, Requires
from accounts.models import User
from accounts.roles import Capability
from accounts.selectors.user import administered_ports
from portsec.interface.listpage import Action, Column, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.scope import Scope

TRAIL = [("Personnel systems", reverse_lazy("personnel-feed-list"))]


class FeedList(DeskList):
    """Every personnel system, with how many accounts and teams it keeps."""

    capability = Capability.MANAGE_ACCOUNTS
    template_name = "access/list.html"
    title = "Personnel systems"
    subtitle = (
        "They make and close accounts of their own organisation's people. They give no role, no clearance."
    )
    columns = (
        Column("organisation", "Organisation"),
        Column("account", "Signs in as"),
        Column("accounts", "Accounts", numeric=True),
        Column("teams", "Teams", numeric=True),
        Column("state", "State"),
    )
    filters = NamedFilters
    views = (SavedView("all", "All"),)
    ordering = ("display_name", "id")
    row_template = "access/personnel_feed_row.html"
    empty = Empty(
        "plug",
        "No personnel system is connected",
        "Clear the filters, or connect one: accounts then follow who is hired and who leaves.",
        "Connect a personnel system",
        reverse_lazy("personnel-feed-new"),
    )

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return personnel_feeds(scope=scope, **filters)

    def actions(self, request: HttpRequest) -> list[Action]:
        return [
            Action("Connect one", reverse("personnel-feed-new"), icon="plug", variant="primary"),
            Action("Teams", reverse("team-list"), icon="users"),
        ]

    def row_name(self, row: User) -> str:
        return row.username


class FeedNew(FreshSignIn, Requires, View):
    """Connect the personnel system of an organisation; its token is shown once."""

    capability = Capability.MANAGE_ACCOUNTS

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, FeedForm(ports=administered_ports(scope=request.scope)))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FeedForm(request.POST, ports=administered_ports(scope=request.scope))
        if not form.is_valid():
            return self._page(request, form, status=400)
        made = personnel_feed.connect(
            form.cleaned_data["organisation"],
            form.chosen_port(),
            actor=request.user,
            scope=request.scope,
            at=clock.now(),
        )
        root = request.build_absolute_uri(reverse("scim-root")).rstrip("/")
        context = {"feed": made.account, "token": made.token, "root": root, "trail": TRAIL}
        response = render(request, "access/personnel_feed_token.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def _page(self, request: HttpRequest, form: FeedForm, *, status: int = 200) -> HttpResponse:
        context = {"form": form, "trail": TRAIL}
        return render(request, "access/personnel_feed_new.html", context, status=status)
