"""The words of the rule editor."""

from __future__ import annotations

from portsec.kernel.words import Word


class RuleVersionState(Word):
    PROPOSED = "proposed", "Proposed", "wait"
    SHADOW = "shadow", "Runs silently", "info"
    ACTIVE = "active", "In force", "good"
    REPLACED = "replaced", "Replaced", "mute"
    DROPPED = "dropped", "Dropped", "mute"


class RuleVersionEvent(Word):
    START_SHADOW = "start_shadow", "Let it run silently"
    ACTIVATE = "activate", "Put in force"
    REPLACE = "replace", "Replace"
    DROP = "drop", "Drop"


class Phase(Word):
    """Where a finding of a version that is not in force comes from."""

    REPLAY = "replay", "Replay of the history"
    SHADOW = "shadow", "Silent run"


class Side(Word):
    """With which values it was found."""

    NEW = "new", "Proposed values"
    OLD = "old", "Values in force"
