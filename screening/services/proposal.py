"""Keeps proposals, opinions and the answers. The one writer of both tables; commands stand in `decision`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from portsec.kernel.steps import next_state
from portsec.kernel.verdict import Verdict
from screening.enums import DecisionState, Outcome
from screening.models import Application, Assessment, Decision, Opinion, Remedy
from screening.selectors.sponsorship import last_day_of
from screening.suitability.windows import add_months
from screening.transitions import DECISION, DecisionEvent


@dataclass(frozen=True, slots=True)
class Terms:
    """What an officer would decide: the outcome, and for a grant its end, conditions and whether escorted."""

    outcome: Outcome
    valid_until: date | None = None
    conditions: str = ""
    escort_only: bool = False


def checked(terms: Terms, assessment: Assessment, *, at: datetime) -> Terms:
    """The terms with their end filled in. A refusal has neither end nor conditions.

    Refuses when: the end is not after today or beyond what the policy supports, or a conditional grant names
    no condition (InvalidInput).
    """
    if terms.outcome is Outcome.REFUSE:
        return Terms(Outcome.REFUSE)
    conditional = terms.outcome is Outcome.CONDITIONAL
    if conditional and not terms.conditions.strip():
        problem = "Name the conditions under which the clearance is granted."
        raise InvalidInput(problem, fields={"conditions": problem})
    end = _end(assessment, terms.valid_until, at)
    if not conditional:
        return Terms(Outcome.GRANT, end)
    return Terms(Outcome.CONDITIONAL, end, terms.conditions.strip(), terms.escort_only)


def longest_validity(assessment: Assessment, today: date) -> date:
    """The last day that the policy supports for a clearance decided today."""
    return add_months(today, assessment.validity_months) - timedelta(days=1)


def latest_end(assessment: Assessment, today: date) -> date:
    """The same, and not beyond the contract or assignment that the application rests on."""
    contract_ends = last_day_of(assessment.application)
    longest = longest_validity(assessment, today)
    return min(longest, contract_ends) if contract_ends else longest


def joined(one: Terms, other: Terms) -> Terms:
    """What two officers who agree have decided: the earlier end, and the conditions of both."""
    ends = [end for end in (one.valid_until, other.valid_until) if end is not None]
    conditions = dict.fromkeys(text for text in (one.conditions, other.conditions) if text)
    return Terms(
        one.outcome,
        min(ends, default=None),
        "\n".join(conditions),
        one.escort_only or other.escort_only,
    )


def terms_of(row: Decision | Opinion) -> Terms:
    """The terms of a stored proposal or opinion."""
    return Terms(row.outcome_word, row.valid_until, row.conditions, row.escort_only)


def judge(verdict: Verdict, application: Application, deed: str, *, actor: User, at: datetime) -> None:
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


def given_reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput("Give the reason; it goes on record.", fields={"reason": "Give the reason."})
    return reason.strip()


def keep(
    application: Application,
    assessment: Assessment,
    terms: Terms,
    *,
    reason: str,
    statement: str,
    actor: User,
    at: datetime,
) -> Decision:
    """Keep a proposal. Refuses when: one is open already (Conflict)."""
    try:
        with transaction.atomic():
            return Decision.objects.create(
                application=application,
                assessment=assessment,
                outcome=terms.outcome.value,
                level=application.level,
                valid_until=terms.valid_until,
                conditions=terms.conditions,
                escort_only=terms.escort_only,
                reason=reason,
                statement=statement.strip(),
                proposed_by=actor,
                proposed_at=at,
            )
    except IntegrityError:
        raise Conflict("A decision is proposed already.") from None


def keep_opinion(decision: Decision, terms: Terms, *, reason: str, actor: User, at: datetime) -> Opinion:
    """Keep the second officer's opinion. Refuses when: somebody gave one already (Conflict)."""
    if Opinion.objects.filter(decision=decision).exists():
        raise Conflict("Another officer answered this proposal meanwhile.")
    return Opinion.objects.create(
        decision=decision,
        officer=actor,
        outcome=terms.outcome.value,
        valid_until=terms.valid_until,
        conditions=terms.conditions,
        escort_only=terms.escort_only,
        reason=reason,
        at=at,
    )


def answer(decision: Decision, event: DecisionEvent, *, reason: str, actor: User, at: datetime) -> None:
    """The second officer's answer, in the caller's transaction. Refuses when: answered already (Conflict)."""
    new = next_state(DECISION, DecisionState.PROPOSED, event)
    changed = Decision.objects.filter(pk=decision.pk, state=DecisionState.PROPOSED.value).update(
        state=new.value, answered_by=actor, answered_at=at, answer_reason=reason
    )
    if changed != 1:
        raise Conflict("Another officer answered this proposal meanwhile.")
    decision.refresh_from_db()


def settle(decision: Decision, event: DecisionEvent) -> None:
    """What the panel made of a disputed proposal. Refuses when: it is not disputed (Conflict)."""
    new = next_state(DECISION, decision.state_word, event)
    changed = Decision.objects.filter(pk=decision.pk, state=decision.state).update(state=new.value)
    if changed != 1:
        raise Conflict("The proposal was settled meanwhile; look again.")
    decision.refresh_from_db()


def keep_overturned(
    remedy: Remedy, assessment: Assessment, terms: Terms, *, actor: User, at: datetime
) -> Decision:
    """The new decision that two other officers took on a remedy; both hands are the remedy's."""
    if remedy.proposed_by is None or remedy.proposed_at is None:
        raise Conflict("Nothing is proposed any more; look again.")
    return Decision.objects.create(
        application=remedy.application,
        assessment=assessment,
        outcome=terms.outcome.value,
        level=remedy.application.level,
        valid_until=terms.valid_until,
        conditions=terms.conditions,
        escort_only=terms.escort_only,
        reason=remedy.reason,
        state=DecisionState.COUNTERSIGNED.value,
        remedy=remedy,
        proposed_by=remedy.proposed_by,
        proposed_at=remedy.proposed_at,
        answered_by=actor,
        answered_at=at,
        answer_reason=remedy.reason,
    )


def _end(assessment: Assessment, wanted: date | None, at: datetime) -> date:
    today = timezone.localdate(at)
    longest = latest_end(assessment, today)
    end = wanted or longest
    if not today < end <= longest:
        problem = f"The end must lie after today and not after {longest}, the longest that the policy allows."
        raise InvalidInput(problem, fields={"valid_until": problem})
    return end
