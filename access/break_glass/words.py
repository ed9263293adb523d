"""The words of break-glass."""

from __future__ import annotations

from typing import Final

from portsec.kernel.words import Word

ABUSE_RULE: Final = "G04"
"""Rule of the domain notes under which abuse stands in a person-case; a review finds it, no detector."""
ABUSE_TITLE: Final = "Break-glass that its review called abuse"


class BreakGlassState(Word):
    UNREVIEWED = "unreviewed", "To review", "wait"
    PASSED = "passed", "Passed review", "good"
    ABUSE = "abuse", "Abuse", "bad"


class BreakGlassEvent(Word):
    PASS = "pass", "Pass"
    CONDEMN = "condemn", "Call it abuse"
