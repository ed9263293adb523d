"""Reads who waits for what in the person's own part: what is missing, and whose time has run out."""

from __future__ import annotations

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from portsec.kernel.scope import Scope
from screening.enums import ApplicationState
from screening.models import Application, Invitation
from screening.selectors.application import case_files

WITH_THE_PERSON = (ApplicationState.INVITED, ApplicationState.DECLARING)
WAITING = (*WITH_THE_PERSON, ApplicationState.RECEIVED)


def is_overdue(application: Application, *, today: date) -> bool:
    """Whether the case waits for the person and their last day has passed."""
    if application.state_word not in WITH_THE_PERSON:
        return False
    latest = application.invitations.first()
    return latest is not None and latest.expires_on < today


def declarations_waiting(
    *, scope: Scope, today: date, is_overdue: bool = False, state: str = ""
) -> QuerySet[Application]:
    """Cases with the person or before an officer's look; `persons_day` is the last day of the latest link.

    `is_overdue` leaves those of which the person's time has run out: a human closes them or makes a new link.
    """
    latest = Invitation.objects.filter(application=OuterRef("pk")).order_by("-invited_at", "-pk")
    cases = case_files(scope=scope).annotate(persons_day=Subquery(latest.values("expires_on")[:1]))
    if is_overdue:
        return cases.filter(state__in=WITH_THE_PERSON, persons_day__lt=today)
    return cases.filter(state=state) if state else cases.filter(state__in=WAITING)
