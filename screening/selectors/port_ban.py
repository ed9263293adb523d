"""Reads port bans. Those in force are what clearances and permits are held against."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.kinds.transitions import BINDING
from screening.kinds.words import BanState
from screening.models import Person, PortBan
from screening.person_name import plain_name

SEES_BANS = (Capability.VIEW_CASES.value,)


def in_force(on: date) -> Q:
    """What selects the bans that bind on a day."""
    return Q(state__in=BINDING, starts_on__lte=on, ends_on__gte=on)


def bans_of(person: Person, on: date) -> list[PortBan]:
    """The bans that bind a person on a day, the longest first."""
    return list(PortBan.objects.filter(in_force(on), person=person).order_by("-ends_on", "pk"))


def is_banned(person_id: int, *, at: datetime) -> bool:
    """Whether a ban binds the person at this moment."""
    return PortBan.objects.filter(in_force(timezone.localdate(at)), person_id=person_id).exists()


def due_bans(port_id: int, *, at: datetime) -> list[PortBan]:
    """Bans that bind today and whose effect has not been taken yet."""
    bans = PortBan.objects.filter(in_force(timezone.localdate(at)), port_id=port_id, effective_at=None)
    return list(bans.select_related("person", "port").order_by("pk"))


def visible_bans(*, scope: Scope) -> QuerySet[PortBan]:
    """Bans at the ports where the caller may see cases."""
    bans = PortBan.objects.select_related("person", "port", "entered_by", "confirmed_by")
    return bans if scope.is_system else bans.filter(port_id__in=scope.ports(*SEES_BANS))


def bans_named(*, scope: Scope, text: str = "", state: str = "") -> QuerySet[PortBan]:
    """Visible bans; each argument narrows."""
    bans = visible_bans(scope=scope)
    if text.strip():
        wanted = text.strip()
        match = Q(ref__iexact=wanted) | Q(person__ref__iexact=wanted) | Q(order_ref__iexact=wanted)
        words = plain_name(wanted).split()
        if words:
            match |= Q(*(Q(person__search_name__contains=word) for word in words))
        bans = bans.filter(match)
    return bans.filter(state=state) if state else bans


def access_ban(ref: str, *, scope: Scope) -> PortBan:
    """One ban by reference. Raises NotFound when absent or out of reach."""
    ban = visible_bans(scope=scope).filter(ref=ref).first()
    if ban is None:
        raise NotFound("port ban")
    return ban


def bans_to_answer(user: User, *, scope: Scope) -> QuerySet[PortBan]:
    """Bans that wait for a second officer, without those that the caller entered or wants lifted."""
    reach = scope.ports(Capability.SUSPEND_CLEARANCES.value)
    waiting = Q(state=BanState.ENTERED.value) & ~Q(entered_by=user)
    waiting |= Q(state=BanState.LIFTING.value) & ~Q(lift_proposed_by=user)
    return visible_bans(scope=scope).filter(waiting, port_id__in=reach)
