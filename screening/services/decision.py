"""Decides by two hands: one officer proposes, another forms an opinion without seeing the proposal."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict
from portsec.kernel.scope import Scope
from screening.enums import Outcome
from screening.models import Application, Assessment, Decision, Hit, Opinion
from screening.permissions import may_countersign, may_propose
from screening.selectors import triage
from screening.selectors.rights import corrected_since
from screening.selectors.triage_answer import changed_since
from screening.services import panel, ruling, step
from screening.services.proposal import (
    Terms,
    answer,
    checked,
    given_reason,
    joined,
    judge,
    keep,
    keep_opinion,
    latest_end,
    longest_validity,
    terms_of,
)
from screening.transitions import ApplicationEvent, DecisionEvent

__all__ = ["give_opinion", "latest_end", "longest_validity", "propose", "return_to_officer"]


def propose(
    application: Application,
    outcome: Outcome,
    *,
    reason: str,
    actor: User,
    scope: Scope,
    at: datetime,
    valid_until: date | None = None,
    conditions: str = "",
    escort_only: bool = False,
    statement: str = "",
) -> Decision:
    """Propose to grant, grant with conditions or refuse, on the latest assessment.

    Refuses when: the actor lacks the right or is the person (Refused, and recorded); the reason or the
    conditions are empty or the end impossible (InvalidInput); the case was not assessed as it stands now,
    an adverse item waits for triage, or it is not in review (Conflict).
    Records: screening.decision.proposed. Nothing takes effect yet.
    """
    judge(may_propose(actor, scope, application), application, "Proposing", actor=actor, at=at)
    text = given_reason(reason)
    wanted = Terms(outcome, valid_until, conditions, escort_only)
    with transaction.atomic():
        assessment = _latest_assessment(step.locked(application))
        terms = checked(wanted, assessment, at=at)
        step.take(application, ApplicationEvent.PROPOSE)
        decision = keep(application, assessment, terms, reason=text, statement=statement, actor=actor, at=at)
        level = decision.level_word.label.lower()
        _record(decision, "proposed", outcome, actor=actor, at=at, level=level, reason=text)
    return decision


def give_opinion(
    decision: Decision,
    outcome: Outcome,
    *,
    reason: str,
    actor: User,
    scope: Scope,
    at: datetime,
    valid_until: date | None = None,
    conditions: str = "",
    escort_only: bool = False,
) -> Opinion:
    """Give one's own outcome as the second officer, who has seen the evidence but not the proposal.

    The same outcome takes effect at once: a grant until the earlier of both ends and under the conditions of
    both; a refusal when the person was heard about its findings, and notice of intent when not. Another
    outcome brings the case before a panel.
    Refuses when: the actor proposed it, lacks the right or is the person (Refused, and recorded); reason or
    conditions are empty or the end impossible (InvalidInput); somebody answered it meanwhile, or it would
    grant while another case reassesses the person (Conflict).
    Records: screening.opinion.given, then screening.decision.countersigned and what the ruling records,
    screening.hearing.opened, or screening.panel.opened. Wakes: clearance_changed.
    """
    application = decision.application
    judge(may_countersign(actor, scope, decision), application, "Countersigning", actor=actor, at=at)
    text = given_reason(reason)
    terms = checked(Terms(outcome, valid_until, conditions, escort_only), decision.assessment, at=at)
    with transaction.atomic():
        step.locked(application)
        event = _event(decision, outcome)
        answer(decision, event, reason=text, actor=actor, at=at)
        opinion = keep_opinion(decision, terms, reason=text, actor=actor, at=at)
        _record(decision, "given", outcome, noun="opinion", actor=actor, at=at, reason=text)
        if event is DecisionEvent.DISPUTE:
            panel.open_panel(decision, actor=actor.reference, at=at)
        elif event is DecisionEvent.GIVE_NOTICE:
            ruling.give_notice(decision, actor=actor.reference, at=at)
        else:
            level = decision.level_word.label.lower()
            _record(decision, "countersigned", outcome, actor=actor, at=at, level=level, reason=text)
            agreed = joined(terms_of(decision), terms)
            ruling.take_effect(decision, agreed, actor=actor.reference, at=at)
    return opinion


def return_to_officer(
    decision: Decision, *, reason: str, actor: User, scope: Scope, at: datetime
) -> Decision:
    """Form no opinion: the evidence does not suffice. The case goes back to review with the reason.

    Refuses when: the actor proposed it, lacks the right or is the person (Refused, and recorded); the reason
    is empty (InvalidInput); somebody answered it meanwhile (Conflict).
    Records: screening.decision.returned. What was proposed stays closed to second officers.
    """
    application = decision.application
    judge(may_countersign(actor, scope, decision), application, "Returning", actor=actor, at=at)
    text = given_reason(reason)
    with transaction.atomic():
        step.locked(application)
        answer(decision, DecisionEvent.RETURN, reason=text, actor=actor, at=at)
        step.take(application, ApplicationEvent.RETURN)
        _record(decision, "returned", decision.outcome_word, actor=actor, at=at, reason=text)
    return decision


def _event(decision: Decision, outcome: Outcome) -> DecisionEvent:
    """What the second officer's outcome makes of the proposal."""
    if outcome is not decision.outcome_word:
        return DecisionEvent.DISPUTE
    if ruling.needs_notice(decision, outcome):
        return DecisionEvent.GIVE_NOTICE
    return DecisionEvent.COUNTERSIGN


def _latest_assessment(application: Application) -> Assessment:
    """The newest assessment, if it still says what the rules say: nothing was decided after it."""
    assessment = application.assessments.order_by("-at", "-pk").first()
    if assessment is None:
        raise Conflict("Assess the case first; a decision rests on its findings.")
    later = Hit.objects.filter(check_answered__application=application, decided_at__gt=assessment.at)
    if later.exists():
        raise Conflict("A hit was decided after the assessment; assess the case again.")
    if changed_since(application, assessment.at):
        raise Conflict("An adverse item was triaged after the assessment; assess the case again.")
    if corrected_since(application, assessment.at):
        raise Conflict("What is held about the person was corrected after the assessment; assess again.")
    waiting = triage.untriaged(application, at=assessment.at)
    if waiting:
        count = f"{len(waiting)} adverse item{'s' if len(waiting) > 1 else ''}"
        raise Conflict(f"Triage first: {count} of this case is not looked at yet.")
    return assessment


def _record(
    decision: Decision,
    verb: str,
    outcome: Outcome,
    *,
    actor: User,
    at: datetime,
    noun: str = "decision",
    **body: object,
) -> None:
    record.append(
        f"screening.{noun}.{verb}",
        actor=actor.reference,
        at=at,
        subject=decision.application.reference,
        port=decision.application.port.locode,
        outcome=outcome.label.lower(),
        **body,
    )
