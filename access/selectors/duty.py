"""Reads what supervisors have confirmed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from access.models import DutyConfirmation
from accounts.roles import Capability
from portsec.kernel.scope import Scope

MOST = 100  # what is not over yet; a port that has more needs a roster


def confirmations(*, scope: Scope, at: datetime) -> QuerySet[DutyConfirmation]:
    """Confirmations that are not over, of the ports where the caller confirms work, the next one first."""
    ports = scope.ports(Capability.CONFIRM_DUTY.value)
    rows = DutyConfirmation.objects.select_related("person", "area").filter(person__port_id__in=ports)
    return rows.filter(ends_at__gt=at).order_by("starts_at", "pk")[:MOST]
