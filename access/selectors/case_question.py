"""Questions about look-ups and entries: mine to answer, and what a case was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from access.models import CaseQuestion, PersonCase, WorkOrder
from accounts.models import Port, User
from portsec.kernel.errors import NotFound
from screening.models import Person

NEWEST = 20  # answered questions that are shown below those to answer


@dataclass(frozen=True, slots=True)
class Answered:
    """A question of a case with what was answered. `check` says what the records make of named work."""

    question: CaseQuestion
    is_late: bool
    check: str


def own_questions(user: User) -> QuerySet[CaseQuestion]:
    """Questions to this account, open ones first. Neither case nor lot can be told from them."""
    fields = ("stream", "happened_at", "about", "field_class", "due_at", "answer", "remark", "answered_at")
    questions = CaseQuestion.objects.filter(account=user.username).only("port", "account", *fields)
    return questions.order_by("-answered_at", "due_at", "pk")


def open_questions(user: User) -> QuerySet[CaseQuestion]:
    return own_questions(user).filter(answered_at=None)


def own_question(user: User, number: int) -> CaseQuestion:
    """One of my questions. Raises NotFound when absent or somebody else's."""
    found = CaseQuestion.objects.filter(account=user.username, pk=number).first()
    if found is None:
        raise NotFound("question")
    return found


def account_behind(port: Port, subject: str) -> User | None:
    """Whose account is asked about events of this subject of the log; None where they have none here."""
    if not subject:
        return None
    person = Person.objects.filter(port=port).filter(Q(external_ref=subject) | Q(ref=subject)).first()
    refs = {subject, *((person.ref, person.external_ref) if person else ())} - {""}
    active = User.objects.filter(is_active=True, is_device=False)
    owned = active.filter(person_ref__in=refs).order_by("pk").first()
    return owned or active.filter(username=subject).first()


def answers_of(case: PersonCase, *, at: datetime) -> list[Answered]:
    """Everything that was asked for a case, newest first."""
    rows = list(CaseQuestion.objects.filter(case=case).order_by("-asked_at", "-pk"))
    orders = _orders(case, {row.work_ref for row in rows if row.work_ref})
    return [
        Answered(row, (row.answered_at or at) > row.due_at, _check(row, case, orders.get(row.work_ref)))
        for row in rows
    ]


def _orders(case: PersonCase, refs: set[str]) -> dict[str, WorkOrder]:
    found = WorkOrder.objects.filter(port_id=case.port_id, ref__in=refs)
    return {order.ref: order for order in found}


def _check(row: CaseQuestion, case: PersonCase, order: WorkOrder | None) -> str:
    """What the records say of the work that the answer names."""
    if not row.work_ref:
        return ""
    if order is None:
        return f"There is no work order {row.work_ref}."
    if order.object_ref != row.about:
        return f"{order.ref} is on record, but for {order.object_ref}."
    if case.subject and order.opened_by == case.subject:
        return f"{order.ref} is on record for it, opened by the person who was asked."
    return f"{order.ref} is on record for it, opened by somebody else."
