"""Which step a version of a rule's values may take. Whatever is absent is refused."""

from __future__ import annotations

from collections.abc import Mapping

from access.rule_editing.words import RuleVersionEvent as Event
from access.rule_editing.words import RuleVersionState as State

# Nothing comes into force that did not run silently first.
RULE_VERSION_TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.PROPOSED, Event.START_SHADOW): State.SHADOW,
    (State.PROPOSED, Event.DROP): State.DROPPED,
    (State.SHADOW, Event.ACTIVATE): State.ACTIVE,
    (State.SHADOW, Event.DROP): State.DROPPED,
    (State.ACTIVE, Event.REPLACE): State.REPLACED,
}
