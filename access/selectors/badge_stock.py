"""Reads blank cards: who holds how many of which type, and how they came there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from access.accountability.stock import NOTHING, Holding
from access.enums import StockMoveKind
from access.models import BadgeType, StockMove
from accounts.models import RoleAssignment, User
from accounts.roles import CAPABILITIES, Capability
from portsec.kernel.scope import Scope

CUSTODIAN_ROLES = [role.value for role, held in CAPABILITIES.items() if Capability.ISSUE_BADGES in held]
KEEPS_OR_READS = (Capability.ISSUE_BADGES.value, Capability.VIEW_BADGES.value)


@dataclass(frozen=True, slots=True)
class Custody:
    """What one custodian holds of one type."""

    badge_type: BadgeType
    custodian: str
    held: Holding


def holding(badge_type: BadgeType, custodian: str) -> Holding:
    """What one custodian (a reference of an account) holds of a type."""
    moves = StockMove.objects.filter(badge_type=badge_type)
    found = _holdings(moves, Q(receiver=custodian), Q(giver=custodian))
    return found.get((badge_type.pk, custodian), NOTHING)


def blank_cards(badge_type: BadgeType, custodian: str) -> int | None:
    """How many blank cards of a type a custodian holds; None where the port keeps no stock of the type.

    A port begins to keep stock with the first delivery or count that it enters.
    """
    if not StockMove.objects.filter(badge_type=badge_type).exists():
        return None
    return holding(badge_type, custodian).blank


def custodies(*, scope: Scope) -> list[Custody]:
    """Every custodian's holding of every type in reach, by type and custodian."""
    moves = visible_moves(scope=scope)
    found = _holdings(moves, ~Q(receiver=""), ~Q(giver=""))
    types = BadgeType.objects.select_related("port").in_bulk({type_id for type_id, _ in found})
    rows = [Custody(types[type_id], custodian, held) for (type_id, custodian), held in found.items()]
    return sorted(rows, key=lambda row: (row.badge_type.name, row.badge_type.pk, row.custodian))


def visible_moves(*, scope: Scope) -> QuerySet[StockMove]:
    """Moves of blank cards at the ports where the caller keeps or sees badges."""
    moves = StockMove.objects.select_related("badge_type", "badge", "port")
    return moves if scope.is_system else moves.filter(port_id__in=scope.ports(*KEEPS_OR_READS))


def custodians(*, port_ids: frozenset[int]) -> QuerySet[User]:
    """Accounts that may hold blank cards at one of these ports."""
    held = RoleAssignment.objects.filter(role__in=CUSTODIAN_ROLES, ended_at=None, port_id__in=port_ids)
    return _people(held)


def possible_witnesses(*, port_ids: frozenset[int]) -> QuerySet[User]:
    """Accounts of people with any role at one of these ports."""
    return _people(RoleAssignment.objects.filter(ended_at=None, port_id__in=port_ids))


def _people(held: QuerySet[RoleAssignment]) -> QuerySet[User]:
    people = User.objects.filter(pk__in=held.values("user_id"), is_device=False, is_active=True)
    return people.order_by("display_name", "pk")


def _holdings(moves: QuerySet[StockMove], came: Q, left: Q) -> dict[tuple[int, str], Holding]:
    """By type and custodian, in a handful of queries. Blank cards are added up from the last count on."""
    blank: defaultdict[tuple[int, str], int] = defaultdict(int)
    spoilt: defaultdict[tuple[int, str], int] = defaultdict(int)
    is_count = Q(kind=StockMoveKind.COUNTED.value)
    counts = moves.filter(came & is_count).order_by("badge_type_id", "receiver", "-pk")
    for move in counts.distinct("badge_type_id", "receiver"):
        blank[move.badge_type_id, move.receiver] += move.counted or 0
    for side, chosen, sign in (("receiver", came, 1), ("giver", left, -1)):
        sums = _since_count(moves.filter(chosen).exclude(kind=StockMoveKind.DESTROYED.value), side)
        for type_id, custodian, number in sums:
            blank[type_id, custodian] += sign * number
    for kind, sign in ((StockMoveKind.SPOILT, 1), (StockMoveKind.DESTROYED, -1)):
        of_kind = moves.filter(left, kind=kind.value).order_by()
        for type_id, custodian, number in of_kind.values_list("badge_type_id", "giver").annotate(
            number=Sum("quantity")
        ):
            spoilt[type_id, custodian] += sign * number
    return {key: Holding(blank[key], spoilt[key]) for key in {*blank, *spoilt}}


def _since_count(moves: QuerySet[StockMove], side: str) -> QuerySet[StockMove, tuple[int, str, int]]:
    """Sums of quantities by type and custodian, of moves after the custodian's last count."""
    last_count = StockMove.objects.filter(
        badge_type_id=OuterRef("badge_type_id"), receiver=OuterRef(side), kind=StockMoveKind.COUNTED.value
    ).order_by("-pk")
    since = Coalesce(Subquery(last_count.values("pk")[:1]), Value(0), output_field=IntegerField())
    return (
        moves.annotate(since=since)
        .filter(pk__gt=F("since"))
        .order_by()
        .values_list("badge_type_id", side)
        .annotate(number=Sum("quantity"))
    )
