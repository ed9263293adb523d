"""The explanations that are tried, in order. The first one of full weight carries the look-up.

What names the requester and the object comes before what opens a whole ship, block or team's work, because
the latter shows less (`obligations.FOR_MANY`).
"""

from __future__ import annotations

from collections.abc import Iterable

from access.gate.statement import reason_of
from access.need_to_know.audit import audit_assigned
from access.need_to_know.break_glass import glass_broken
from access.need_to_know.emergency import emergency_in_block
from access.need_to_know.explanation import Explaining, Explanation, FailedExplanation
from access.need_to_know.facts import LookUpFacts
from access.need_to_know.grant import granted_by_data_owner
from access.need_to_know.hand_over import handed_over_in_team
from access.need_to_know.release_chain import party_of_release_chain
from access.need_to_know.roster import shift_handles_vessel_call
from access.need_to_know.work_order import (
    dossier_links_requester,
    inspection_assigned,
    order_links_requester,
    ticket_opened_by_someone_else,
)

BY_OWN_WORK: tuple[Explaining, ...] = (
    order_links_requester,
    inspection_assigned,
    ticket_opened_by_someone_else,
    dossier_links_requester,
    party_of_release_chain,
    audit_assigned,
    granted_by_data_owner,
    shift_handles_vessel_call,
)
"""What work, roster, chain and grants say by themselves. Detection tries these on logged look-ups, too; an
emergency and a hand-over it finds in the log, and a break-glass it takes from what the decision recorded."""

EXPLANATIONS: tuple[Explaining, ...] = (
    *BY_OWN_WORK,
    emergency_in_block,
    handed_over_in_team,
    glass_broken,
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
