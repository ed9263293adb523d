"""Reads secret grounds: the pointer for the few who decide, the essence for everybody else."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.roles import Capability
from portsec.kernel.scope import Scope
from screening.letters.facts import Essence
from screening.models import Application, SecretGround


def essences_of(application: Application) -> tuple[Essence, ...]:
    """What the person learns: the essence and why no more. Nothing of the pointer."""
    standing = SecretGround.objects.filter(application=application, retracted_at__isnull=True)
    return tuple(Essence(legal, text) for legal, text in standing.values_list("legal_ground", "essence"))


def secret_grounds_for(application: Application, *, scope: Scope) -> QuerySet[SecretGround]:
    """The pointers, for callers who countersign at the case's port; nothing for others."""
    grounds = SecretGround.objects.filter(application=application).select_related("entered_by")
    if scope.holds(Capability.COUNTERSIGN_DECISIONS.value, application.port_id):
        return grounds
    return grounds.none()
