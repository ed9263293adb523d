"""Reads invitations: which one a link names, and whether it still leads anywhere."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.utils import timezone

from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.enums import ApplicationState
from screening.models import Application, Invitation
from screening.selectors.application import visible_applications

# Whoever found a link must not try out birth dates: five wrong ones shut the door a while, twenty for good.
# Twenty of the 16,000 days on which people at work were born are a chance of one in 800.
TRIES_AT_ONCE = 5
MOST_TRIES = 20
SHUT_FOR = timedelta(minutes=15)
# States in which the link leads somewhere: to fill in, or to see that it was handed in.
OPEN_TO_THE_PERSON = (ApplicationState.INVITED, ApplicationState.DECLARING, ApplicationState.RECEIVED)


def invitation_of(token: str) -> Invitation:
    """The invitation that a link names, dead or alive. Raises NotFound for a link that never was."""
    found = (
        Invitation.objects.select_related(
            "application__person", "application__post", "application__port", "application__policy"
        )
        .filter(digest=digest_of(token))
        .first()
    )
    if found is None:
        raise NotFound("invitation")
    return found


def access_invited(ref: str, *, scope: Scope) -> Application:
    """A case whose link the caller may handle: officers' cases, and those of an employer's own people.

    It shows no more than how far the person is. Raises NotFound when absent or out of reach.
    """
    application = visible_applications(scope=scope).filter(ref=ref).first()
    if application is None:
        raise NotFound("application")
    return application


def latest_invitation(application: Application) -> Invitation | None:
    """The link that was made last, dead or alive."""
    return application.invitations.first()


def digest_of(token: str) -> str:
    """What is kept of a token. Plain SHA-256: a token of 192 random bits cannot be found from it."""
    return hashlib.sha256(f"portsec invitation {token}".encode()).hexdigest()


def is_live(invitation: Invitation, *, at: datetime) -> bool:
    """Whether the link leads anywhere today."""
    return (
        invitation.ended_at is None
        and timezone.localdate(at) <= invitation.expires_on
        and invitation.application.state_word in OPEN_TO_THE_PERSON
    )


def is_shut(invitation: Invitation, *, at: datetime) -> bool:
    """Whether a few birth dates were wrong just now."""
    tried = invitation.tried_at
    is_full = invitation.wrong_tries > 0 and invitation.wrong_tries % TRIES_AT_ONCE == 0
    return is_full and tried is not None and at - tried <= SHUT_FOR
