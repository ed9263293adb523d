"""Reads reviews, and gathers whose access is due and what is known of its use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet

from access.enums import FieldClass
from access.models import DataEvent, Grant, HolderStanding, ReviewCampaign, ReviewLine
from access.reviewing.evidence import LOOK_BACK, Evidence
from access.reviewing.transitions import WAITING
from access.reviewing.triggers import Standing
from access.selectors.hand import people_behind
from accounts.models import Port, RoleAssignment, User
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.enums import ClearanceState
from screening.models import ClearanceChange, Person

REVIEWS_ACCESS = (Capability.MANAGE_CARGO, Capability.SET_ISPS_LEVEL)
SEES_REVIEWS = (*REVIEWS_ACCESS, Capability.VIEW_EVENTS)
WAITING_STATES = tuple(state.value for state in WAITING)


@dataclass(frozen=True, slots=True)
class Holding:
    """All grants of one class that one account holds now."""

    account: str
    field_class: FieldClass
    grants: tuple[int, ...]


def campaigns(*, scope: Scope, state: str = "") -> QuerySet[ReviewCampaign]:
    """Campaigns at ports in reach, with how many lines they have and how many wait."""
    waiting = Count("lines", filter=Q(lines__state__in=WAITING_STATES))
    rows = ReviewCampaign.objects.select_related("port").annotate(line_count=Count("lines"), waiting=waiting)
    if not scope.is_system:
        rows = rows.filter(port_id__in=scope.ports(*(held.value for held in SEES_REVIEWS)))
    if state == "open":
        rows = rows.filter(closed_at=None)
    elif state == "closed":
        rows = rows.filter(closed_at__isnull=False)
    return rows


def campaign_seen(number: int, *, scope: Scope) -> ReviewCampaign:
    """One campaign with its lines. Raises NotFound when absent or out of reach."""
    lines = Prefetch("lines", queryset=ReviewLine.objects.order_by("pk"))
    found = campaigns(scope=scope).filter(pk=number).prefetch_related(lines).first()
    if found is None:
        raise NotFound("review")
    return found


def line_seen(number: int, line: int, *, scope: Scope) -> ReviewLine:
    """One line of a campaign. Raises NotFound when absent or out of reach."""
    found = ReviewLine.objects.filter(campaign=campaign_seen(number, scope=scope), pk=line)
    row = found.select_related("campaign__port").first()
    if row is None:
        raise NotFound("review")
    return row


def open_campaigns(*, scope: Scope) -> QuerySet[ReviewCampaign]:
    """What waits for the caller's answers, the nearest end first."""
    ports = scope.ports(*(held.value for held in REVIEWS_ACCESS))
    return ReviewCampaign.objects.filter(port_id__in=ports, closed_at=None).order_by("due_at", "pk")


def in_force(port: Port, *, at: datetime) -> QuerySet[Grant]:
    """Grants that hold at this moment."""
    return Grant.objects.filter(port=port, valid_from__lte=at, valid_until__gt=at)


def holdings(port: Port, *, at: datetime, accounts: Collection[str] | None = None) -> list[Holding]:
    """What is held now, by account and class; of some accounts, or of all."""
    grants = in_force(port, at=at)
    if accounts is not None:
        grants = grants.filter(account__in=accounts)
    rows = (
        grants.order_by("account", "field_class")
        .values("account", "field_class")
        .annotate(numbers=ArrayAgg("pk", order_by="pk"))
    )
    return [Holding(row["account"], FieldClass(row["field_class"]), tuple(row["numbers"])) for row in rows]


def evidence_of(port: Port, held: Iterable[Holding], *, at: datetime) -> dict[Holding, Evidence]:
    """What is known of each holding: its last use, what rested on it, and who else holds the like."""
    held = list(held)
    uses = _uses(port, held, at)
    peers = _peers(port, held, at)
    found = {}
    for one in held:
        rested = [uses[number] for number in one.grants if number in uses]
        having, of = peers[one]
        found[one] = Evidence(
            last_used_at=max((last for _, last in rested), default=None),
            uses=sum(count for count, _ in rested),
            peers_having=having,
            peers_of=of,
        )
    return found


