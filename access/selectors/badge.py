"""Reads badges within a scope."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from access.models import Badge
from accounts.roles import Capability
from portsec.kernel.errors import InvalidInput, NotFound
from portsec.kernel.scope import Scope


def visible_badges(*, scope: Scope) -> QuerySet[Badge]:
    """Badges of the ports where the caller may see badges."""
    badges = Badge.objects.select_related("person", "person__organisation", "port")
    if scope.is_system:
        return badges
    return badges.filter(port_id__in=scope.ports(Capability.VIEW_BADGES.value))


def access_badge(serial: str, *, scope: Scope) -> Badge:
    """One badge by serial.

    Raises NotFound when absent or out of reach; InvalidInput when several ports in reach have that serial, as
    imported registers may, so that nobody acts on another port's badge.
    """
    found = list(visible_badges(scope=scope).filter(serial=serial)[:2])
    if not found:
        raise NotFound("badge")
    if len(found) > 1:
        raise InvalidInput(f"Several of your ports have a badge {serial}.")
    return found[0]


def badges_matching(text: str, *, scope: Scope) -> QuerySet[Badge]:
    """Badges by serial or by the holder's reference; none for an empty text."""
    text = text.strip()
    if not text:
        return Badge.objects.none()
    return visible_badges(scope=scope).filter(
        Q(serial__iexact=text) | Q(person__ref__iexact=text) | Q(person_ref__iexact=text)
    )
