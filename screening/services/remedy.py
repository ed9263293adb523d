"""Looks at a refusal again: "this is wrong", or "this is right, but …". Two other officers decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from screening.deciding.words import RemedyKind, RemedyState
from screening.enums import ApplicationState, Outcome
from screening.models import Application, Remedy
from screening.permissions import may_decide_remedy, may_hear_case, may_review
from screening.saying import gettext_noop
from screening.selectors.clearance import hold_clearances
from screening.selectors.remedy import is_late, open_doors, refusal_of
from screening.services import proposal, ruling, step
from screening.services.proposal import Terms, given_reason, judge
from screening.transitions import ApplicationEvent

REVIEW_TIME: Final = timedelta(days=42)
"""Days in which a remedy is decided: six weeks, as an objection in the Netherlands (Awb 7:10, not checked
against its text). A proposal of the house."""
PERSON = "person"
# What each door asks for.
EVIDENCE = {
    RemedyKind.APPEAL: (
        gettext_noop("Court decision or certificate that shows the entry is wrong or not mine"),
        gettext_noop("Proof of identity where somebody else was meant"),
        gettext_noop("Proof of rehabilitation, pardon or deletion"),
        gettext_noop("Other document about the disputed fact"),
    ),
    RemedyKind.WAIVER: (
        gettext_noop("What happened, in my own words, and what has changed since"),
        gettext_noop("Proof that the sentence was served"),
        gettext_noop("Letters of employers or others who know me"),
        gettext_noop("Certificate of treatment or training"),
    ),
}
OVERTURNING = (RemedyState.ANNULLED, RemedyState.VARIED)


def take_down(
    application: Application,
    kind: RemedyKind,
    *,
    grounds: str,
    evidence: Sequence[str],
    actor: User,
    scope: Scope,
    at: datetime,
) -> Remedy:
    """Enter a remedy that came on paper. Refuses and records as `lodge` does.

    Also refuses when: the actor lacks the right or is the person (Refused).
    """
    require(may_hear_case(actor, scope, application))
    return _lodge(application, kind, grounds, evidence, by=actor.reference, at=at)


def lodge(
    application: Application, kind: RemedyKind, *, grounds: str, evidence: Sequence[str], at: datetime
) -> Remedy:
    """The person asks to look at the refusal again; the door has proved who it is.

    One that comes late is kept and marked; whether it is heard is decided with it.
    Refuses when: no ground is given (InvalidInput); the case was not refused, this door was used or is not
    open under the rules, or another remedy is open (Conflict). Records: screening.remedy.lodged.
    """
    return _lodge(application, kind, grounds, evidence, by=PERSON, at=at)


def propose(
    remedy: Remedy,
    result: RemedyState,
    *,
    reason: str,
    actor: User,
    scope: Scope,
    at: datetime,
    valid_until: date | None = None,
    conditions: str = "",
    escort_only: bool = False,
) -> Remedy:
    """Propose what becomes of a remedy; another officer decides.

    Refuses when: the actor lacks the right, is the person or had a part in the refusal (Refused, and
    recorded); reason or conditions are empty or the end impossible (InvalidInput); it is decided or
    proposed already (Conflict). Records: screening.remedy.proposed.
    """
    application = remedy.application
    judge(may_review(actor, scope, remedy), application, "Reviewing", actor=actor, at=at)
    text = given_reason(reason)
    if result is RemedyState.LODGED:
        raise InvalidInput("Choose a result.", fields={"result": "Choose a result."})
    terms = _terms(remedy, result, Terms(Outcome.GRANT, valid_until, conditions, escort_only), at=at)
    waiting = Remedy.objects.filter(pk=remedy.pk, state=RemedyState.LODGED.value, proposed_by=None)
    with transaction.atomic():
        changed = waiting.update(
            result=result.value,
            valid_until=terms.valid_until,
            conditions=terms.conditions,
            escort_only=terms.escort_only,
            reason=text,
            proposed_by=actor,
            proposed_at=at,
        )
        if changed != 1:
            raise Conflict("A result is proposed or decided already; look again.")
        remedy.refresh_from_db()
        _record(remedy, "proposed", actor=actor.reference, at=at, result=result.label.lower(), reason=text)
    return remedy


def send_back(remedy: Remedy, *, reason: str, actor: User, scope: Scope, at: datetime) -> Remedy:
    """Disagree with a proposed result; it is open for another proposal.

    Refuses when: as `decide`. Records: screening.remedy.sent_back.
    """
    judge(may_decide_remedy(actor, scope, remedy), remedy.application, "Reviewing", actor=actor, at=at)
    text = given_reason(reason)
    with transaction.atomic():
        changed = _proposed(remedy).update(
            result="", valid_until=None, conditions="", escort_only=False, reason="",
            proposed_by=None, proposed_at=None,
        )  # fmt: skip
        if changed != 1:
            raise Conflict("Nothing is proposed any more; look again.")
        remedy.refresh_from_db()
        _record(remedy, "sent_back", actor=actor.reference, at=at, reason=text)
    return remedy


def decide(remedy: Remedy, *, actor: User, scope: Scope, at: datetime) -> Remedy:
    """Agree with the proposed result: the refusal stands, or a new decision grants a clearance at once.

    Refuses when: the actor proposed it, lacks the right, is the person or had a part in the refusal (Refused,
    and recorded); nothing is proposed, or a reassessment is open (Conflict).
    Records: screening.remedy.decided, and for a grant what `ruling.grant` records. Wakes: clearance_changed.
    """
    judge(may_decide_remedy(actor, scope, remedy), remedy.application, "Reviewing", actor=actor, at=at)
    with transaction.atomic():
        application = step.locked(remedy.application)
        held = Remedy.objects.select_for_update().get(pk=remedy.pk)
        if held.state_word is not RemedyState.LODGED or held.result_word is None:
            raise Conflict("Nothing is proposed any more; look again.")
        changed = _proposed(held).update(state=held.result, decided_by=actor, decided_at=at)
        if changed != 1:
            raise Conflict("Somebody decided it meanwhile.")
        remedy.refresh_from_db()
        result = remedy.state_word.label.lower()
        _record(remedy, "decided", actor=actor.reference, at=at, result=result, reason=remedy.reason)
        if remedy.state_word in OVERTURNING:
            _overturn(remedy, application, actor=actor, at=at)
    return remedy


def _overturn(remedy: Remedy, application: Application, *, actor: User, at: datetime) -> None:
    """The new decision: both hands are the remedy's, and the case ends as cleared."""
    refusal = refusal_of(application)
    if refusal is None:
        raise Conflict("The case is not refused any more.")
    varied = remedy.state_word is RemedyState.VARIED
    terms = Terms(
        Outcome.CONDITIONAL if varied else Outcome.GRANT,
        remedy.valid_until,
        remedy.conditions,
        remedy.escort_only,
    )
    hold_clearances(application.person)
    decision = proposal.keep_overturned(remedy, refusal.assessment, terms, actor=actor, at=at)
    step.close(decision.application, ApplicationEvent.OVERTURN, at=at)
    ruling.grant(decision, terms, actor=actor.reference, at=at)


