"""The explanation by an emergency where the container stands."""

from __future__ import annotations

from access.enums import EmergencyFunction, FieldClass
from access.need_to_know.explanation import FULL, Explanation, FailedExplanation, looking_only
from access.need_to_know.facts import LookUpFacts, WorkOrderFact
from access.need_to_know.roster import at_work
from access.need_to_know.work_order import EMERGENCY_KINDS, WINDOW, kind_of

HIGHEST_CLASS = FieldClass.S2
"""Who puts out a fire must know where a box stands and what stands beside it, not who may collect it. House
proposal of November 2026; detection judges the log by the same class."""

HELPERS = frozenset(function.value for function in EmergencyFunction if function.passes_lockdown)

NONE_HERE = "No emergency that the requester works on is recorded where this object stands."


def emergency_in_block(facts: LookUpFacts) -> Explanation | FailedExplanation:
    """There is an emergency where the container stands, and the requester is on duty or is a helper.

    E7. Dangerous goods and fires do not wait for an order. It counts from its beginning to a day after its
    end, for people at work and for the fire brigade, first aid, security and authorities; whoever declared it
    cannot open anything by it.
    """
    if not facts.is_look:
        return looking_only("E7")
    if facts.is_critical:
        return FailedExplanation("E7", f"An emergency opens nothing above {HIGHEST_CLASS.value}.")
    place = facts.resource.block if facts.resource else ""
    here = facts.names | ({place} - {""})
    going_on = [order for order in facts.work_orders if order.object in here and _goes_on(facts, order)]
    if not going_on or not _helps(facts):
        return FailedExplanation("E7", NONE_HERE)
    first = min(going_on, key=lambda order: order.ref)
    sentence = "There is an emergency where this container stands, and the requester is on duty."
    until = None if first.closed_at is None else first.closed_at + WINDOW
    return Explanation("E7", FULL, sentence, first.ref, until)


def _goes_on(facts: LookUpFacts, order: WorkOrderFact) -> bool:
    if kind_of(order) not in EMERGENCY_KINDS or facts.requester.is_(order.opened_by):
        return False
    return order.opened_at <= facts.at and (order.closed_at is None or facts.at <= order.closed_at + WINDOW)


def _helps(facts: LookUpFacts) -> bool:
    if not facts.holder_known:
        return False
    return not HELPERS.isdisjoint(facts.requester.functions) or bool(at_work(facts))
