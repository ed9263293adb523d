"""What the record says of levels and lockdowns, for those who must hear of them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from access.selectors.lockdown import MAY_SEE_LOCKDOWNS
from accounts.models import Port
from accounts.roles import Capability
from ledger.models import Entry
from portsec.kernel.scope import Scope

LEVELS = (
    "access.isps_level.confirmed",
    "access.isps_level.declined",
    "access.isps_level.ended",
    "access.isps_level.proposed",
)
LOCKDOWNS = ("access.lockdown.begun", "access.lockdown.ended")


def security_notices(*, scope: Scope) -> QuerySet[Entry]:
    """Lockdowns for all who work at the gates; levels, whose reasons are confidential, for who sets them."""
    levels = Q(kind__in=LEVELS, port__in=_locodes(scope, Capability.SET_ISPS_LEVEL.value))
    lockdowns = Q(kind__in=LOCKDOWNS, port__in=_locodes(scope, *MAY_SEE_LOCKDOWNS))
    return Entry.objects.filter(levels | lockdowns).order_by("-position")


def _locodes(scope: Scope, *capabilities: str) -> QuerySet[Port, str]:
    return Port.objects.filter(pk__in=scope.ports(*capabilities)).values_list("locode", flat=True)
