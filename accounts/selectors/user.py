"""Reads accounts within a scope."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Port, RoleAssignment, User
from accounts.permissions import may_govern
from accounts.roles import Capability
from portsec.kernel.errors import NotFound, require
from portsec.kernel.scope import Scope


def administered_ports(*, scope: Scope) -> QuerySet[Port]:
    """Ports whose roles the caller gives and ends."""
    ports = Port.objects.all()
    return ports if scope.is_system else ports.filter(pk__in=scope.ports(Capability.MANAGE_ACCOUNTS.value))


def visible_accounts(*, scope: Scope, text: str = "", role: str = "") -> QuerySet[User]:
    """Accounts that hold a role at an administered port, and those that hold none yet."""
    ports = administered_ports(scope=scope)
    live = RoleAssignment.objects.filter(ended_at=None).select_related("port")
    accounts = User.objects.select_related("organisation").prefetch_related(
        Prefetch("role_assignments", queryset=live, to_attr="live_roles")
    )
    if not scope.is_system:
        if not ports.exists():
            return accounts.none()
        accounts = accounts.filter(
            Q(role_assignments__port__in=ports) | Q(role_assignments__isnull=True)
        ).distinct()
    if text.strip():
        accounts = accounts.filter(
            Q(username__icontains=text.strip()) | Q(display_name__icontains=text.strip())
        )
    if role:
        held = live.filter(role=role)
        accounts = accounts.filter(pk__in=held.values("user_id"))
    return accounts


def access_account(username: str, *, scope: Scope) -> User:
    """One account. Raises NotFound when absent or out of reach."""
    account = visible_accounts(scope=scope).filter(username=username).first()
    if account is None:
        raise NotFound("account")
    return account


def access_governed_account(username: str, *, scope: Scope) -> User:
    """One account to let in or to block. Raises NotFound, or Refused when it holds a role elsewhere."""
    account = access_account(username, scope=scope)
    require(may_govern(account, scope=scope))
    return account


def access_assignment(username: str, number: int, *, scope: Scope) -> RoleAssignment:
    """One live role of an account at an administered port. Raises NotFound otherwise."""
    assignment = (
        RoleAssignment.objects.select_related("user", "port")
        .filter(
            user=access_account(username, scope=scope),
            port__in=administered_ports(scope=scope),
            pk=number,
            ended_at=None,
        )
        .first()
    )
    if assignment is None:
        raise NotFound("role")
    return assignment
