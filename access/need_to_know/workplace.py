"""Where critical data may be read: in the port's own areas on duty, or from outside with approval."""

from __future__ import annotations

from datetime import timedelta

from access.need_to_know.break_glass import glass_broken
from access.need_to_know.explanation import carries
from access.need_to_know.facts import LookUpFacts
from access.need_to_know.release_chain import party_of_release_chain
from access.need_to_know.roster import at_work

LONGEST_STAY = timedelta(hours=16)
"""A reading on the way in that is older says no longer where somebody is: the reading on the way out was
missed. As rule P08 of detection counts an over-stay; house proposal of November 2026."""


def badge_not_in_force(facts: LookUpFacts) -> bool:
    """No badge of the requester is in force, and nobody has approved work from outside.

    Critical data are read where the port can see who reads: with a badge, in its areas. When the badge ends,
    so does the sight. House proposal of November 2026, after the cases in which shared log-ins were used.
    """
    return _asks_for_place(facts) and not facts.has_badge


def not_rostered(facts: LookUpFacts) -> bool:
    """The roster has no duty for the requester now.

    Erasmus University Rotterdam, 2019: couple passes to work rosters and make container data less broadly
    readable. That critical data need a duty is a house proposal of November 2026. A port that never delivered
    a roster is not asked for one; one whose feed has stopped still is.
    """
    return _asks_for_place(facts) and facts.roster_kept and not at_work(facts)


def not_inside_work_area(facts: LookUpFacts) -> bool:
    """The badge of the requester was not read into the area of the duty.

    Four of nine known look-ups by a spy in a public badge log were made while the workstation's owner was
    elsewhere. Critical data open with the badge inside, and close when it is read out.
    """
    if not _asks_for_place(facts):
        return False
    places = {shift.area for shift in at_work(facts)}
    inside = [one.areas for one in facts.inside if one.since <= facts.at <= one.since + LONGEST_STAY]
    if not places or "" in places:  # a duty without an area is for the whole port
        return not inside
    return all(places.isdisjoint(areas) for areas in inside)


WORKPLACE_CHECKS = (badge_not_in_force, not_rostered, not_inside_work_area)


def _asks_for_place(facts: LookUpFacts) -> bool:
    """Parties of the release chain sit in offices of their own, and an emergency is wherever it is."""
    if not facts.is_critical or not facts.holder_known or facts.remote:
        return False
    return not (carries(party_of_release_chain, facts) or carries(glass_broken, facts))
