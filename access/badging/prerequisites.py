"""What must hold before a badge is issued: the red and green list of the desk."""

from __future__ import annotations

from collections.abc import Callable

from access.badging.ending import ends_in_time
from access.badging.facts import RequestFacts, WantedTraining
from access.gate.clearance import GRANTED, NO_LEVEL, SUSPENDED
from portsec.kernel.verdict import Verdict, all_of, allow, deny

Prerequisite = Callable[[RequestFacts], Verdict]


def clearance_in_force(facts: RequestFacts) -> Verdict:
    """A badge rests on a clearance that is granted and runs today."""
    held = facts.clearance
    if held is None:
        return deny("clearance_missing", "There is no clearance. Start an application first.")
    if held.state != GRANTED:
        state = "suspended" if held.state == SUSPENDED else "withdrawn"
        return deny("clearance_not_granted", f"The clearance is {state}.")
    if held.valid_until < facts.today:
        return deny("clearance_expired", f"The clearance ended on {held.valid_until:%-d %B %Y}.")
    return allow()


def clearance_high_enough(facts: RequestFacts) -> Verdict:
    """The clearance reaches the level of every area, and of those around it."""
    rank = facts.clearance.level_rank if facts.clearance else NO_LEVEL
    too_high = sorted(area.name for area in facts.areas if area.level > rank)
    if too_high:
        return deny("clearance_level_too_low", f"The clearance level is too low for: {', '.join(too_high)}.")
    return allow()


def without_escort(facts: RequestFacts) -> Verdict:
    """A standing badge opens gates to somebody alone."""
    if facts.clearance is not None and facts.clearance.escort_only:
        return deny(
            "clearance_escort_only",
            "The clearance holds with an escort only; the person enters as a visitor.",
        )
    return allow()


def trained(facts: RequestFacts) -> Verdict:
    """The trainings that the areas and the type of badge ask for are held today."""
    missing = _missing(facts, licences=False)
    return deny("training_not_held", f"Not held today: {missing}.") if missing else allow()


def licensed(facts: RequestFacts) -> Verdict:
    """The same for licences."""
    missing = _missing(facts, licences=True)
    return deny("licence_not_held", f"Not held today: {missing}.") if missing else allow()


def ends_with_what_it_rests_on(facts: RequestFacts) -> Verdict:
    """The badge ends no later than clearance, need, contract and the longest time of its type."""
    return ends_in_time(facts.last_day, facts.bounds, today=facts.today)


def not_banned(facts: RequestFacts) -> Verdict:
    """No court or authority keeps the person out of the port."""
    return deny("port_ban", "A port ban is in force.") if facts.is_banned else allow()


def photographed(facts: RequestFacts) -> Verdict:
    """There is a picture to compare the holder with."""
    if facts.has_photo:
        return allow()
    return deny("photo_missing", "There is no photo. The person comes to the desk for it.")


def no_other_badge(facts: RequestFacts) -> Verdict:
    """One person, one badge: a second one would outlast a suspension of the first."""
    if facts.held_badge:
        return deny("badge_held", f"The person already holds badge {facts.held_badge}.")
    if facts.replaced_is_suspended:
        return deny("badge_suspended", "The badge to replace is suspended; that is settled first.")
    return allow()


def card_at_hand(facts: RequestFacts) -> Verdict:
    """Whoever issues has a blank card of this type in custody."""
    if facts.blank_cards is not None and facts.blank_cards < 1:
        return deny("stock_empty", "You hold no blank card of this type. Take some over first.")
    return allow()


NAMES: dict[str, Prerequisite] = {
    "Clearance": clearance_in_force,
    "Level": clearance_high_enough,
    "Without escort": without_escort,
    "Trainings": trained,
    "Licences": licensed,
    "End": ends_with_what_it_rests_on,
    "Port ban": not_banned,
    "Photo": photographed,
    "No other badge": no_other_badge,
    "Blank card": card_at_hand,
}


def prerequisites(facts: RequestFacts) -> list[tuple[str, Verdict]]:
    """Each prerequisite by its name on the page, in that order, with its verdict."""
    return [(name, judge(facts)) for name, judge in NAMES.items()]


def may_be_issued(facts: RequestFacts) -> Verdict:
    """Whether everything holds; a refusal tells all that is missing."""
    return all_of(*(verdict for _, verdict in prerequisites(facts)))


def _missing(facts: RequestFacts, *, licences: bool) -> str:
    wanted: list[WantedTraining] = [each for each in facts.trainings if each.is_licence is licences]
    return ", ".join(sorted(each.name for each in wanted if each.code not in facts.certificates))
