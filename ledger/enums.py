"""The words of the ledger."""

from __future__ import annotations

from portsec.kernel.words import Word


class JobState(Word):
    WAITING = "waiting", "Waiting", "wait"
    CLAIMED = "claimed", "Running", "info"
    DONE = "done", "Done", "good"
    PARKED = "parked", "Stopped after repeated failure", "bad"
