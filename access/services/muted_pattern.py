"""Mutes patterns for a while, by two people, and looks each week at what they hid. One writer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from access.casework.muting import Pattern, problems
from access.casework.transitions import MUTED_PATTERN_TRANSITIONS
from access.casework.words import MutedEvent
from access.detection.registry import rule_named
from access.models import MutedPattern, MutedReview
from access.permissions.person_case import may_answer_mute, may_mute
from access.selectors.muted_pattern import muting_at, replay
from access.services import anomaly, hidden_finding
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state

CLOCK = "system:clock"


@transaction.atomic
def propose(
    port: Port, pattern: Pattern, *, days: int, reason: str, actor: User, scope: Scope, at: datetime
) -> MutedPattern:
    """Ask a second person to mute findings of a rule that fit a pattern, for so many days.

    Refuses when: the actor decides no person-cases at the port (Refused); the rule is critical or unknown,
    the pattern names nothing, the term is too long, or no reason is given (InvalidInput, by field).
    Records: access.muted_pattern.proposed.
    """
    require(may_mute(scope, port.pk))
    wrong = problems(pattern, days=days, severity=rule_named(pattern.rule).severity)
    if not reason.strip():
        wrong["reason"] = "Say why these findings are noise; it goes on record."
    if wrong:
        raise InvalidInput(" ".join(wrong.values()), fields=wrong)
    row = MutedPattern.objects.create(
        port=port,
        rule=pattern.rule,
        subject=pattern.subject,
        object_ref=pattern.object_ref,
        peer_group=pattern.peer_group,
        reason=reason.strip(),
        proposed_by=actor,
        proposed_at=at,
        days=days,
    )
    _record(row, "proposed", actor.reference, at, days=days, reason=row.reason)
    return row


@transaction.atomic
def confirm(row: MutedPattern, *, actor: User, scope: Scope, at: datetime) -> MutedPattern:
    """Mute it from now on, as the second of two people.

    Refuses when: the actor proposed it, or it is about them (Refused); it was answered before (Conflict).
    Records: access.muted_pattern.confirmed.
    """
    require(may_answer_mute(actor, scope, row))
    ends_at = at + timedelta(days=row.days)
    _move(row, MutedEvent.CONFIRM, answered_by=actor, answered_at=at, ends_at=ends_at)
    _record(row, "confirmed", actor.reference, at, ends_at=ends_at)
    return row


@transaction.atomic
def refuse(row: MutedPattern, *, reason: str, actor: User, scope: Scope, at: datetime) -> MutedPattern:
    """Say no. Refuses when: as `confirm`, or without a reason (InvalidInput).

    Records: access.muted_pattern.refused.
    """
    require(may_answer_mute(actor, scope, row))
    text = _reason(reason)
    _move(row, MutedEvent.REFUSE, answered_by=actor, answered_at=at, lifted_reason=text)
    _record(row, "refused", actor.reference, at, reason=text)
    return row


@transaction.atomic
def lift(row: MutedPattern, *, reason: str, actor: User, scope: Scope, at: datetime) -> int:
    """End a pattern before its time. What it hid goes to person-cases after all; how many findings.

    One person is enough to see more.
    Refuses when: the actor decides no person-cases at the port (Refused); no reason is given (InvalidInput);
    it mutes nothing (Conflict).
    Records: access.muted_pattern.lifted, and what `anomaly.flag` records.
    """
    require(may_mute(scope, row.port_id))
    text = _reason(reason)
    _move(row, MutedEvent.LIFT, lifted_by=actor, lifted_at=at, lifted_reason=text)
    found = hidden_finding.restored(row, at=at)
    anomaly.flag(row.port, found, at=at)
    _record(row, "lifted", actor.reference, at, restored=len(found), reason=text)
    return len(found)


@transaction.atomic
def review_due(port: Port, *, at: datetime) -> int:
    """Replay what each muting pattern hid, once a week; how many were looked at.

    Records: access.muted_pattern.replayed.
    Safe to repeat because: a pattern has one review a week.
    """
    today = timezone.localdate(at)
    week = today - timedelta(days=today.weekday())
    done = set(MutedReview.objects.filter(week=week).values_list("pattern_id", flat=True))
    due = [row for row, _ in muting_at(port, at=at) if row.pk not in done]
    for row in due:
        seen = replay(row, at=at)
        MutedReview.objects.create(pattern=row, week=week, at=at, **seen)
        told = {name: seen[name] for name in ("hidden", "would_open", "confirmed")}
        _record(row, "replayed", CLOCK, at, **told)
    return len(due)


def _move(row: MutedPattern, event: MutedEvent, **also: Any) -> None:
    old = row.state_word
    new = next_state(MUTED_PATTERN_TRANSITIONS, old, event)
    if MutedPattern.objects.filter(pk=row.pk, state=old.value).update(state=new.value, **also) != 1:
        raise Conflict("This pattern was answered meanwhile; look again.")
    row.refresh_from_db()


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput("Give the reason; it goes on record.", fields={"reason": "Give the reason."})
    return reason.strip()


def _record(row: MutedPattern, verb: str, by: str, at: datetime, **body: Any) -> None:
    record.append(
        f"access.muted_pattern.{verb}",
        actor=by,
        at=at,
        subject=row.reference,
        port=row.port.locode,
        pattern=row.reference,
        rule=row.rule,
        **body,
    )
