"""What must be done along with an answer, whoever gives it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from access.gate.facts import GateFacts
from access.gate.two_person import enters_with_second, second_person_missing

LOG: Final = "log"
"""Record the attempt before it is answered."""
ALARM: Final = "alarm"
"""Tell the control room aloud: a badge is in the wrong hands, or a copy of it."""
SILENT_ALARM: Final = "silent_alarm"
"""Tell those who help people under duress, and nobody else. It stands in the record only."""
FOLLOW: Final = "follow"
"""A guard looks into what was noted on a gate that opened."""
ESCORT_STAYS: Final = "escort_stays"
"""The escort stays with the person until the way out."""
ASK_SECOND: Final = "ask_second"
"""Only a second person is missing: ask for their badge."""
ADMIT_FIRST: Final = "admit_first"
"""Grant and record the entry of the first of two, whose attempt was waiting."""

SHOWN: Final = (ESCORT_STAYS, ASK_SECOND)
"""What reader and screen may say; everything else is for the record and the control room."""

ALARMING = frozenset(
    {
        "badge_revoked",
        "badge_lost",
        "badge_stolen",
        "badge_superseded",
        "badge_returned",
        "biometric_mismatch",
        "credential_signature_wrong",
        "credential_subject_wrong",
        "second_person_same",
    }
)
"""Codes that raise an alarm, from rules P06, P07 and P15. House proposal of November 2026."""


def duties_of(
    facts: GateFacts, codes: Collection[str], against: Collection[str], *, allowed: bool
) -> Iterator[str]:
    """The duties of an answer, in a fixed order. They come with a refusal, too.

    `codes` are those of all reasons, `against` of those that refuse an entry.
    """
    entered = allowed and not facts.is_exit
    yield LOG
    if facts.is_duress:
        yield SILENT_ALARM
    if not ALARMING.isdisjoint(codes):
        yield ALARM
    if allowed and codes:
        yield FOLLOW
    if entered and facts.needs_escort:
        yield ESCORT_STAYS
    if not allowed and set(against) == {second_person_missing.__name__}:
        yield ASK_SECOND
    if entered and enters_with_second(facts):
        yield ADMIT_FIRST
