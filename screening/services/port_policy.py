"""Chooses which policy applies at a port. The choice takes two officers, as a new version does."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, Refused, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state
from portsec.kernel.verdict import Verdict
from screening.models import PortPolicy
from screening.permissions import may_change_port_policy, may_confirm_port_policy
from screening.selectors.policy import applied_code, version_in_force
from screening.services import post as posts
from screening.transitions import PORT_POLICY, PortPolicyEvent


def propose(
    port: Port,
    code: str,
    *,
    valid_from: date,
    reason: str,
    actor: User,
    scope: Scope,
    at: datetime,
) -> PortPolicy:
    """Propose that a port applies a policy from a day on.

    Refuses when: the actor keeps no policies there (Refused); the reason is empty, the day has passed, the
    port applies it already or no version of it is valid on that day (InvalidInput); another change waits
    (Conflict). Records: screening.port_policy.proposed.
    """
    require(may_change_port_policy(scope, port_id=port.pk))
    text = _reason(reason)
    _check(port, code, valid_from, at)
    try:
        with transaction.atomic():
            change = PortPolicy.objects.create(
                port=port,
                code=code,
                valid_from=valid_from,
                reason=text,
                proposed_by=actor,
                proposed_at=at,
            )
            _record(change, "proposed", text, actor=actor, at=at)
    except IntegrityError:
        raise Conflict(f"A change of the policy of {port.name} waits already; answer it first.") from None
    return change


def confirm(change: PortPolicy, *, reason: str, actor: User, scope: Scope, at: datetime) -> PortPolicy:
    """Agree: new cases are opened under the policy from the day that the proposal names.

    Refuses when: the actor proposed it or keeps no policies there (Refused, and recorded); the reason is
    empty, the day has passed meanwhile or no version is valid then (InvalidInput); it was answered meanwhile
    (Conflict).
    Records: screening.port_policy.confirmed. Wakes: the job that brings the levels of posts into step.
    """
    verdict = may_confirm_port_policy(actor, scope, change)
    _judge(verdict, change, "Confirming", actor=actor, at=at)
    text = _reason(reason)
    with transaction.atomic():
        _check(change.port, change.code, change.valid_from, at)
        held = _answer(change, PortPolicyEvent.CONFIRM, text, actor=actor, at=at)
        _record(held, "confirmed", text, actor=actor, at=at)
        slot = f"choice {held.pk}"
        posts.ask_for_levels(held.port, on=held.valid_from, slot=slot, actor=actor.reference, at=at)
    return held


def decline(change: PortPolicy, *, reason: str, actor: User, scope: Scope, at: datetime) -> PortPolicy:
    """Disagree, or take one's own proposal back; nothing changes at the port.

    Refuses when: the actor keeps no policies there (Refused); the reason is empty (InvalidInput); it was
    answered meanwhile (Conflict). Records: screening.port_policy.declined.
    """
    require(may_change_port_policy(scope, port_id=change.port_id))
    text = _reason(reason)
    with transaction.atomic():
        held = _answer(change, PortPolicyEvent.DECLINE, text, actor=actor, at=at)
        _record(held, "declined", text, actor=actor, at=at)
    return held


def _check(port: Port, code: str, valid_from: date, at: datetime) -> None:
    wrong: dict[str, str] = {}
    if valid_from < timezone.localdate(at):
        wrong["valid_from"] = "The day lies before today; cases stay under the rules they were opened with."
    elif version_in_force(code, on=valid_from) is None:
        wrong["code"] = f"No version of '{code}' is valid on {valid_from}."
    elif applied_code(port, on=valid_from) == code:
        wrong["code"] = f"{port.name} applies '{code}' on that day already."
    if wrong:
        raise InvalidInput(" ".join(wrong.values()), fields=wrong)


def _answer(
    change: PortPolicy, event: PortPolicyEvent, reason: str, *, actor: User, at: datetime
) -> PortPolicy:
    held = PortPolicy.objects.select_for_update(of=("self",)).select_related("port").get(pk=change.pk)
    held.state = next_state(PORT_POLICY, held.state_word, event).value
    held.answered_by, held.answered_at, held.answer_reason = actor, at, reason
    held.save()
    return held


def _judge(verdict: Verdict, change: PortPolicy, deed: str, *, actor: User, at: datetime) -> None:
    """A refused signature is an event: it stays on record although nothing else happens."""
    if verdict.allowed:
        return
    with transaction.atomic():
        record.append(
            "screening.port_policy.refused",
            actor=actor.reference,
            at=at,
            subject=_subject(change),
            port=change.port.locode,
            step=deed,
            reasons=list(verdict.codes),
        )
    raise Refused(verdict)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput("Give the reason; it goes on record.", fields={"reason": "Give the reason."})
    return reason.strip()


def _subject(change: PortPolicy) -> str:
    return f"port:{change.port.locode}"


def _record(change: PortPolicy, verb: str, reason: str, *, actor: User, at: datetime) -> None:
    record.append(
        f"screening.port_policy.{verb}",
        actor=actor.reference,
        at=at,
        subject=_subject(change),
        port=change.port.locode,
        policy=change.code,
        valid_from=change.valid_from,
        reason=reason,
    )
