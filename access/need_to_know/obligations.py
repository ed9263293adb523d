"""What comes with a yes: duties of whoever shows the data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from access.enums import DataAction
from access.gate.isps import IspsLevel
from access.need_to_know.explanation import Explanation, carries
from access.need_to_know.facts import LookUpFacts
from access.need_to_know.grant import granted_by_data_owner

LOG: Final = "log"
"""Record the look-up before it is shown."""
REASON: Final = "reason"
"""Ask the requester why, and keep the answer."""
MASK: Final = "mask"
"""Leave out who the goods and the driver belong to."""
SECOND_PERSON: Final = "second_person"
"""Show nothing above S2 before a second person has agreed."""
STEP_UP: Final = "step_up"
"""Let the requester prove again who they are."""

HIGH_RISK = 3
"""Risk of a container from an origin of most seizures."""

FOR_MANY = frozenset({"E3", "E7", "E8"})
"""They open a whole ship, a block or a team's work, and nobody there needs to know whose goods they are."""

HEAVY_ACTS = frozenset(
    {
        DataAction.RELEASE,
        DataAction.NOMINATE,
        DataAction.OVERRIDE,
        DataAction.EXPORT,
        DataAction.PRINT,
    }
)


def duties(facts: LookUpFacts, explanation: Explanation | None) -> Iterator[str]:
    """The duties, always in the same order."""
    yield LOG
    critical = facts.is_critical
    high_risk = critical and facts.resource is not None and facts.resource.risk >= HIGH_RISK
    raised = critical and facts.isps_level >= IspsLevel.HEIGHTENED
    self_made = explanation is not None and explanation.is_self_made
    asks_why = high_risk or raised or self_made or facts.action is DataAction.OVERRIDE
    if asks_why and not facts.claimed_purpose.strip():
        yield REASON
    if explanation is not None and (self_made or explanation.code in FOR_MANY):
        yield MASK
    if high_risk and raised and not carries(granted_by_data_owner, facts):
        yield SECOND_PERSON  # whoever granted it was the second person already
    by_glass = explanation is not None and explanation.code == "E10"
    if critical and (raised or by_glass or facts.action in HEAVY_ACTS):
        yield STEP_UP
