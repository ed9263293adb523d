"""Decides by two hands: one officer proposes, another countersigns or returns."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state
from portsec.kernel.verdict import Verdict
from screening.enums import DecisionState, Outcome
from screening.models import Application, Assessment, Decision, Hit
from screening.permissions import may_countersign, may_propose
from screening.selectors.application import open_reassessment
from screening.selectors.clearance import hold_clearances
from screening.services import clearance, step
from screening.suitability.windows import add_months
from screening.transitions import DECISION, ApplicationEvent, DecisionEvent


def propose(
    application: Application,
    outcome: Outcome,
    *,
    reason: str,
    actor: User,
    scope: Scope,
    at: datetime,
    valid_until: date | None = None,
) -> Decision:
    """Propose to grant or refuse, on the latest assessment.

    Refuses when: the actor lacks the right or is the person (Refused, and recorded); the reason is
    empty or the end impossible (InvalidInput); the case was not assessed as it stands now or is not in
    review (Conflict).
    Records: screening.decision.proposed. Nothing takes effect yet.
    """
    _judge(may_propose(actor, scope, application), application, "Proposing", actor=actor, at=at)
    text = _reason(reason)
    with transaction.atomic():
        assessment = _latest_assessment(step.locked(application))
        end = _end(assessment, valid_until, at) if outcome is Outcome.GRANT else None
        step.take(application, ApplicationEvent.PROPOSE)
        decision = _create(application, assessment, outcome, end, text, actor=actor, at=at)
        _record(
            decision, "proposed", actor=actor, at=at, level=decision.level_word.label.lower(), reason=text
        )
    return decision


def countersign(decision: Decision, *, reason: str, actor: User, scope: Scope, at: datetime) -> Decision:
    """Agree with a proposal; it takes effect at once.

    Refuses when: the actor proposed it, lacks the right or is the person (Refused, and recorded); the
    reason is empty or the proposed end has passed (InvalidInput); somebody answered it meanwhile, or it
    would grant while another case reassesses the person (Conflict).
    Records: screening.decision.countersigned, then screening.clearance.granted or .withdrawn.
    Wakes: clearance_changed.
    """
    application = decision.application
    _judge(may_countersign(actor, scope, decision), application, "Countersigning", actor=actor, at=at)
    text = _reason(reason)
    with transaction.atomic():
        _answer(decision, DecisionEvent.COUNTERSIGN, text, actor=actor, at=at)
        event = ApplicationEvent.GRANT if decision.outcome == Outcome.GRANT.value else ApplicationEvent.REFUSE
        step.close(application, event, at=at)
        level = decision.level_word.label.lower()
        _record(decision, "countersigned", actor=actor, at=at, level=level, reason=text)
        _take_effect(decision, actor=actor.reference, at=at)
    return decision


def return_to_officer(
    decision: Decision, *, reason: str, actor: User, scope: Scope, at: datetime
) -> Decision:
    """Disagree: the case goes back to review with the reason.

    Refuses as `countersign` does. Records: screening.decision.returned.
    """
    application = decision.application
    _judge(may_countersign(actor, scope, decision), application, "Returning", actor=actor, at=at)
    text = _reason(reason)
    with transaction.atomic():
        _answer(decision, DecisionEvent.RETURN, text, actor=actor, at=at)
        step.take(application, ApplicationEvent.RETURN)
        _record(decision, "returned", actor=actor, at=at, reason=text)
    return decision


def _judge(verdict: Verdict, application: Application, deed: str, *, actor: User, at: datetime) -> None:
    """A refused decision is an event: it stays on record although nothing else happens."""
    if verdict.allowed:
        return
    with transaction.atomic():
        record.append(
            "screening.decision.refused",
            actor=actor.reference,
            at=at,
            subject=application.reference,
            port=application.port.locode,
            step=deed,
            reasons=list(verdict.codes),
        )
    raise Refused(verdict)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput("Give the reason; it goes on record.", fields={"reason": "Give the reason."})
    return reason.strip()


def _latest_assessment(application: Application) -> Assessment:
    """The newest assessment, if it still says what the rules say: no hit was decided after it."""
    assessment = application.assessments.order_by("-at", "-pk").first()
    if assessment is None:
        raise Conflict("Assess the case first; a decision rests on its findings.")
    later = Hit.objects.filter(check_answered__application=application, decided_at__gt=assessment.at)
    if later.exists():
        raise Conflict("A hit was decided after the assessment; assess the case again.")
    return assessment


def _end(assessment: Assessment, wanted: date | None, at: datetime) -> date:
    today = timezone.localdate(at)
    longest = longest_validity(assessment, today)
    end = wanted or longest
    if not today < end <= longest:
        problem = f"The end must lie after today and not after {longest}, the longest that the policy allows."
        raise InvalidInput(problem, fields={"valid_until": problem})
    return end


def longest_validity(assessment: Assessment, today: date) -> date:
    """The last day that the policy supports for a clearance decided today."""
    return add_months(today, assessment.validity_months) - timedelta(days=1)


def _create(
    application: Application,
    assessment: Assessment,
    outcome: Outcome,
    end: date | None,
    reason: str,
    *,
    actor: User,
    at: datetime,
) -> Decision:
    try:
        with transaction.atomic():
            return Decision.objects.create(
                application=application,
                assessment=assessment,
                outcome=outcome.value,
                level=application.level,
                valid_until=end,
                reason=reason,
                proposed_by=actor,
                proposed_at=at,
            )
    except IntegrityError:
        raise Conflict("A decision is proposed already.") from None


def _answer(decision: Decision, event: DecisionEvent, reason: str, *, actor: User, at: datetime) -> None:
    new = next_state(DECISION, decision.state_word, event)
    changed = Decision.objects.filter(pk=decision.pk, state=DecisionState.PROPOSED.value).update(
        state=new.value, answered_by=actor, answered_at=at, answer_reason=reason
    )
    if changed != 1:
        raise Conflict("Another officer answered this proposal meanwhile.")
    decision.refresh_from_db()


def _take_effect(decision: Decision, *, actor: str, at: datetime) -> None:
    person = decision.application.person
    hold_clearances(person)
    if decision.outcome_word is Outcome.REFUSE:
        clearance.withdraw_all(person, actor=actor, reason=f"Decision {decision.application.ref}.", at=at)
        return
    other = open_reassessment(person)
    if other is not None and other != decision.application:
        # A new clearance would walk around the interim measure; see `reassessment.open_reassessment`.
        raise Conflict(f"The person is being reassessed in {other.ref}, which is decided first.")
    clearance.withdraw_all(person, actor=actor, reason=clearance.REPLACED, at=at)
    if decision.valid_until is None:
        raise Conflict("A granted clearance needs an end.")
    clearance.grant(
        person,
        level=decision.level_word,
        valid_from=timezone.localdate(at),
        valid_until=decision.valid_until,
        decision=decision,
        actor=actor,
        at=at,
    )


def _record(decision: Decision, verb: str, *, actor: User, at: datetime, **body: object) -> None:
    record.append(
        f"screening.decision.{verb}",
        actor=actor.reference,
        at=at,
        subject=decision.application.reference,
        port=decision.application.port.locode,
        outcome=decision.outcome_word.label.lower(),
        **body,
    )
