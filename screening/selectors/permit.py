"""Reads permits. `permit_in_force` is what a gate may stand on where there is no clearance."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.enums import ApplicationState, HitState
from screening.kinds.escort import ROLLING_YEAR, Stay
from screening.kinds.words import PermitKind, PermitState
from screening.models import CrewHit, Hit, Permit, Person
from screening.selectors.application import OPEN_STATES
from screening.selectors.port_ban import is_banned

ESCORTED = (PermitKind.ESCORTED_SHORT.value, PermitKind.ESCORTED_TEMPORARY.value)


def permit_in_force(person: Person, at: datetime) -> Permit | None:
    """The permit that lets the person in at this moment, or None.

    Read afresh each time: a revocation, a port ban, a confirmed hit or the end of the case behind an escorted
    permit takes effect at once, with every worker stopped.
    """
    held = (
        Permit.objects.filter(
            person=person, state=PermitState.ISSUED.value, valid_from__lte=at, valid_until__gt=at
        )
        .select_related("application", "host", "crew_member")
        .order_by("-valid_until", "-pk")
    )
    permit = next((each for each in held if _stands(each)), None)
    return None if permit is None or is_banned(person.pk, at=at) else permit


def _stands(permit: Permit) -> bool:
    """Whether what the permit rests on still holds."""
    application = permit.application
    if application is None:
        confirmed = CrewHit.objects.filter(member__person=permit.person_id, state=HitState.SAME.value)
        of_this_call = Q(member=permit.crew_member) | Q(decided_at__gte=permit.issued_at)
        return not confirmed.filter(of_this_call).exists()
    same = Hit.objects.filter(check_answered__application=application, state=HitState.SAME.value)
    alive = application.state in (*OPEN_STATES, ApplicationState.GRANTED.value)
    return alive and not same.exists()


def permits_of(person: Person) -> QuerySet[Permit]:
    """All permits of a person, newest first."""
    return person.permits.select_related("host", "crew_member__crew_list").order_by("-valid_from", "-pk")


def visible_permits(*, scope: Scope) -> QuerySet[Permit]:
    """Permits at the ports where the caller may see people."""
    permits = Permit.objects.select_related("person", "port", "host", "application")
    if scope.is_system:
        return permits
    return permits.filter(port_id__in=scope.ports(Capability.VIEW_CASES.value))


def access_permit(ref: str, *, scope: Scope) -> Permit:
    """One permit by reference. Raises NotFound when absent or out of reach."""
    permit = visible_permits(scope=scope).filter(ref=ref).first()
    if permit is None:
        raise NotFound("permit")
    return permit


def escorted_stays(person: Person) -> list[Stay]:
    """The person's escorted permits as spans of days, of every sponsor; a revoked one as far as it went."""
    return [
        stay
        for permit in Permit.objects.filter(person=person, kind__in=ESCORTED)
        if (stay := _as_stay(permit)) is not None
    ]


def _as_stay(permit: Permit) -> Stay | None:
    first = timezone.localdate(permit.valid_from)
    end = permit.valid_until
    if permit.state_word is PermitState.REVOKED:
        end = min(end, permit.state_since)
    if end <= permit.valid_from:
        return None
    last = timezone.localdate(end - timedelta(microseconds=1))
    return Stay(first, last, min(permit.days or 0, (last - first).days + 1))


def days_used(person: Person, *, at: datetime) -> int:
    """Days under escort that were given in the rolling year that ends today, whoever sponsored them."""
    today = timezone.localdate(at)
    return sum(stay.days for stay in escorted_stays(person) if today - ROLLING_YEAR < stay.last)