def standings_now(port: Port, *, at: datetime) -> dict[str, Standing]:
    """How every holder of grants at a port stands now."""
    accounts = set(in_force(port, at=at).order_by().values_list("account", flat=True).distinct())
    users = User.objects.filter(username__in=accounts).values_list("username", "organisation__code")
    people = people_behind(accounts, port)
    roles: defaultdict[str, set[str]] = defaultdict(set)
    live = RoleAssignment.objects.filter(user__username__in=accounts, port=port, ended_at=None)
    for account, role in live.values_list("user__username", "role"):
        roles[account].add(role)
    lifted = _lifted([person.pk for person in people.values()])
    found = {}
    for account, organisation in users:
        person = people.get(account)
        employer = person.organisation.code if person and person.organisation else ""
        found[account] = Standing(
            roles=frozenset(roles[account]),
            organisation=" ".join(filter(None, (organisation, employer))),
            lifted_at=lifted.get(person.pk) if person else None,
        )
    return found


def standings_before(port: Port) -> dict[str, Standing]:
    """How they stood at the last look."""
    return {
        row.account: Standing(frozenset(row.roles), row.organisation, row.lifted_at)
        for row in HolderStanding.objects.filter(port=port)
    }


def lines_due(port: Port, *, at: datetime, corrected_before: datetime) -> QuerySet[ReviewLine]:
    """Lines that nobody answered by the end; corrected ones once they waited too long for their second."""
    return ReviewLine.objects.filter(
        Q(ends=[]) | Q(answered_at__lte=corrected_before),
        campaign__port=port,
        campaign__due_at__lte=at,
        state__in=WAITING_STATES,
    )


def _uses(port: Port, held: list[Holding], at: datetime) -> dict[int, tuple[int, datetime]]:
    """By grant how many look-ups rested on it, and the last one."""
    rows = (
        DataEvent.objects.filter(
            port=port,
            account__in={one.account for one in held},
            at__gte=at - LOOK_BACK,
            at__lte=at,
            explanation="G",
        )
        .order_by()
        .values_list("explanation_ref")
        .annotate(count=Count("number"), last=Max("at"))
    )
    return {
        int(number): (count, last)
        for ref, count, last in rows
        if (number := ref.rpartition("-")[2]).isdecimal()
    }


def _peers(port: Port, held: list[Holding], at: datetime) -> dict[Holding, tuple[int, int]]:
    """How many others in the same work hold this class, and how many there are with an account."""
    own = people_behind({one.account for one in held}, port)
    groups = {person.peer_group for person in own.values() if person.peer_group}
    same_work = Person.objects.filter(port=port, peer_group__in=groups)
    by_ref = {
        name: (person.organisation_id, person.peer_group)
        for person in same_work
        for name in (person.ref, person.external_ref)
        if name
    }
    users = User.objects.filter(person_ref__in=by_ref, is_active=True)
    work_of = {name: by_ref[ref] for name, ref in users.values_list("username", "person_ref")}
    holders: defaultdict[FieldClass, set[str]] = defaultdict(set)
    for one in holdings(port, at=at, accounts=set(work_of)):
        holders[one.field_class].add(one.account)
    found = {}
    for one in held:
        work = work_of.get(one.account)
        peers = {name for name, each in work_of.items() if each == work} - {one.account} if work else set()
        found[one] = (len(peers & holders[one.field_class]), len(peers))
    return found


def _lifted(people: Collection[int]) -> dict[int, datetime]:
    """By person when a suspension of theirs was last lifted."""
    earlier = ClearanceChange.objects.filter(
        clearance=OuterRef("clearance"), state=ClearanceState.SUSPENDED.value, at__lt=OuterRef("at")
    )
    rows = (
        ClearanceChange.objects.filter(
            Exists(earlier), clearance__person__in=people, state=ClearanceState.GRANTED.value
        )
        .order_by()
        .values_list("clearance__person")
        .annotate(last=Max("at"))
    )
    return dict(rows)
