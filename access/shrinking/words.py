"""The words of the need-to-know shrinker."""

from __future__ import annotations

from portsec.kernel.words import Word


class ShrinkState(Word):
    PROPOSED = "proposed", "Proposed", "wait"
    TRIAL = "trial", "On trial", "info"
    ADOPTED = "adopted", "Taken away", "good"
    ROLLED_BACK = "rolled_back", "Given back", "mute"
    DISMISSED = "dismissed", "Left as it is", "mute"


class ShrinkEvent(Word):
    START = "start", "Start the trial"
    ADOPT = "adopt", "Take away for good"
    ROLL_BACK = "roll_back", "Give everything back"
    DISMISS = "dismiss", "Leave it"