def _lodge(
    application: Application,
    kind: RemedyKind,
    grounds: str,
    evidence: Sequence[str],
    *,
    by: str,
    at: datetime,
) -> Remedy:
    if not grounds.strip():
        problem = gettext_noop("Say what is wrong, or why you are no threat.")
        raise InvalidInput(problem, fields={"grounds": problem})
    with transaction.atomic():
        locked = step.locked(application)
        if locked.state_word is not ApplicationState.REFUSED:
            raise Conflict("There is no refusal in this case that could be looked at again.")
        if kind not in open_doors(locked):
            raise Conflict("This remedy was used already, or the rules of the case do not know it.")
        try:
            with transaction.atomic():
                remedy = Remedy.objects.create(
                    application=locked,
                    kind=kind.value,
                    grounds=grounds.strip(),
                    evidence=[text.strip() for text in evidence if text.strip()],
                    lodged_at=at,
                    lodged_by=by,
                    late=is_late(locked, kind, at=at),
                    due_on=timezone.localdate(at) + REVIEW_TIME,
                )
        except IntegrityError:
            raise Conflict("Another remedy of this case is open; it is decided first.") from None
        _record(remedy, "lodged", actor=by, at=at, kind=kind.label)
    return remedy


def _terms(remedy: Remedy, result: RemedyState, wanted: Terms, *, at: datetime) -> Terms:
    """What a result would grant. One that leaves the refusal in force has neither end nor conditions."""
    refusal = refusal_of(remedy.application)
    if result not in OVERTURNING or refusal is None:
        return Terms(Outcome.REFUSE)
    outcome = Outcome.CONDITIONAL if result is RemedyState.VARIED else Outcome.GRANT
    given = Terms(outcome, wanted.valid_until, wanted.conditions, wanted.escort_only)
    return proposal.checked(given, refusal.assessment, at=at)


def _proposed(remedy: Remedy) -> QuerySet[Remedy]:
    waiting = Remedy.objects.filter(pk=remedy.pk, state=RemedyState.LODGED.value)
    return waiting.exclude(proposed_by=None)


def _record(remedy: Remedy, verb: str, *, actor: str, at: datetime, **body: object) -> None:
    record.append(
        f"screening.remedy.{verb}",
        actor=actor,
        at=at,
        subject=remedy.application.reference,
        port=remedy.application.port.locode,
        **body,
    )
