"""The register of badges, each with the clearance that counts for its holder today."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from access.enums import BadgeStanding, BadgeState
from access.models import Area, Badge
from access.selectors.badge import visible_badges
from accounts.models import Organisation
from accounts.roles import Capability
from ledger.models import Entry
from ledger.selectors.entry import entries_about
from portsec.kernel.scope import Scope
from screening.enums import ClearanceState
from screening.models import Clearance
from screening.person_name import plain_name
from screening.selectors.clearance import state_on

EXPIRES_WITHIN = timedelta(days=30)  # long enough to renew a clearance check before the badge runs out
BADGE_ENTRIES = ("access.badge.issued", "access.badge.changed")


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
    badges = _with_clearance(visible_badges(scope=scope), at)
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


def _with_clearance(badges: QuerySet[Badge], at: datetime) -> QuerySet[Badge]:
    """Each column is the newest clearance's that has begun, as in `current_clearance`."""
    day = timezone.localdate(at)
    current = Clearance.objects.filter(person=OuterRef("person_id"), valid_from__lte=day).order_by(
        "-valid_from", "-id"
    )
    return badges.annotate(
        clearance_state=Subquery(current.annotate(counts=state_on(day)).values("counts")[:1]),
        clearance_until=Subquery(current.values("valid_until")[:1]),
    )


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
        return active & (Q(clearance_state__isnull=True) | ~in_force)
    if wanted is BadgeStanding.MISSING:
        return Q(state__in=[BadgeState.LOST.value, BadgeState.STOLEN.value])
    if wanted is BadgeStanding.EXPIRED:
        return Q(state=BadgeState.EXPIRED.value) | (active & Q(valid_until__lte=at))
    return Q(state=wanted.value)
