"""Reads whose hands were on a case: who proposed, opined or voted."""

from __future__ import annotations

from accounts.models import User
from screening.models import Application, Decision, Opinion, PanelVote


def had_a_part(user: User, application: Application) -> bool:
    """Whether an officer proposed, opined or voted in the case that a remedy is about."""
    proposed = Decision.objects.filter(application=application, proposed_by=user, remedy=None)
    answered = Decision.objects.filter(application=application, answered_by=user, remedy=None)
    opined = Opinion.objects.filter(decision__application=application, officer=user)
    voted = PanelVote.objects.filter(panel__application=application, officer=user)
    return any(rows.exists() for rows in (proposed, answered, opined, voted))
