"""The one place that moves an application from state to state, and that holds it still meanwhile."""

from __future__ import annotations

from datetime import datetime

from portsec.kernel.errors import Conflict
from portsec.kernel.steps import next_state
from screening.enums import ApplicationState
from screening.models import Application
from screening.selectors.rights import contest_of
from screening.services import clearance
from screening.transitions import APPLICATION, ApplicationEvent

# While the person contests what the file holds, nothing is decided on it (GDPR Art. 18(1)(a)).
DECIDING = frozenset(
    {ApplicationEvent.PROPOSE, ApplicationEvent.GIVE_NOTICE, ApplicationEvent.GRANT, ApplicationEvent.REFUSE}
)

# A case that ends so gave nobody a clearance; an interim one ends with it.
UNDECIDED = frozenset({ApplicationState.WITHDRAWN, ApplicationState.INCOMPLETE})


def locked(application: Application) -> Application:
    """The case as it stands now, locked until the caller's transaction ends."""
    return Application.objects.select_for_update().get(pk=application.pk)


def take(application: Application, event: ApplicationEvent) -> ApplicationState:
    """Take one step of the transition table in the caller's transaction.

    Refuses when: the table has no such step, or another officer moved the case meanwhile (Conflict); the
    step leads to a decision and the person contests what the file holds (Conflict).
    """
    if event in DECIDING:
        _check_uncontested(application)
    old = application.state_word
    new = next_state(APPLICATION, old, event)
    changed = Application.objects.filter(pk=application.pk, state=old.value).update(state=new.value)
    if changed != 1:
        raise Conflict("The case was changed meanwhile; look again.")
    application.state = new.value
    return new


def close(application: Application, event: ApplicationEvent, *, at: datetime) -> ApplicationState:
    """Take the last step of a case; an interim clearance ends with one that is closed without a decision.

    Refuses as `take` does.
    """
    new = take(application, event)
    Application.objects.filter(pk=application.pk).update(closed_at=at)
    application.closed_at = at
    if new in UNDECIDED:
        clearance.end_interim(application, at=at)
    return new


def _check_uncontested(application: Application) -> None:
    contest = contest_of(application)
    if contest is not None:
        raise Conflict(
            f"The person contests what the file holds ({contest.kind_word.label.lower()} {contest.ref}); "
            "that is answered first."
        )
