"""Whether the holder comes to work when the roster says so."""

from __future__ import annotations

from datetime import timedelta

from access.enums import RosterKind
from access.gate.facts import GateFacts
from access.gate.isps import RosterRule

TOLERANCE = timedelta(minutes=60)
"""Before the start and after the end of a duty, this time included: people come early and hand over late.
Start value of rule P03, which looks for the same in the log; house proposal of November 2026."""

AT_WORK = (RosterKind.SHIFT, RosterKind.ON_CALL)


def off_roster(facts: GateFacts) -> bool:
    """The roster has no duty for this person now.

    Erasmus University Rotterdam, 2019: couple passes to work rosters. That security level 3, and areas that
    ask for it, refuse is a house proposal.
    """
    return _rule(facts) is RosterRule.REQUIRED and not _is_on_duty(facts)


def off_roster_unconfirmed(facts: GateFacts) -> bool:
    """The roster has no duty for this person now, and no supervisor has confirmed the entry.

    As for `off_roster`; the measure of security level 2 (house proposal).
    """
    return _rule(facts) is RosterRule.CONFIRMED and not _is_on_duty(facts) and not _is_confirmed(facts)


def off_roster_noticed(facts: GateFacts) -> bool:
    """The roster has no duty for this person now; the entry is noted.

    As for `off_roster`; the measure of security level 1, and of level 2 once a supervisor has confirmed it.
    """
    if _is_on_duty(facts):
        return False
    rule = _rule(facts)
    return rule is RosterRule.NOTICED or (rule is RosterRule.CONFIRMED and _is_confirmed(facts))


def _rule(facts: GateFacts) -> RosterRule:
    """A permit has bounds of its own instead of a roster; the way out asks for none."""
    asked = facts.needs.roster
    if asked is RosterRule.NOT_ASKED or facts.is_exit or facts.permit is not None:
        return RosterRule.NOT_ASKED
    return max(asked, facts.measures.roster)


def _is_on_duty(facts: GateFacts) -> bool:
    duties = facts.roster.duties if facts.roster else ()
    if any(duty.kind not in AT_WORK and duty.start <= facts.instant < duty.end for duty in duties):
        return False  # on leave or sick, whatever else the roster says
    return any(
        duty.kind in AT_WORK
        and duty.start - facts.instant <= TOLERANCE
        and facts.instant - duty.end <= TOLERANCE
        for duty in duties
    )


def _is_confirmed(facts: GateFacts) -> bool:
    return facts.roster is not None and facts.roster.confirmed
