"""Grants that a caller may see: those of ports where they answer for the data, or watch who reads them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from access.enums import GrantStanding
from access.models import CargoVisit, DataEvent, Grant
from access.need_to_know.grant import CODE
from accounts.models import Port
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope

MAY_SEE_GRANTS = (Capability.MANAGE_CARGO.value, Capability.VIEW_EVENTS.value)


def visible_grants(*, scope: Scope) -> QuerySet[Grant]:
    rows = Grant.objects.select_related("port")
    return rows if scope.is_system else rows.filter(port_id__in=scope.ports(*MAY_SEE_GRANTS))


def grants_named(
    *, scope: Scope, at: datetime, text: str = "", standing: str = "", field_class: str = ""
) -> QuerySet[Grant]:
    """Visible grants; each argument narrows. `text` begins an account, an object or a case."""
    rows = visible_grants(scope=scope)
    word = text.strip()
    if word:
        rows = rows.filter(
            Q(account__istartswith=word) | Q(object_ref__istartswith=word) | Q(case_ref__istartswith=word)
        )
    if field_class:
        rows = rows.filter(field_class=field_class)
    return rows.filter(_standing(standing, at)) if standing else rows


def access_grant(number: int, *, scope: Scope) -> Grant:
    """One grant. Raises NotFound when absent or out of reach."""
    found = visible_grants(scope=scope).filter(pk=number).first()
    if found is None:
        raise NotFound("grant")
    return found


def ports_to_grant_at(*, scope: Scope) -> QuerySet[Port]:
    """Where the caller answers for the data."""
    return Port.objects.filter(pk__in=scope.ports(Capability.MANAGE_CARGO.value))


def uses(grant: Grant) -> QuerySet[DataEvent]:
    """Look-ups that this grant carried, newest first."""
    boxes = CargoVisit.objects.filter(port_id=grant.port_id, bill_of_lading=grant.object_ref)
    named = Q(object_ref=grant.object_ref) | Q(object_ref__in=boxes.values("container"))
    rows = DataEvent.objects.filter(named, port_id=grant.port_id, explanation=CODE)
    return rows.filter(explanation_ref=grant.reference).order_by("-at", "-number")


def _standing(standing: str, at: datetime) -> Q:
    revoked = Q(revoked_at__isnull=False)
    return {
        GrantStanding.REVOKED.value: revoked,
        GrantStanding.ENDED.value: ~revoked & Q(valid_until__lte=at),
        GrantStanding.PLANNED.value: ~revoked & Q(valid_from__gt=at),
        GrantStanding.IN_FORCE.value: ~revoked & Q(valid_from__lte=at, valid_until__gt=at),
    }[standing]
