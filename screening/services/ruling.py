"""What two officers or a panel have ruled takes effect: a clearance, notice of intent, or a refusal."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from portsec.kernel.errors import Conflict
from screening.deciding.words import EmployerOutcome
from screening.enums import ApplicationKind, ClearanceKind, Outcome
from screening.models import Application, Decision
from screening.selectors.application import open_reassessment
from screening.selectors.clearance import hold_clearances
from screening.selectors.hearing import was_heard
from screening.services import clearance, hearing, letter, outcome, step
from screening.services.proposal import Terms
from screening.transitions import ApplicationEvent


def needs_notice(decision: Decision, ruled: Outcome) -> bool:
    """Whether the person must be heard first: a refusal on findings that no closed hearing was about."""
    return ruled.is_adverse and not was_heard(decision.application, decision.assessment)


def give_notice(decision: Decision, *, actor: str, at: datetime) -> None:
    """The case goes to its hearing; nothing changes for the person yet."""
    step.take(decision.application, ApplicationEvent.GIVE_NOTICE)
    hearing.open_hearing(decision, actor=actor, at=at)


def take_effect(decision: Decision, terms: Terms, *, actor: str, at: datetime) -> None:
    """Grant or refuse, in the caller's transaction; the caller has seen to two hands and the hearing.

    Refuses when: a grant would walk around a reassessment of the person that is open elsewhere (Conflict).
    Records: screening.clearance.granted or .withdrawn, screening.outcome.told, screening.letter.issued.
    Wakes: clearance_changed.
    """
    application = decision.application
    hold_clearances(application.person)
    if terms.outcome is Outcome.REFUSE:
        step.close(application, ApplicationEvent.REFUSE, at=at)
        clearance.withdraw_all(application.person, actor=actor, reason=f"Decision {application.ref}.", at=at)
        outcome.tell(application, EmployerOutcome.NOT_SUITABLE, actor=actor, at=at)
        letter.tell_decision(application, actor=actor, at=at)
        return
    step.close(application, ApplicationEvent.GRANT, at=at)
    grant(decision, terms, actor=actor, at=at)


def grant(decision: Decision, terms: Terms, *, actor: str, at: datetime) -> None:
    """The clearance that a decision gives; it replaces what stood before."""
    application, person = decision.application, decision.application.person
    other = open_reassessment(person)
    if other is not None and other != application:
        # A new clearance would walk around the interim measure; see `reassessment.open_reassessment`.
        raise Conflict(f"The person is being reassessed in {other.ref}, which is decided first.")
    if terms.valid_until is None:
        raise Conflict("A granted clearance needs an end.")
    clearance.withdraw_all(person, actor=actor, reason=clearance.REPLACED, at=at)
    conditional = terms.outcome is Outcome.CONDITIONAL
    clearance.grant(
        person,
        level=decision.level_word,
        valid_from=timezone.localdate(at),
        valid_until=terms.valid_until,
        kind=ClearanceKind.CONDITIONAL if conditional else ClearanceKind.FULL,
        conditions=terms.conditions,
        escort_only=terms.escort_only,
        decision=decision,
        actor=actor,
        at=at,
    )
    if _employer_learns(application):
        outcome.tell(application, EmployerOutcome.SUITABLE, actor=actor, at=at)
    letter.tell_decision(application, actor=actor, at=at)


def _employer_learns(application: Application) -> bool:
    """An employer must not learn that somebody was reassessed and found in order."""
    return application.kind != ApplicationKind.REASSESSMENT.value
