"""Reads which personnel systems are connected."""

from __future__ import annotations

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from access.models import Team
from accounts.models import RoleAssignment, User
from accounts.roles import Role
from accounts.selectors.user import administered_ports
from portsec.kernel.scope import Scope


def personnel_feeds(*, scope: Scope, text: str = "") -> QuerySet[User]:
    """Accounts of personnel systems at the caller's ports, with how many accounts and teams each one sees."""
    held = RoleAssignment.objects.filter(
        role=Role.PERSONNEL_SYSTEM.value, ended_at=None, port__in=administered_ports(scope=scope)
    )
    people = User.objects.filter(organisation=OuterRef("organisation"), is_device=False)
    people = people.exclude(provisioned__removed_at__isnull=False)
    teams = Team.objects.filter(organisation=OuterRef("organisation"), removed_at=None)
    feeds = User.objects.filter(pk__in=held.values("user_id")).select_related("organisation")
    if text.strip():
        named = text.strip()
        feeds = feeds.filter(Q(username__icontains=named) | Q(organisation__name__icontains=named))
    return feeds.annotate(accounts_kept=_count(people), teams_kept=_count(teams))


def _count(rows: QuerySet[User] | QuerySet[Team]) -> Coalesce:
    counted = rows.order_by().values("organisation").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)
