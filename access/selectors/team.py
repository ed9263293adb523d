"""Reads teams: those of a personnel system, and which teams' work is whose."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import Count, F, Prefetch, Q, QuerySet

from access.models import Team, TeamMember
from accounts.models import User
from accounts.permissions import may_provision
from accounts.roles import Capability
from accounts.scim.filter import Column, Conditions
from portsec.kernel.errors import NotFound, require
from portsec.kernel.scope import Scope

CONDITIONS: Final = Conditions(
    columns={
        "id": Column("pk", "number"),
        "externalid": Column("external_id", "exact"),
        "displayname": Column("name"),
        "meta.created": Column("made_at", "time"),
        "meta.lastmodified": Column("changed_at", "time"),
    },
    members={
        "members": lambda number: Q(
            pk__in=TeamMember.objects.filter(user=number, left_at=None).values("team_id")
        )
    },
)


def provisioned_teams(actor: User, *, scope: Scope) -> QuerySet[Team]:
    """The live teams of a personnel system's organisation with their members. Raises Refused."""
    require(may_provision(actor, scope))
    live = TeamMember.objects.filter(left_at=None).select_related("user")
    return (
        Team.objects.filter(organisation=actor.organisation_id, removed_at=None)
        .select_related("organisation")
        .prefetch_related(Prefetch("memberships", queryset=live, to_attr="live_memberships"))
        .order_by("pk")
    )


def provisioned_team(actor: User, number: int | None, *, scope: Scope, lock: bool = False) -> Team:
    """One of them. Raises NotFound, also for a team of another organisation."""
    teams = provisioned_teams(actor, scope=scope).filter(pk=number or 0)
    found = (teams.select_for_update(of=("self",)) if lock else teams).first()
    if found is None:
        raise NotFound("group")
    return found


def visible_teams(*, scope: Scope, text: str = "") -> QuerySet[Team]:
    """Live teams, for administrators, with how many are in each."""
    if not scope.holds(Capability.MANAGE_ACCOUNTS.value):
        return Team.objects.none()
    teams = Team.objects.filter(removed_at=None).select_related("organisation")
    if text.strip():
        teams = teams.filter(Q(name__icontains=text.strip()) | Q(organisation__name__icontains=text.strip()))
    return teams.annotate(size=Count("memberships", filter=Q(memberships__left_at=None)))


def teams_between(person_refs: Iterable[str], since: datetime, until: datetime) -> QuerySet[TeamMember]:
    """Memberships, at some time between, of the accounts that speak for people of these references."""
    return TeamMember.objects.filter(
        Q(left_at=None) | Q(left_at__gt=since), user__person_ref__in=list(person_refs), joined_at__lte=until
    ).select_related("team__organisation", "user")


def references_of(person_refs: Iterable[str]) -> frozenset[str]:
    """How work orders name the teams that the accounts of a person are in now."""
    live = TeamMember.objects.filter(left_at=None, user__person_ref__in=[ref for ref in person_refs if ref])
    return frozenset(row.team.reference for row in live.select_related("team__organisation"))


def access_team(number: int, *, scope: Scope) -> Team:
    """One live team, for administrators. Raises NotFound."""
    found = visible_teams(scope=scope).filter(pk=number).first()
    if found is None:
        raise NotFound("team")
    return found


def members_ever(team: Team) -> QuerySet[TeamMember]:
    """Who is in a team and who was, those of now first."""
    return team.memberships.select_related("user").order_by(
        F("left_at").desc(nulls_first=True), "user__display_name", "pk"
    )
