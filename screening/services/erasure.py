"""Erases what is due, or earlier by order of two officers, and keeps the certificate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from screening.belongings import OF_CASES
from screening.data_subject_permissions import may_confirm_erasure, may_order_erasure
from screening.enums import OrderState
from screening.models import Application, Erasure, ErasureOrder, Person
from screening.retention.due import Due, case_dues, due_now, identity_due
from screening.retention.policy import OF_A_CASE, RetentionPolicy, Row
from screening.retention.words import DataClass
from screening.selectors.application import OPEN_STATES
from screening.selectors.retention import case_facts, person_facts, standing_obstacle
from screening.services import wipe

Counted = list[tuple[Row, int]]


@transaction.atomic
def erase_due(
    application: Application, *, policy: RetentionPolicy, actor: str, at: datetime
) -> Erasure | None:
    """Erase whatever of a closed case may no longer be kept; None when nothing is due or a hold stands.

    All of it or nothing: the rows, the files' names and the certificate are one transaction.
    Records: screening.erasure.done.
    Safe to repeat because: a class that is gone is not due again.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if locked.state in OPEN_STATES or standing_obstacle(locked) is not None:
        return None
    facts = case_facts([locked])[locked.pk]
    dues = due_now(case_dues(policy, facts), today=timezone.localdate(at))
    if not dues:
        return None
    return _carry_out(locked, [due.row for due in dues], policy=policy, by=actor, at=at)


@transaction.atomic
def erase_identity(person: Person, *, policy: RetentionPolicy, actor: str, at: datetime) -> Erasure | None:
    """Make a person nameless once no case, clearance, badge or ban needs the name; None while one does.

    Records: screening.erasure.done.
    """
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.erased_at is not None:
        return None
    due: Due = identity_due(policy, person_facts([locked], at=at)[locked.pk])
    if not due_now([due], today=timezone.localdate(at)):
        return None
    counts = wipe.make_nameless(locked, at=at)
    counted = [(policy.row(data_class), count) for data_class, count in counts.items() if count]
    return _certify(locked, None, counted, policy=policy, by=actor, at=at)


@transaction.atomic
def order(application: Application, *, ground: str, actor: User, scope: Scope, at: datetime) -> ErasureOrder:
    """Ask for a case to be erased before its time; nothing happens until another officer confirms.

    Refuses when: the actor lacks the right or is the person (Refused); the ground is empty
    (InvalidInput); the case is open, erased, held, or ordered already (Conflict).
    Records: screening.erasure.ordered.
    """
    require(may_order_erasure(actor, scope, application))
    if not ground.strip():
        raise InvalidInput(
            "Give the ground.", fields={"ground": "Say why it is erased early, and by which law."}
        )
    _check_erasable(application)
    try:
        with transaction.atomic():
            made = ErasureOrder.objects.create(
                application=application, ground=ground.strip(), proposed_by=actor, proposed_at=at
            )
    except IntegrityError:
        raise Conflict("The erasure of this case is ordered already.") from None
    _record(application, "ordered", actor=actor, at=at)
    return made


@transaction.atomic
def confirm(
    made: ErasureOrder, *, policy: RetentionPolicy, actor: User, scope: Scope, at: datetime
) -> Erasure:
    """Confirm an order; everything that the case holds is erased at once.

    Refuses when: the actor ordered it, lacks the right or is the person (Refused); somebody answered it
    meanwhile, or the case is open, erased or held (Conflict).
    Records: screening.erasure.done.
    """
    require(may_confirm_erasure(actor, scope, made))
    locked = Application.objects.select_for_update().get(pk=made.application_id)
    _check_erasable(locked)
    _answer(made, OrderState.CONFIRMED, actor=actor, at=at)
    facts = case_facts([locked])[locked.pk]
    rows = [policy.row(one, facts.outcome) for one in OF_A_CASE if one not in facts.erased]
    return _carry_out(locked, rows, policy=policy, by=actor.reference, at=at, made=made)


@transaction.atomic
def return_order(made: ErasureOrder, *, actor: User, scope: Scope, at: datetime) -> None:
    """Do not confirm an order. Refuses as `confirm` does. Records: screening.erasure.returned."""
    require(may_confirm_erasure(actor, scope, made))
    _answer(made, OrderState.RETURNED, actor=actor, at=at)
    _record(made.application, "returned", actor=actor, at=at)


def _check_erasable(application: Application) -> None:
    if application.state in OPEN_STATES:
        raise Conflict("The case is open; it is decided or withdrawn first.")
    if application.erased_at is not None:
        raise Conflict("The case is erased already.")
    obstacle = standing_obstacle(application)
    if obstacle is not None:
        raise Conflict(obstacle)


def _answer(made: ErasureOrder, answer: OrderState, *, actor: User, at: datetime) -> None:
    changed = ErasureOrder.objects.filter(pk=made.pk, state=OrderState.PROPOSED.value).update(
        state=answer.value, answered_by=actor, answered_at=at
    )
    if changed != 1:
        raise Conflict("Another officer answered this order meanwhile.")
    made.refresh_from_db()


def _carry_out(
    application: Application,
    rows: Sequence[Row],
    *,
    policy: RetentionPolicy,
    by: str,
    at: datetime,
    made: ErasureOrder | None = None,
) -> Erasure:
    counted = [(row, _erase_class(application, row.data_class, by=by, at=at)) for row in rows]
    return _certify(application.person, application, counted, policy=policy, by=by, at=at, made=made)


def _erase_class(application: Application, data_class: DataClass, *, by: str, at: datetime) -> int:
    if data_class is DataClass.RECORD_ANSWER:
        return wipe.reduce_record(application)
    if data_class is DataClass.DOCUMENTS:
        return wipe.erase_documents(application, actor=by, at=at)
    return sum(
        wipe.wipe(belonging, application, at=at)
        for belonging in OF_CASES
        if belonging.data_class is data_class
    )


def _certify(
    person: Person,
    application: Application | None,
    counted: Counted,
    *,
    policy: RetentionPolicy,
    by: str,
    at: datetime,
    made: ErasureOrder | None = None,
) -> Erasure:
    erasure = Erasure.objects.create(
        port=person.port,
        person=person,
        application=application,
        order=made,
        at=at,
        by=by,
        policy=policy.ref,
        rows=[
            {
                "data_class": row.data_class.value,
                "action": row.action.value,
                "count": count,
                "rule": row.words if made is None else "by order of two officers",
                "source": row.source if made is None else "",
                "mark": row.mark.value if made is None else "",
            }
            for row, count in counted
        ],
    )
    subject = person.reference if application is None else application.reference
    record.append(
        "screening.erasure.done",
        actor=by,
        at=at,
        subject=subject,
        port=person.port.locode,
        erasure=erasure.ref,
        classes=[row.data_class.value.replace("_", " ") for row, _ in counted],
        count=erasure.count,
        policy=policy.ref,
        early=made is not None,
    )
    return erasure


def _record(application: Application, verb: str, *, actor: User, at: datetime) -> None:
    record.append(
        f"screening.erasure.{verb}",
        actor=actor.reference,
        at=at,
        subject=application.reference,
        port=application.port.locode,
    )
