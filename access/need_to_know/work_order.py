"""Explanations by work that names the object: orders, inspection tasks, tickets, dossiers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from access.need_to_know.explanation import (
    FULL,
    HALF,
    Explanation,
    FailedExplanation,
    is_just_self_made,
    looking_only,
)
from access.need_to_know.facts import LookUpFacts, WorkOrderFact

WINDOW = timedelta(hours=24)
"""Work explains look-ups from a day before it is opened to a day after it is closed: it is prepared before
its record and finished after it. House proposal of November 2026, to be replayed on a port's own history."""

INSPECTION_KINDS = frozenset({"inspection", "control", "scan"})
TICKET_KINDS = frozenset({"ticket", "service_ticket"})
DOSSIER_KINDS = frozenset({"claim", "damage", "incident", "dossier"})
AUDIT_KINDS = frozenset({"audit", "supervision"})
EMERGENCY_KINDS = frozenset({"emergency", "dangerous_goods"})
UNEXPLAINING_KINDS = frozenset({"break_glass"})
"""An order of this kind explains nothing: break-glass is opened and reviewed here."""
SPECIAL_KINDS = (
    INSPECTION_KINDS | TICKET_KINDS | DOSSIER_KINDS | AUDIT_KINDS | EMERGENCY_KINDS | UNEXPLAINING_KINDS
)


def order_links_requester(facts: LookUpFacts) -> Explanation | FailedExplanation:
    """A work order names this object and the requester or their team.

    E1. Access follows the task: an open order, job or appointment makes the look-up necessary.
    """
    return strongest(facts, "E1", "work order", own_orders(facts, facts.names))


def inspection_assigned(facts: LookUpFacts) -> Explanation | FailedExplanation:
    """An inspection of this object is assigned to the requester in person.

    E4. Controls are assigned to officers one by one, so that selection and inspection stay apart.
    """
    me = facts.requester.person
    tasks = [
        order
        for order in own(facts, facts.names)
        if kind_of(order) in INSPECTION_KINDS and order.person == me
    ]
    return strongest(facts, "E4", "inspection task", tasks)


def ticket_opened_by_someone_else(facts: LookUpFacts) -> Explanation | FailedExplanation:
    """A ticket that somebody else opened names this object and the requester or their team.

    E5. A question from outside explains a look-up; a question to oneself does not. An unknown opener counts
    as oneself.
    """
    tickets = [order for order in own(facts, facts.names) if kind_of(order) in TICKET_KINDS]
    others = [ticket for ticket in tickets if ticket.opened_by and not facts.requester.is_(ticket.opened_by)]
    if tickets and not others:
        return FailedExplanation(
            "E5", f"It is not shown that somebody else opened ticket {_first(tickets).ref}."
        )
    return strongest(facts, "E5", "ticket", others)


def dossier_links_requester(facts: LookUpFacts) -> Explanation | FailedExplanation:
    """A claim, damage or incident dossier names this object and the requester or their team.

    E6. Claims and incidents need the facts of the visit after the visit itself is over.
    """
    if not facts.is_look:
        return looking_only("E6")
    dossiers = [order for order in own(facts, facts.names) if kind_of(order) in DOSSIER_KINDS]
    return strongest(facts, "E6", "dossier", dossiers)


def own_orders(facts: LookUpFacts, names: Collection[str]) -> list[WorkOrderFact]:
    """The requester's plain orders for one of these names: no inspections, tickets, dossiers or audits."""
    return [order for order in own(facts, names) if kind_of(order) not in SPECIAL_KINDS]


def in_time(facts: LookUpFacts, order: WorkOrderFact) -> bool:
    """Whether the look-up lies in the order's window."""
    begun = order.opened_at - WINDOW <= facts.at
    return begun and (order.closed_at is None or facts.at <= order.closed_at + WINDOW)


def ends_at(order: WorkOrderFact) -> datetime | None:
    """When the order's window closes; None while it is open."""
    return None if order.closed_at is None else order.closed_at + WINDOW


def made_up_later(facts: LookUpFacts, order: WorkOrderFact) -> bool:
    """Whether the requester opened it only after looking: nobody explains their own past look-up."""
    return facts.requester.is_(order.opened_by) and order.opened_at > facts.at


def own(facts: LookUpFacts, names: Collection[str]) -> Iterable[WorkOrderFact]:
    """Work for one of these names that is the requester's. Nothing else is ever spoken of."""
    return (order for order in facts.own_work if order.object in names)


def kind_of(order: WorkOrderFact) -> str:
    return order.kind.strip().casefold()


def _first(orders: list[WorkOrderFact]) -> WorkOrderFact:
    return min(orders, key=lambda order: order.ref)


def weight_of(facts: LookUpFacts, order: WorkOrderFact) -> float:
    return HALF if is_just_self_made(facts, order.opened_by, order.opened_at) else FULL


def strongest(
    facts: LookUpFacts, code: str, noun: str, orders: list[WorkOrderFact]
) -> Explanation | FailedExplanation:
    """The best of these orders: full weight first, then the one that was claimed, then by reference."""
    if not orders:
        return FailedExplanation(code, f"No {noun} names this object and the requester.")
    timely = [order for order in orders if in_time(facts, order)]
    if not timely:
        sentence = f"The look-up is outside the time of {noun} {_first(orders).ref}."
        coming = (order.opened_at - WINDOW for order in orders if order.opened_at - WINDOW > facts.at)
        return FailedExplanation(code, sentence, min(coming, default=None))
    honest = [order for order in timely if not made_up_later(facts, order)]
    if not honest:
        sentence = f"The requester opened {noun} {_first(timely).ref} only after the look-up."
        return FailedExplanation(code, sentence)
    best = min(
        honest, key=lambda order: (-weight_of(facts, order), order.ref != facts.claimed_work_ref, order.ref)
    )
    sentence = f"{noun.capitalize()} {best.ref} names this object and the requester or their team."
    return Explanation(code, weight_of(facts, best), sentence, best.ref, ends_at(best))
