"""The explanation by an audit or supervision task."""

from __future__ import annotations

from access.need_to_know.explanation import Explanation, FailedExplanation, looking_only
from access.need_to_know.facts import LookUpFacts
from access.need_to_know.work_order import AUDIT_KINDS, kind_of, own, strongest


def audit_assigned(facts: LookUpFacts) -> Explanation | FailedExplanation:
    """Somebody else has approved an audit task with an end that covers this object.

    E9. Whoever checks the work of others sees what they see, by an order that somebody else opened for them
    in person. It may name the container, its bill of lading, its vessel call or its terminal. One without an
    end would open them for good.
    """
    if not facts.is_look:
        return looking_only("E9")
    me = facts.requester.person
    tasks = [
        task for task in own(facts, _covered(facts)) if kind_of(task) in AUDIT_KINDS and task.person == me
    ]
    approved = [
        task
        for task in tasks
        if task.opened_by and not facts.requester.is_(task.opened_by) and task.closed_at is not None
    ]
    if tasks and not approved:
        first = min(tasks, key=lambda task: task.ref)
        sentence = f"It is not shown that somebody else approved audit task {first.ref}, with an end."
        return FailedExplanation("E9", sentence)
    return strongest(facts, "E9", "audit task", approved)


def _covered(facts: LookUpFacts) -> frozenset[str]:
    resource = facts.resource
    if resource is None:
        return facts.names
    call = resource.vessel_call.ref if resource.vessel_call else ""
    return facts.names | ({call, resource.terminal} - {""})
