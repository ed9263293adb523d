"""Draws look-ups by lot for review, beside the ranked cases, and takes what reviewers say of them.

What rules find says nothing of what they miss. A look-up drawn by lot is reviewed like any other, so the
share of misuse among them, and how much of it stood in a case, are honest figures.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from access.casework.words import BY_LOT_TITLE, LOT_RULE, DrawVerdict
from access.detection import rule as detection
from access.detection.audit_sample import Drawn, drawn
from access.detection.rule import Family
from access.detection.score import flag_points
from access.enums import Severity
from access.models import AuditDraw
from access.permissions.audit_draw import may_review_draw
from access.selectors import detection as detection_facts
from access.selectors.audit_draw import event_of, is_in_case
from access.services import anomaly, case_question
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope

LOT = "system:lot"
VERSION = 1


@transaction.atomic
def draw(port: Port, day: date, *, at: datetime) -> int:
    """Draw from the sensitive look-ups of one day of the port, and ask whoever made them; how many are new.

    The lot hangs on the look-up and on a secret of the port and day: nobody can know it beforehand.
    Records: access.audit_draw.drawn.
    Safe to repeat because: the same look-ups are drawn again, and each is kept once.
    """
    begin = timezone.make_aware(datetime.combine(day, time.min))
    end = timezone.make_aware(datetime.combine(day, time.max))
    window = detection_facts.window(port, since=begin, until=end, loaded_since=begin)
    lots = list(drawn(window.sensitive_look_ups, _seed(port, day)))
    before = set(
        AuditDraw.objects.filter(port=port, at__range=(begin, end)).values_list("event_name", flat=True)
    )
    fresh = [_row(port, lot, at) for lot in lots if lot.look_up.fact.id not in before]
    made = AuditDraw.objects.bulk_create(fresh)
    for row in made:
        event = event_of(row)
        if event is not None:
            case_question.ask_by_lot(row, event, at=at)
    if made:
        record.append(
            "access.audit_draw.drawn",
            actor=LOT,
            at=at,
            subject=f"port:{port.locode}",
            port=port.locode,
            draws=len(made),
            day=day.isoformat(),
        )
    return len(made)


@transaction.atomic
def review(
    row: AuditDraw, verdict: DrawVerdict, *, reason: str, actor: User, scope: Scope, at: datetime
) -> AuditDraw:
    """Say whether a drawn look-up was in order. Misuse opens a person-case, or joins the open one.

    Refuses when: the actor decides no person-cases at the port or made the look-up (Refused); misuse is said
    without a reason (InvalidInput); it was reviewed before (Conflict).
    Records: access.audit_draw.reviewed. Wakes: for misuse, a person-case of whoever looked.
    """
    require(may_review_draw(actor, scope, row))
    text = reason.strip()
    if not text and verdict is not DrawVerdict.IN_ORDER:
        raise InvalidInput("Give the reason; it goes on record.", fields={"reason": "Give the reason."})
    changed = AuditDraw.objects.filter(pk=row.pk, reviewed_at=None).update(
        verdict=verdict.value,
        reason=text,
        reviewed_at=at,
        reviewed_by=actor,
        in_case=is_in_case(row),
    )
    if changed != 1:
        raise Conflict("Somebody has reviewed this meanwhile.")
    row.refresh_from_db()
    record.append(
        "access.audit_draw.reviewed",
        actor=actor.reference,
        at=at,
        subject=f"audit_draw:{row.pk}",
        port=row.port.locode,
        draw=f"audit_draw:{row.pk}",
        verdict=verdict.label.lower(),
        reason=text,
    )
    if verdict is DrawVerdict.MISUSE:
        anomaly.flag(row.port, [_found(row, at)], at=at)
    return row


def _seed(port: Port, day: date) -> bytes:
    return salted_hmac("access.audit_draw", f"{port.locode}:{day.isoformat()}", algorithm="sha256").digest()


def _row(port: Port, lot: Drawn, at: datetime) -> AuditDraw:
    fact, answer = lot.look_up.fact, lot.look_up.answer
    return AuditDraw(
        port=port,
        event_name=fact.id,
        at=fact.at,
        account=fact.account,
        subject=fact.person,
        action=fact.action,
        object_ref=fact.object,
        field_class=fact.field_class,
        unexplained=lot.look_up.unexplained,
        explanation=answer.code,
        tried=[{"code": each.code, "why": each.sentence} for each in answer.failed],
        chance=lot.chance,
        drawn_at=at,
    )


def _found(row: AuditDraw, at: datetime) -> detection.Flag:
    """What the person-case is told. A person said it, no rule: so it is grave, and has no parameters."""
    return detection.Flag(
        rule=LOT_RULE,
        version=VERSION,
        severity=Severity.HIGH,
        family=Family.DATA,
        person=row.subject,
        key=row.event_name,
        events=(row.event_name,),
        first_at=row.at,
        last_at=row.at,
        due_at=at,
        text=f"{BY_LOT_TITLE}: {row.object_ref}, {row.field_class}. No rule had found it.",
        innocent="Work that neither the records nor the reviewer know of; ask the person.",
        points=flag_points(Severity.HIGH),
        parameters=(),
        objects=(row.object_ref,),
        tried=tuple(detection.Tried(each["code"], each["why"]) for each in row.tried),
    )
