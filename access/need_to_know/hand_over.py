"""The explanation by a hand-over within the team."""

from __future__ import annotations

from datetime import timedelta

from access.enums import FieldClass
from access.need_to_know.explanation import FULL, Explanation, FailedExplanation, looking_only
from access.need_to_know.facts import LookUpFacts

HIGHEST_CLASS = FieldClass.S2
"""What is known as a team is often the whole peer group, so a hand-over opens no release right. House
proposal of November 2026; detection judges the log by the same class and time."""

WITHIN = timedelta(hours=12)
"""A colleague goes on with a box that the team was working on. House proposal of November 2026."""


def handed_over_in_team(facts: LookUpFacts) -> Explanation | FailedExplanation:
    """A colleague of the same team had work on this object within the last 12 hours.

    E8. Work goes from shift to shift. Only a look-up that the colleague's own work explained in full hands
    over, so that no hand-over rests on another one.
    """
    if not facts.is_look:
        return looking_only("E8")
    if facts.is_critical:
        return FailedExplanation("E8", f"A hand-over opens nothing above {HIGHEST_CLASS.value}.")
    teams = facts.requester.teams - {""} if facts.holder_known else frozenset()
    given = [
        one
        for one in facts.hand_overs
        if one.team in teams
        and one.person
        and not facts.requester.is_(one.person)
        and facts.at - WITHIN <= one.at <= facts.at
    ]
    if not given:
        hours = WITHIN // timedelta(hours=1)
        return FailedExplanation(
            "E8", f"No colleague of the team had work on it in the {hours} hours before."
        )
    last = max(given, key=lambda one: (one.at, one.ref))
    sentence = "A colleague of the same team was working on it."
    return Explanation("E8", FULL, sentence, last.ref, last.at + WITHIN)
