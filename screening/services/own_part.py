"""What every act of the person asks first: is the link live, and is the declaration open to be written in?"""

from __future__ import annotations

from datetime import datetime

from portsec.kernel.errors import Conflict
from screening.enums import ApplicationState
from screening.models import Declaration, Invitation
from screening.selectors.invitation import is_live
from screening.services import step


def held(invitation: Invitation, *, at: datetime) -> None:
    """Hold the case still until the caller's transaction ends. Raises Conflict for a dead link."""
    invitation.application.state = step.locked(invitation.application).state
    if not is_live(invitation, at=at):
        raise Conflict("This link is no longer valid.")


def opened(invitation: Invitation, *, at: datetime) -> Declaration:
    """The declaration that the person may write in, held still until the caller's transaction ends.

    Raises Conflict when there is none: not begun, or handed in already.
    """
    held(invitation, at=at)
    declaration = Declaration.objects.filter(application=invitation.application).first()
    if declaration is None or invitation.application.state_word is not ApplicationState.DECLARING:
        raise Conflict("Nothing can be changed here at the moment.")
    return declaration
