"""The words of break-glass."""

from __future__ import annotations

from portsec.kernel.words import Word


class BreakGlassState(Word):
    UNREVIEWED = "unreviewed", "To review", "wait"
    PASSED = "passed", "Passed review", "good"
    ABUSE = "abuse", "Abuse", "bad"


class BreakGlassEvent(Word):
    PASS = "pass", "Pass"
    CONDEMN = "condemn", "Call it abuse"
