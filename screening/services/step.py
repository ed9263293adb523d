"""The one place that moves an application from state to state, and that holds it still meanwhile."""

from __future__ import annotations

from datetime import datetime

from portsec.kernel.errors import Conflict
from portsec.kernel.steps import next_state
from screening.enums import ApplicationState
from screening.models import Application
from screening.transitions import APPLICATION, ApplicationEvent


def locked(application: Application) -> Application:
    """The case as it stands now, locked until the caller's transaction ends."""
    return Application.objects.select_for_update().get(pk=application.pk)


def take(application: Application, event: ApplicationEvent) -> ApplicationState:
    """Take one step of the transition table in the caller's transaction.

    Refuses when: the table has no such step, or another officer moved the case meanwhile (Conflict).
    """
    old = application.state_word
    new = next_state(APPLICATION, old, event)
    changed = Application.objects.filter(pk=application.pk, state=old.value).update(state=new.value)
    if changed != 1:
        raise Conflict("The case was changed meanwhile; look again.")
    application.state = new.value
    return new


def close(application: Application, event: ApplicationEvent, *, at: datetime) -> ApplicationState:
    """Take the last step of a case. Refuses as `take` does."""
    new = take(application, event)
    Application.objects.filter(pk=application.pk).update(closed_at=at)
    application.closed_at = at
    return new
