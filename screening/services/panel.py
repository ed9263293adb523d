"""Settles by majority what two officers see differently."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict
from portsec.kernel.scope import Scope
from screening.deciding.ballot import majority, standing_votes
from screening.deciding.words import PanelChoice
from screening.enums import Outcome
from screening.models import Decision, Panel, PanelVote
from screening.permissions import may_vote
from screening.services import proposal, ruling, step
from screening.services.proposal import Terms, checked, given_reason, joined, judge
from screening.transitions import ApplicationEvent, DecisionEvent


def open_panel(decision: Decision, *, actor: str, at: datetime) -> Panel:
    """Bring a disputed proposal before a panel; both opinions stand as its first votes.

    Part of the second officer's answer, in its transaction. Records: screening.panel.opened.
    """
    step.take(decision.application, ApplicationEvent.DISAGREE)
    panel = Panel.objects.create(application=decision.application, decision=decision, opened_at=at)
    opinion = decision.opinion
    first = (decision, decision.proposed_by, decision.proposed_at)
    for row, officer, given_at in (first, (opinion, opinion.officer, opinion.at)):
        PanelVote.objects.create(
            panel=panel,
            officer=officer,
            choice=row.outcome,
            valid_until=row.valid_until,
            conditions=row.conditions,
            escort_only=row.escort_only,
            reason=row.reason,
            at=given_at,
        )
    _record(panel, "opened", actor=actor, at=at)
    return panel


def vote(
    panel: Panel,
    choice: PanelChoice,
    *,
    reason: str,
    actor: User,
    scope: Scope,
    at: datetime,
    valid_until: date | None = None,
    conditions: str = "",
    escort_only: bool = False,
) -> PanelVote:
    """Vote, or vote anew while the panel is open. With three officers and a majority the panel is closed.

    The majority takes effect: a grant on the earliest end and under all conditions of those who voted for
    it; a refusal when the person was heard about its findings, else notice of intent; or more checks.
    Refuses when: the actor lacks the right or is the person (Refused, and recorded); reason or conditions
    are empty or the end impossible (InvalidInput); the panel is closed, or a grant would walk around a
    reassessment (Conflict).
    Records: screening.panel.voted, and at its end screening.panel.closed with what the ruling records.
    """
    decision, application = panel.decision, panel.application
    judge(may_vote(actor, scope, panel), application, "Voting", actor=actor, at=at)
    text = given_reason(reason)
    terms = _terms(choice, decision, Terms(Outcome.GRANT, valid_until, conditions, escort_only), at)
    with transaction.atomic():
        step.locked(application)
        locked = Panel.objects.select_for_update().get(pk=panel.pk)
        if locked.closed_at is not None:
            raise Conflict("The panel has decided meanwhile.")
        given = PanelVote.objects.create(
            panel=locked,
            officer=actor,
            choice=choice.value,
            valid_until=terms.valid_until,
            conditions=terms.conditions,
            escort_only=terms.escort_only,
            reason=text,
            at=at,
        )
        _record(locked, "voted", actor=actor.reference, at=at, choice=choice.label.lower(), reason=text)
        result = majority(standing_votes((row.officer_id, row.choice_word) for row in votes_of(locked)))
        if result is not None:
            _close(locked, result, actor=actor.reference, at=at)
    panel.refresh_from_db()
    return given


def votes_of(panel: Panel) -> list[PanelVote]:
    """All votes in the order in which they were given; the last of each officer counts."""
    return list(panel.votes.select_related("officer").order_by("pk"))


def _terms(choice: PanelChoice, decision: Decision, given: Terms, at: datetime) -> Terms:
    if choice in (PanelChoice.REFUSE, PanelChoice.RETURN):
        return Terms(Outcome.REFUSE)
    wanted = Terms(Outcome(choice.value), given.valid_until, given.conditions, given.escort_only)
    return checked(wanted, decision.assessment, at=at)


def _close(panel: Panel, result: PanelChoice, *, actor: str, at: datetime) -> None:
    changed = Panel.objects.filter(pk=panel.pk, closed_at=None).update(closed_at=at, result=result.value)
    if changed != 1:
        raise Conflict("The panel has decided meanwhile.")
    panel.refresh_from_db()
    _record(panel, "closed", actor=actor, at=at, result=result.label.lower())
    decision = panel.decision
    if result is PanelChoice.RETURN:
        proposal.settle(decision, DecisionEvent.RETURN)
        step.take(decision.application, ApplicationEvent.RETURN)
    elif ruling.needs_notice(decision, Outcome(result.value)):
        proposal.settle(decision, DecisionEvent.GIVE_NOTICE)
        ruling.give_notice(decision, actor=actor, at=at)
    else:
        proposal.settle(decision, DecisionEvent.SETTLE)
        ruling.take_effect(decision, _majority_terms(panel, result), actor=actor, at=at)


def _majority_terms(panel: Panel, result: PanelChoice) -> Terms:
    """The earliest end and all conditions of the officers whose last vote made the majority."""
    last = {row.officer_id: row for row in votes_of(panel)}
    terms = Terms(Outcome(result.value))
    for row in last.values():
        if row.choice_word is result:
            terms = joined(terms, Terms(terms.outcome, row.valid_until, row.conditions, row.escort_only))
    return terms


def _record(panel: Panel, verb: str, *, actor: str, at: datetime, **body: object) -> None:
    record.append(
        f"screening.panel.{verb}",
        actor=actor,
        at=at,
        subject=panel.application.reference,
        port=panel.application.port.locode,
        **body,
    )
