"""Steps on one object that must stay in different hands."""

from __future__ import annotations

from collections.abc import Mapping

from access.enums import DataAction
from access.need_to_know.facts import LookUpFacts
from access.need_to_know.work_order import INSPECTION_KINDS, kind_of, own

APART: Mapping[DataAction, frozenset[DataAction]] = {
    DataAction.RELEASE: frozenset({DataAction.OVERRIDE}),
    DataAction.OVERRIDE: frozenset({DataAction.RELEASE, DataAction.NOMINATE}),
    DataAction.NOMINATE: frozenset({DataAction.OVERRIDE}),
}
"""Who overrides a risk or a control of a container has no hand in who collects it, and conversely."""

NOT_BY_INSPECTORS = frozenset({DataAction.OVERRIDE, DataAction.RELEASE})
"""Who inspects a container neither calls the control off nor lets the container go."""


def duties_not_separate(facts: LookUpFacts) -> bool:
    """The requester took, or is given, another step on this object that must stay in other hands.

    Split powers and controls that are assigned by lot, as Dutch customs do (overdedouane.nl). Cases in which
    one officer chose, checked and released are those that moved the most. House proposal of November 2026.
    """
    against = APART.get(facts.action)
    if against is None:
        return False
    return any(act.action in against for act in facts.acts) or _inspects(facts)


def _inspects(facts: LookUpFacts) -> bool:
    return facts.action in NOT_BY_INSPECTORS and any(
        kind_of(order) in INSPECTION_KINDS for order in own(facts, facts.names)
    )
