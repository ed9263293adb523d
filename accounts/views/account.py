"""The accounts desk: who signs in, with which roles."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.views import View
from django.views.decorators.http import require_POST

from accounts.desk_list import DeskList
from accounts.doors import Requires, fresh_sign_in, requires
from accounts.forms import AccountFilters, AccountForm, ReasonForm, RoleForm
from accounts.models import User
from accounts.permissions import may_govern
from accounts.roles import Capability, Role
from accounts.selectors import user as accounts
from accounts.services import role, sign_in
from accounts.services import user as users
from ledger.selectors.entry import entries_about
from portsec.interface.listpage import Action, Column, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, PortsecError
from portsec.kernel.scope import Scope

NEWEST = 30  # entries shown on an account's page


class AccountList(DeskList):
    capability = Capability.MANAGE_ACCOUNTS
    title = "Accounts"
    subtitle = "Who signs in, and with which roles. Roles that must stay apart cannot be given together."
    columns = (
        Column("name", "Name"),
        Column("organisation", "Organisation"),
        Column("roles", "Roles"),
        Column("state", "State"),
    )
    filters = AccountFilters
    views = (SavedView("all", "All"),)
    ordering = ("display_name", "id")
    row_template = "accounts/account_row.html"
    empty = Empty(
        "key-round",
        "No accounts here",
        "Clear the filters, or make an account.",
        "New account",
        reverse_lazy("account-new"),
    )

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> QuerySet[User]:
        return accounts.visible_accounts(scope=scope, **filters)

    def actions(self, request: HttpRequest) -> list[Action]:
        return [Action("New account", reverse("account-new"), icon="user-plus", variant="primary")]

    def row_name(self, row: User) -> str:
        return row.username


class AccountNew(Requires, View):
    """Make an account; the role comes after, and an invitation link sets the first password."""

    capability = Capability.MANAGE_ACCOUNTS

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "accounts/account_new.html", {"form": AccountForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AccountForm(request.POST)
        if form.is_valid():
            try:
                user = users.create(
                    **form.cleaned_data, password=None, actor=request.user.reference, at=clock.now()
                )
            except PortsecError as error:
                form.add_error("username", error.detail)
            else:
                messages.success(request, f"Account {user.username} made. Give it a role next.")
                return redirect("account-detail", user.username)
        return render(request, "accounts/account_new.html", {"form": form}, status=400)


@requires(Capability.MANAGE_ACCOUNTS)
def account_detail(request: HttpRequest, username: str) -> HttpResponse:
    """One account: its roles, and what was done to it."""
    account = accounts.access_account(username, scope=request.scope)
    ports = accounts.administered_ports(scope=request.scope)
    context = {
        "account": account,
        "form": RoleForm(ports=ports),
        "reason_form": ReasonForm(),
        "entries": entries_about([account.reference])[:NEWEST],
        "may_govern": account.pk != request.user.pk and may_govern(account, scope=request.scope).allowed,
        "is_self": account.pk == request.user.pk,
    }
    return render(request, "accounts/account_detail.html", context)


@requires(Capability.MANAGE_ACCOUNTS)
@fresh_sign_in
@require_POST
def give_role(request: HttpRequest, username: str) -> HttpResponse:
    account = accounts.access_account(username, scope=request.scope)
    form = RoleForm(request.POST, ports=accounts.administered_ports(scope=request.scope))
    if form.is_valid():
        given = Role(form.cleaned_data["role"])
        role.give(account, given, form.cleaned_data["port"], actor=request.user.reference, at=clock.now())
        messages.success(request, f"{given.label} given to {account}.")
    else:
        messages.error(request, "Choose a role and one of your ports.")
    return redirect("account-detail", username)


@requires(Capability.MANAGE_ACCOUNTS)
@fresh_sign_in
@require_POST
def end_role(request: HttpRequest, username: str, number: int) -> HttpResponse:
    assignment = accounts.access_assignment(username, number, scope=request.scope)
    role.end(assignment, reason=_reason(request), actor=request.user.reference, at=clock.now())
    messages.success(request, "The role has ended; its rights ended with it.")
    return redirect("account-detail", username)


@requires(Capability.MANAGE_ACCOUNTS)
@fresh_sign_in
@require_POST
def let_in(request: HttpRequest, username: str) -> HttpResponse:
    """Show, once, the link that sets a person's password or the token of a device."""
    account = accounts.access_governed_account(username, scope=request.scope)
    given = {"actor": request.user.reference, "at": clock.now()}
    if account.is_device:
        context = {"account": account, "token": sign_in.issue_token(account, **given)}
    else:
        context = {"account": account, "link": request.build_absolute_uri(sign_in.invite(account, **given))}
    response = render(request, "accounts/let_in.html", context)
    response["Cache-Control"] = "no-store"
    return response


@requires(Capability.MANAGE_ACCOUNTS)
@fresh_sign_in
@require_POST
def set_active(request: HttpRequest, username: str) -> HttpResponse:
    account = accounts.access_governed_account(username, scope=request.scope)
    is_active = request.POST.get("active") == "1"
    given = {"reason": _reason(request), "actor": request.user.reference, "at": clock.now()}
    users.set_active(account, is_active, **given)
    messages.success(request, "Opened." if is_active else "Blocked. The account's next request is refused.")
    return redirect("account-detail", username)


def _reason(request: HttpRequest) -> str:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("Give a reason of at most 300 characters.")
    return str(form.cleaned_data["reason"])
