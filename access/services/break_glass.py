"""Opens one object in an emergency, and takes the review of it. The one writer of break-glasses."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from access.asking.desks import ASKABLE
from access.break_glass.admission import may_break_glass
from access.break_glass.clock import REVIEWED_WITHIN, term_of
from access.break_glass.transitions import BREAK_GLASS_TRANSITIONS
from access.break_glass.words import ABUSE_RULE, BreakGlassEvent
from access.detection import rule as detection
from access.detection.rule import Family
from access.detection.score import flag_points
from access.enums import FieldClass, Severity
from access.gate.isps import IspsLevel
from access.models import BreakGlass
from access.permissions.grant import may_ask_for_access, may_review_break_glass
from access.selectors.break_glass import (
    UNREVIEWED,
    admission_facts,
    look_ups_under,
    overdue_break_glasses,
)
from access.selectors.hand import accounts_of, person_behind
from access.selectors.isps_level import level_of
from access.services import anomaly
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state

CLOCK = "system:clock"
VERSION = 1  # of what a person-case is told


def begin(
    port: Port,
    object_ref: str,
    field_class: FieldClass,
    *,
    reason: str,
    hours: int,
    actor: User,
    scope: Scope,
    at: datetime,
    object_type: str = "container",
) -> BreakGlass:
    """Open one object for oneself at once, for some hours, before anybody has agreed.

    It counts from the next look-up on, and never beyond its own review clock. Whether the object exists is
    not looked up.
    Refuses when: the account is not of this port, the person is unknown, banned or not cleared for the class,
    or an earlier one is overdue for review (Refused, and recorded); the reason, the object or the hours are
    missing (InvalidInput). Records: access.break_glass.begun, or .not_begun.
    Wakes: the desk of the port's security, which sees it on every page.
    """
    require(may_ask_for_access(actor, scope, port.pk))
    _check(object_ref, field_class, reason, hours)
    verdict = may_break_glass(admission_facts(actor, port, field_class, at=at))
    with transaction.atomic():
        if verdict.allowed:
            return _begun(port, object_type, object_ref.strip(), field_class, reason, hours, actor, at)
        record.append(
            "access.break_glass.not_begun",
            actor=actor.reference,
            at=at,
            subject=actor.reference,
            port=port.locode,
            object=object_ref.strip(),
            field_class=field_class.value,
            reasons=list(verdict.codes),
        )
    raise Refused(verdict)


@transaction.atomic
def end(glass: BreakGlass, *, actor: User, at: datetime) -> BreakGlass:
    """Close one's own before its time. It is reviewed all the same.

    Refuses when: it is somebody else's (NotFound, as if it were not there); it is over (Conflict).
    Records: access.break_glass.ended.
    """
    if glass.account not in accounts_of(actor):
        raise NotFound("break-glass")
    ended = BreakGlass.objects.filter(pk=glass.pk, begun_at__lt=at, ends_at__gt=at).update(ends_at=at)
    if ended != 1:
        raise Conflict("This break-glass is over already.")
    glass.refresh_from_db()
    _record(glass, "ended", by=actor.reference, at=at)
    return glass


@transaction.atomic
def review(
    glass: BreakGlass,
    event: BreakGlassEvent,
    *,
    reason: str,
    actor: User,
    scope: Scope,
    at: datetime,
) -> BreakGlass:
    """Look at what was opened, and say whether it was right. Abuse ends it at once.

    Refuses when: the actor keeps no security at the port, or opened it (Refused); no reason is given
    (InvalidInput); it was reviewed meanwhile (Conflict).
    Records: access.break_glass.passed or .condemned. Wakes: for abuse, a person-case of whoever opened it.
    """
    glass = BreakGlass.objects.select_for_update(of=("self",)).select_related("port").get(pk=glass.pk)
    require(may_review_break_glass(actor, scope, glass))
    text = reason.strip()
    if not text:
        raise InvalidInput("Give a reason; it goes on record.", fields={"reason": "Give a reason."})
    state = next_state(BREAK_GLASS_TRANSITIONS, glass.state_word, event)
    ends_at = min(glass.ends_at, at) if event is BreakGlassEvent.CONDEMN else glass.ends_at
    reviewed = BreakGlass.objects.filter(pk=glass.pk, state=glass.state).update(
        state=state.value, reviewed_at=at, reviewed_by=actor.reference, review=text, ends_at=ends_at
    )
    if reviewed != 1:
        raise Conflict("Somebody else has reviewed this meanwhile.")
    glass.refresh_from_db()
    if event is BreakGlassEvent.CONDEMN:
        _record(glass, "condemned", by=actor.reference, at=at, reason=text)
        anomaly.flag(glass.port, [_abuse(glass, at)], at=at)
    else:
        _record(glass, "passed", by=actor.reference, at=at, reason=text)
    return glass


@transaction.atomic
def bring_forward(port: Port, level: IspsLevel, *, by: str, at: datetime) -> int:
    """Shorten the review clocks of a port whose level rises to this one, in its transaction; how many.

    Records: access.break_glass.brought_forward. Wakes: nobody; the desk sorts by the clock.
    Safe to repeat because: a clock only comes forward.
    """
    due = at + REVIEWED_WITHIN[level]
    waiting = BreakGlass.objects.filter(port=port, state=UNREVIEWED, review_due_at__gt=due)
    rows = list(waiting.select_related("port").select_for_update(of=("self",)).order_by("pk"))
    for glass in rows:
        ends_at = min(glass.ends_at, due)
        BreakGlass.objects.filter(pk=glass.pk).update(review_due_at=due, ends_at=ends_at)
        _record(glass, "brought_forward", by=by, at=at, level=level.value, review_due_at=due)
    return len(rows)


@transaction.atomic
def escalate_overdue(*, at: datetime) -> int:
    """Tell everybody who watches look-ups of what nobody reviewed in time; how many.

    What is overdue has ended by then, and its holder can begin no other one until it is reviewed; neither
    waits for this.
    Records: access.break_glass.escalated. Safe to repeat because: what was told is not found again.
    """
    due = overdue_break_glasses(at=at).select_related("port")
    rows = list(due.select_for_update(of=("self",), skip_locked=True).order_by("review_due_at", "pk"))
    for glass in rows:
        BreakGlass.objects.filter(pk=glass.pk, escalated_at=None).update(escalated_at=at)
        _record(glass, "escalated", by=CLOCK, at=at, review_due_at=glass.review_due_at)
    return len(rows)


def _begun(
    port: Port,
    object_type: str,
    object_ref: str,
    field_class: FieldClass,
    reason: str,
    hours: int,
    actor: User,
    at: datetime,
) -> BreakGlass:
    level = level_of(port, at=at)
    term = term_of(field_class, level, hours=hours, at=at)
    glass = BreakGlass.objects.create(
        port=port,
        account=actor.username,
        object_type=object_type,
        object_ref=object_ref,
        field_class=field_class.value,
        reason=reason.strip(),
        begun_at=at,
        ends_at=term.ends_at,
        level=level.value,
        review_due_at=term.review_due_at,
    )
    _record(
        glass,
        "begun",
        by=actor.reference,
        at=at,
        object=object_ref,
        field_class=glass.field_class,
        level=glass.level,
        ends_at=glass.ends_at,
        review_due_at=glass.review_due_at,
        reason=glass.reason,
    )
    return glass


def _check(object_ref: str, field_class: FieldClass, reason: str, hours: int) -> None:
    wrong: dict[str, str] = {}
    if not object_ref.strip():
        wrong["object_ref"] = "Name the container or bill of lading."
    if field_class not in ASKABLE:
        wrong["field_class"] = "Public data need no break-glass."
    if not reason.strip():
        wrong["reason"] = "Say what cannot wait; whoever reviews it reads this."
    if hours < 1:
        wrong["hours"] = "At least one hour."
    if wrong:
        raise InvalidInput(" ".join(wrong.values()), fields=wrong)


def _abuse(glass: BreakGlass, at: datetime) -> detection.Flag:
    """What a person-case is told. The account stands for somebody whom the port does not know."""
    holder = _holder(glass)
    events = tuple(str(event.id) for event in look_ups_under(glass).order_by("at"))
    return detection.Flag(
        rule=ABUSE_RULE,
        version=VERSION,
        severity=Severity.HIGH,
        family=Family.GOVERNANCE,
        person=holder,
        key=glass.reference,
        events=events,
        first_at=glass.begun_at,
        last_at=at,
        due_at=at,
        text=f"Broke the glass for {glass.object_ref} ({glass.field_class}); the review called it abuse.",
        innocent="An emergency that the reviewer did not know of.",
        points=flag_points(Severity.HIGH),
        parameters=(),
        objects=(glass.object_ref,),
    )


def _holder(glass: BreakGlass) -> str:
    """How the port's log names whoever opened it."""
    user = User.objects.filter(username=glass.account).first()
    person = person_behind(user, glass.port) if user else None
    return person.log_ref if person else glass.account


def _record(glass: BreakGlass, verb: str, *, by: str, at: datetime, **body: Any) -> None:
    record.append(
        f"access.break_glass.{verb}",
        actor=by,
        at=at,
        subject=f"user:{glass.account}",
        port=glass.port.locode,
        glass=glass.reference,
        **body,
    )
