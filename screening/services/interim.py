"""Interim suitability: a short clearance by two hands while an answer is late."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput
from portsec.kernel.scope import Scope
from screening.deciding.words import InterimState
from screening.enums import (
    ApplicationState,
    CheckKind,
    CheckResult,
    CheckState,
    ClearanceKind,
    ClearanceState,
    HitState,
)
from screening.models import Application, Hit, InterimProposal
from screening.permissions import may_answer_interim, may_propose
from screening.selectors.application import open_reassessment
from screening.selectors.clearance import current_clearance, hold_clearances
from screening.selectors.sponsorship import last_day_of
from screening.services import clearance, interim_clock, step
from screening.services.proposal import given_reason, judge

HARMLESS = (CheckResult.CLEAR.value, CheckResult.NOT_NEEDED.value)


def propose(
    application: Application,
    *,
    reason: str,
    actor: User,
    scope: Scope,
    at: datetime,
    valid_until: date | None = None,
    conditions: str = "",
    escort_only: bool = True,
) -> InterimProposal:
    """Propose a short clearance while a check is late, as far as the policy allows one.

    Refuses when: the actor lacks the right or is the person (Refused, and recorded); the reason is empty or
    the end impossible (InvalidInput); the policy knows no interim clearance, no check is late, something
    adverse was answered, identity is not confirmed, or a clearance or reassessment stands (Conflict).
    Records: screening.interim.proposed. Nothing takes effect yet.
    """
    judge(may_propose(actor, scope, application), application, "Proposing", actor=actor, at=at)
    text = given_reason(reason)
    with transaction.atomic():
        locked = step.locked(application)
        end = _end(locked, valid_until, at=at)
        _check_fit(locked, at=at)
        try:
            with transaction.atomic():
                proposal = InterimProposal.objects.create(
                    application=locked,
                    level=locked.level,
                    valid_until=end,
                    conditions=conditions.strip(),
                    escort_only=escort_only,
                    reason=text,
                    proposed_by=actor,
                    proposed_at=at,
                )
        except IntegrityError:
            raise Conflict("An interim clearance is proposed already.") from None
        _record(proposal, "proposed", actor=actor, at=at, until=end, reason=text)
    return proposal


def agree(
    proposal: InterimProposal, *, reason: str, actor: User, scope: Scope, at: datetime
) -> InterimProposal:
    """Agree with an interim clearance; it is granted at once and ends by itself.

    Refuses when: the actor proposed it, lacks the right or is the person (Refused, and recorded); the reason
    is empty (InvalidInput); it was answered meanwhile or `propose` would refuse the case now (Conflict).
    Records: screening.interim.agreed, screening.clearance.granted. Wakes: clearance_changed.
    """
    application = proposal.application
    judge(may_answer_interim(actor, scope, proposal), application, "Agreeing", actor=actor, at=at)
    text = given_reason(reason)
    with transaction.atomic():
        locked = step.locked(application)
        _check_fit(locked, at=at)
        hold_clearances(locked.person)
        granted = clearance.grant(
            locked.person,
            level=proposal.level_word,
            valid_from=timezone.localdate(at),
            valid_until=proposal.valid_until,
            kind=ClearanceKind.INTERIM,
            conditions=proposal.conditions,
            escort_only=proposal.escort_only,
            reason=f"Interim, while {locked.ref} waits for an answer.",
            actor=actor.reference,
            at=at,
        )
        _answer(proposal, InterimState.AGREED, text, actor=actor, at=at, clearance_id=granted.pk)
        _record(proposal, "agreed", actor=actor, at=at, until=proposal.valid_until, reason=text)
    return proposal


def decline(
    proposal: InterimProposal, *, reason: str, actor: User, scope: Scope, at: datetime
) -> InterimProposal:
    """Decline an interim clearance. Refuses as `agree` does. Records: screening.interim.declined."""
    application = proposal.application
    judge(may_answer_interim(actor, scope, proposal), application, "Declining", actor=actor, at=at)
    text = given_reason(reason)
    with transaction.atomic():
        _answer(proposal, InterimState.DECLINED, text, actor=actor, at=at, clearance_id=None)
        _record(proposal, "declined", actor=actor, at=at, reason=text)
    return proposal


def _end(application: Application, wanted: date | None, *, at: datetime) -> date:
    longest = interim_clock.last_day_of_title(application.policy, at=at)
    if longest is None:
        raise Conflict("The policy of this case knows no interim clearance.")
    longest = min(longest, last_day_of(application) or longest)
    end = wanted or longest
    if not timezone.localdate(at) < end <= longest:
        problem = f"The end must lie after today and not after {longest}, the longest that the policy allows."
        raise InvalidInput(problem, fields={"valid_until": problem})
    return end


def _check_fit(application: Application, *, at: datetime) -> None:
    """Only an answer may be missing: nothing adverse, nothing in force, nothing in the way."""
    today = timezone.localdate(at)
    checks = list(application.checks.all())
    if application.state_word is not ApplicationState.CHECKING:
        raise Conflict("An interim clearance is for a case whose checks are running.")
    if not any(row.state_word is CheckState.REQUESTED and row.due_on < today for row in checks):
        raise Conflict("No check of this case is late.")
    if any(row.result and row.result not in HARMLESS for row in checks):
        raise Conflict("An answer speaks against it or could not be had; that is weighed in the decision.")
    if not any(row.kind == CheckKind.IDENTITY.value and row.result for row in checks):
        raise Conflict("The identity is not confirmed yet.")
    hits = Hit.objects.filter(check_answered__application=application)
    if hits.exclude(state=HitState.DIFFERENT.value).exists():
        raise Conflict("A possible match on a list is not cleared up yet.")
    held = current_clearance(application.person_id, at=at)
    stands = held is not None and held.state_word is not ClearanceState.WITHDRAWN
    if held is not None and stands and held.valid_until >= today:
        raise Conflict("The person holds a clearance already.")
    if open_reassessment(application.person) is not None:
        raise Conflict("The person is being reassessed, which is decided first.")


def _answer(
    proposal: InterimProposal,
    state: InterimState,
    reason: str,
    *,
    actor: User,
    at: datetime,
    clearance_id: int | None,
) -> None:
    waiting = InterimProposal.objects.filter(pk=proposal.pk, state=InterimState.PROPOSED.value)
    changed = waiting.update(
        state=state.value,
        answered_by=actor,
        answered_at=at,
        answer_reason=reason,
        clearance_id=clearance_id,
    )
    if changed != 1:
        raise Conflict("Another officer answered this proposal meanwhile.")
    proposal.refresh_from_db()


def _record(proposal: InterimProposal, verb: str, *, actor: User, at: datetime, **body: object) -> None:
    record.append(
        f"screening.interim.{verb}",
        actor=actor.reference,
        at=at,
        subject=proposal.application.reference,
        port=proposal.application.port.locode,
        **body,
    )
