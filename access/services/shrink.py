"""Proposes to take away access that nobody uses, tries it, gives it back. The one writer of these tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from access.models import AccessRequest, Grant, Shrink, ShrinkLine
from access.permissions.grant import may_shrink
from access.selectors.shrink import OPEN_STATES, idle_uses, line_on_trial, trials_over
from access.services import holding
from access.shrinking.evidence import LOOK_BACK, TRIAL, Use
from access.shrinking.transitions import SHRINK_TRANSITIONS
from access.shrinking.words import ShrinkEvent
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state

SHRINKER = "system:shrinker"


@transaction.atomic
def propose(port: Port, *, at: datetime) -> int:
    """Propose what a group of holders could do without; how many proposals. Nothing is taken yet.

    Records: access.shrink.proposed. Safe to repeat because: what waits or was answered within the look-back
    is not proposed again.
    """
    Port.objects.select_for_update(no_key=True).get(pk=port.pk)
    recent = Shrink.objects.filter(port=port, proposed_at__gt=at - LOOK_BACK)
    known = set(
        (recent | Shrink.objects.filter(port=port, state__in=OPEN_STATES)).values_list("group", "field_class")
    )
    fresh = {
        use: grants
        for use, grants in idle_uses(port, at=at).items()
        if (use.group, use.field_class.value) not in known
    }
    for use, grants in fresh.items():
        _propose(port, use, grants, at)
    return len(fresh)


@transaction.atomic
def start(shrink: Shrink, *, actor: User, scope: Scope, at: datetime) -> Shrink:
    """Take the grants away for fourteen days, and see who asks for them.

    Refuses when: the actor gives no access at the port (Refused); it was answered meanwhile (Conflict).
    Records: access.shrink.started, and access.grant.revoked for each grant.
    """
    require(may_shrink(scope, shrink.port_id))
    shrink = _held(shrink)
    lines = {line.grant_id: line for line in shrink.lines.all()}
    why = "Trial without access that was not used."
    for number, had in holding.take_away(lines, reason=why, by=actor.reference, at=at):
        ShrinkLine.objects.filter(pk=lines[number].pk).update(ends_at=had)
    _move(shrink, ShrinkEvent.START, by=actor.reference, at=at, trial_until=at + TRIAL)
    _record(
        shrink,
        "started",
        by=actor.reference,
        at=at,
        grants=len(lines),
        trial_until=shrink.trial_until,
    )
    return shrink


@transaction.atomic
def dismiss(shrink: Shrink, *, reason: str, actor: User, scope: Scope, at: datetime) -> Shrink:
    """Leave everything as it is.

    Refuses when: the actor gives no access at the port (Refused); no reason is given (InvalidInput); it was
    answered meanwhile (Conflict). Records: access.shrink.dismissed.
    """
    require(may_shrink(scope, shrink.port_id))
    if not reason.strip():
        raise InvalidInput("Give a reason.", fields={"reason": "Give a reason."})
    shrink = _held(shrink)
    _move(shrink, ShrinkEvent.DISMISS, by=actor.reference, at=at, reason=reason.strip())
    _record(shrink, "dismissed", by=actor.reference, at=at, reason=reason.strip())
    return shrink


@transaction.atomic
def roll_back(shrink: Shrink, *, reason: str = "", actor: User, scope: Scope, at: datetime) -> Shrink:
    """End the trial and give everything back until its old end.

    Refuses when: the actor gives no access at the port (Refused); it is not on trial (Conflict).
    Records: access.shrink.rolled_back, and access.grant.given for each grant.
    """
    require(may_shrink(scope, shrink.port_id))
    shrink = _held(shrink)
    _move(shrink, ShrinkEvent.ROLL_BACK, by=actor.reference, at=at, reason=reason.strip())
    lines = {line.grant_id: line for line in shrink.lines.filter(restored_at=None)}
    ended = [(number, line.ends_at) for number, line in lines.items()]
    given = holding.give_back(ended, by=actor.reference, at=at)
    for number, grant in given:
        _restored(lines[number], grant, by=actor.reference, at=at)
    _record(shrink, "rolled_back", by=actor.reference, at=at, grants=len(given), reason=reason.strip())
    return shrink


@transaction.atomic
def adopt_due(port: Port, *, at: datetime) -> int:
    """Make final what nobody missed during its trial; how many proposals.

    Records: access.shrink.adopted. Safe to repeat because: what was adopted is not found again.
    """
    due = trials_over(port, at=at).select_related("port")
    rows = list(due.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    for shrink in rows:
        _move(shrink, ShrinkEvent.ADOPT, by=SHRINKER, at=at)
        gone = shrink.lines.filter(restored_at=None).count()
        _record(shrink, "adopted", by=SHRINKER, at=at, grants=gone)
    return len(rows)


def give_back_to_asker(request: AccessRequest, *, at: datetime) -> Grant | None:
    """In the transaction of a request: the grant that a trial took from its asker, given back until its old
    end. None where no trial took it, or it cannot be given any more.

    Records: access.shrink.line_given_back.
    """
    found = line_on_trial(request, at=at).select_related("grant", "shrink__port")
    line = found.select_for_update(of=("self",)).first()
    if line is None:
        return None
    given = holding.give_back([(line.grant_id, line.ends_at)], by=SHRINKER, at=at)
    if not given:
        return None
    grant = given[0][1]
    _restored(line, grant, by=f"user:{request.account}", at=at)
    _record(
        line.shrink,
        "line_given_back",
        by=f"user:{request.account}",
        at=at,
        object=request.object_ref,
        field_class=request.field_class,
    )
    return grant


def _propose(port: Port, use: Use, grants: list[Grant], at: datetime) -> None:
    shrink = Shrink.objects.create(
        port=port,
        group=use.group[:120],
        field_class=use.field_class.value,
        since=at - LOOK_BACK,
        until=at,
        looked_up=use.looked_up,
        opened=use.opened,
        holders=use.holders,
        proposed_at=at,
    )
    ShrinkLine.objects.bulk_create(
        ShrinkLine(shrink=shrink, grant=grant, ends_at=grant.valid_until) for grant in grants
    )
    _record(
        shrink,
        "proposed",
        by=SHRINKER,
        at=at,
        group=shrink.group,
        field_class=shrink.field_class,
        opened=use.opened,
        looked_up=use.looked_up,
        grants=len(grants),
    )


def _held(shrink: Shrink) -> Shrink:
    return Shrink.objects.select_for_update(of=("self",)).select_related("port").get(pk=shrink.pk)


def _restored(line: ShrinkLine, grant: Grant, *, by: str, at: datetime) -> None:
    ShrinkLine.objects.filter(pk=line.pk, restored_at=None).update(
        restored=grant, restored_at=at, restored_by=by
    )


def _move(shrink: Shrink, event: ShrinkEvent, *, by: str, at: datetime, **also: Any) -> None:
    old = shrink.state_word
    new = next_state(SHRINK_TRANSITIONS, old, event)
    moved = Shrink.objects.filter(pk=shrink.pk, state=old.value).update(
        state=new.value, decided_by=by, decided_at=at, **also
    )
    if moved != 1:
        raise Conflict("This proposal was answered meanwhile; look again.")
    shrink.refresh_from_db()


def _record(shrink: Shrink, verb: str, *, by: str, at: datetime, **body: Any) -> None:
    record.append(
        f"access.shrink.{verb}",
        actor=by,
        at=at,
        subject=shrink.reference,
        port=shrink.port.locode,
        shrink=shrink.reference,
        **body,
    )
