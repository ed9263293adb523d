"""The register of badges, each with the clearance that counts for its holder today."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest, TruncDate
from django.utils import timezone

from access.accountability.return_clock import ENDED, HELD
from access.enums import BadgeStanding, BadgeState
from access.models import Area, Badge, BadgeType, Visit
from access.selectors.badge import visible_badges
from access.selectors.badge_type import is_missing, with_printed_end
from accounts.models import Organisation
from accounts.roles import Capability
from ledger.models import Entry
from ledger.selectors.entry import entries_about
from portsec.kernel.scope import Scope
from screening.enums import ClearanceState
from screening.models import Clearance
from screening.person_name import plain_name
from screening.selectors.clearance import state_on

STILL_OUT = [state.value for state in ENDED | HELD]
SEEN_WITHIN = 365  # days, where the badge has no type that says so; 49 CFR 1542.211 asks for a yearly audit
EXPIRES_WITHIN = timedelta(days=30)  # long enough to renew a clearance check before the badge runs out
BADGE_ENTRIES = tuple(
    f"access.badge.{verb}"
    for verb in (
        *("issued", "handed_over", "changed", "shortened", "revalidated"),
        *("return_asked", "return_lifted", "return_reminded", "return_escalated"),
    )
)


def badge_register(
    *,
    scope: Scope,
    at: datetime,
    text: str = "",
    state: str = "",
    area: str = "",
    organisation: int | None = None,
) -> QuerySet[Badge]:
    """Badges in reach with `clearance_state` and `clearance_until` of the holder; each argument narrows."""
    badges = with_clearance(with_printed_end(_with_last_seen(visible_badges(scope=scope))), at)
    if text.strip():
        badges = badges.filter(_means(text.strip()))
    if state:
        badges = badges.filter(_stands(BadgeStanding(state), at))
    if area:
        badges = badges.filter(areas__contains=[area])
    if organisation:
        badges = badges.filter(person__organisation_id=organisation)
    return badges


def badge_areas(*, scope: Scope) -> list[tuple[str, str]]:
    """(code, name) of the areas at ports where the caller may see badges."""
    areas = Area.objects.all()
    if not scope.is_system:
        areas = areas.filter(port_id__in=scope.ports(Capability.VIEW_BADGES.value))
    return list(areas.order_by("name", "code").values_list("code", "name").distinct())


def badge_organisations(*, scope: Scope) -> list[tuple[int, str]]:
    """Organisations whose people hold badges in reach, by name."""
    holders = visible_badges(scope=scope).order_by().values("person__organisation_id")
    return list(Organisation.objects.filter(pk__in=holders).order_by("name").values_list("pk", "name"))


def entries_of_badge(badge: Badge) -> QuerySet[Entry]:
    """What the record says of a badge, newest first. Its subject is the holder where there is one."""
    subject = badge.person.reference if badge.person else badge.reference
    return entries_about([subject]).filter(kind__in=BADGE_ENTRIES, body__serial=badge.serial)


def _means(text: str) -> Q:
    """A badge by its number, or by its holder's name, reference or employee number."""
    match = Q(serial__iexact=text) | Q(person_ref__iexact=text) | Q(person__ref__iexact=text)
    words = plain_name(text).split()
    return match | Q(*(Q(person__search_name__contains=word) for word in words)) if words else match


def with_clearance(badges: QuerySet[Badge], at: datetime) -> QuerySet[Badge]:
    """Each column is the newest clearance's that has begun, as in `current_clearance`."""
    day = timezone.localdate(at)
    current = Clearance.objects.filter(person=OuterRef("person_id"), valid_from__lte=day).order_by(
        "-valid_from", "-id"
    )
    return badges.annotate(
        clearance_state=Subquery(current.annotate(counts=state_on(day)).values("counts")[:1]),
        clearance_until=Subquery(current.values("valid_until")[:1]),
    )


def is_lent() -> Exists:
    """A visitor's card: it rests on no clearance, and reception takes it back when the visit ends."""
    return Exists(Visit.objects.filter(badge=OuterRef("pk")))


def _stands(wanted: BadgeStanding, at: datetime) -> Q:
    active = Q(state=BadgeState.ACTIVE.value)
    if wanted is BadgeStanding.ACTIVE:
        return active & Q(valid_until__gt=at)
    if wanted is BadgeStanding.EXPIRING:
        return active & Q(valid_until__gt=at, valid_until__lte=at + EXPIRES_WITHIN)
    if wanted is BadgeStanding.TO_RETRIEVE:
        in_force = Q(
            clearance_state=ClearanceState.GRANTED.value, clearance_until__gte=timezone.localdate(at)
        )
        without_right = active & ~is_lent() & (Q(clearance_state__isnull=True) | ~in_force)
        has_ended = Q(badge_type__isnull=False, state__in=[state.value for state in ENDED])
        return without_right | has_ended | Q(return_due_on__isnull=False, state__in=STILL_OUT)
    if wanted is BadgeStanding.UNACCOUNTED:
        return is_missing(at)
    if wanted is BadgeStanding.NOT_SEEN:
        return active & Q(valid_until__gt=at) & _is_to_be_seen(at)
    if wanted is BadgeStanding.MISSING:
        return Q(state__in=[BadgeState.LOST.value, BadgeState.STOLEN.value])
    if wanted is BadgeStanding.EXPIRED:
        return Q(state=BadgeState.EXPIRED.value) | (active & Q(valid_until__lte=at))
    return Q(state=wanted.value)


def _is_to_be_seen(at: datetime) -> Q:
    """Badges that nobody has seen with their holder for longer than their type allows.

    As `accountability.process.is_to_be_seen`.
    """
    today = timezone.localdate(at)
    late = Q(badge_type=None, last_seen__lt=today - timedelta(days=SEEN_WITHIN))
    for period in BadgeType.objects.order_by().values_list("seen_within_days", flat=True).distinct():
        late |= Q(badge_type__seen_within_days=period, last_seen__lt=today - timedelta(days=period))
    return late


def _with_last_seen(badges: QuerySet[Badge]) -> QuerySet[Badge]:
    """The badges with `last_seen`, the day on which somebody saw holder and card; the issue counts as one."""
    return badges.annotate(last_seen=Greatest(TruncDate("valid_from"), "seen_on"))
