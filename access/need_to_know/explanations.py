"""The explanations that are tried, in order. The first one of full weight carries the look-up.

E7 (emergency in the block) and E8 (hand-over in the team) only count afterwards, in detection; E9 (approved
audit) and E10 (reviewed break-glass) have no records yet. Live, such look-ups are refused or need a grant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from access.gate.statement import reason_of
from access.need_to_know.explanation import Explanation, FailedExplanation
from access.need_to_know.facts import LookUpFacts
from access.need_to_know.grant import granted_by_data_owner
from access.need_to_know.release_chain import party_of_release_chain
from access.need_to_know.roster import shift_handles_vessel_call
from access.need_to_know.work_order import (
    dossier_links_requester,
    inspection_assigned,
    order_links_requester,
    ticket_opened_by_someone_else,
)

Explaining = Callable[[LookUpFacts], Explanation | FailedExplanation]

EXPLANATIONS: tuple[Explaining, ...] = (
    order_links_requester,
    inspection_assigned,
    ticket_opened_by_someone_else,
    dossier_links_requester,
    party_of_release_chain,
    shift_handles_vessel_call,
    granted_by_data_owner,
)

for _explaining in EXPLANATIONS:
    reason_of(_explaining)


def explain(
    facts: LookUpFacts, explanations: Iterable[Explaining] = EXPLANATIONS
) -> tuple[Explanation | None, tuple[FailedExplanation, ...]]:
    """The strongest explanation, if there is one, and those that were tried before it and failed."""
    strongest: Explanation | None = None
    failed: list[FailedExplanation] = []
    for explaining in explanations:
        found = explaining(facts)
        if isinstance(found, FailedExplanation):
            failed.append(found)
        elif strongest is None or found.weight > strongest.weight:
            strongest = found
        if strongest is not None and not strongest.is_self_made:
            break
    return strongest, tuple(failed)
