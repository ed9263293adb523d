"""What must hold before a guard lets a visitor in: the red and green list of the reception."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from access.gate.isps import MEASURES, IspsLevel
from access.visiting.days import within_the_year
from portsec.kernel.verdict import Verdict, all_of, allow, deny
from portsec.kernel.words import Word
from screening.kinds.escort import Stay

STANDING = "May come as a visitor"
"""How the list names what the register of people says, which not everybody reads in full."""


class IdentityPaper(Word):
    """Which kind of paper the guard compared. Its number is never kept."""

    PASSPORT = "passport", "Passport"
    IDENTITY_CARD = "identity_card", "Identity card"
    RESIDENCE_PERMIT = "residence_permit", "Residence permit"
    DRIVING_LICENCE = "driving_licence", "Driving licence"
    SERVICE_CARD = "service_card", "Service card of an authority"
    SEAFARER = "seafarer", "Seafarer's document"


@dataclass(frozen=True, slots=True)
class EscortFacts:
    """The person who is to lead the visitor. `covers` are the areas that their badge opens, inner ones too.

    `may_enter_alone`: a clearance in force that asks for no escort. `others`: how many visitors they have
    along already.
    """

    badge_in_force: bool
    may_enter_alone: bool
    covers: frozenset[str]
    others: int = 0
    is_the_visitor: bool = False


@dataclass(frozen=True, slots=True)
class VisitArea:
    """An area of the visit, with what holds in it or in an area around it."""

    code: str
    name: str
    escort_allowed: bool = True
    is_restricted: bool = True
    level: IspsLevel = IspsLevel.NORMAL
    is_locked: bool = False
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class ArrivalFacts:
    """Everything that is judged on arrival. `escort` is None while none is named."""

    today: date
    first: date
    last: date
    standing: Verdict
    areas: tuple[VisitArea, ...]
    escort: EscortFacts | None
    taken: frozenset[date] = frozenset()
    permits: tuple[Stay, ...] = ()
    is_essential: bool = False
    on_site_elsewhere: bool = False


def arrival_checks(facts: ArrivalFacts) -> Mapping[str, Verdict]:
    """Each thing that must hold, by the name that the page shows, in the order of the desk."""
    return {
        "Expected today": _expected(facts),
        STANDING: facts.standing,
        "Not on site already": _not_on_site(facts),
        "Days of the year": within_the_year(frozenset({facts.today}), facts.taken, facts.permits),
        "Escort": may_lead(facts.escort, facts.areas),
        "Size of the group": has_room(facts.escort, facts.areas),
        "Areas": open_to_visitors(facts.areas),
        "Open now": _open(facts),
    }


def open_to_visitors(areas: tuple[VisitArea, ...]) -> Verdict:
    """Whether people may be led into each of these areas."""
    closed = sorted(area.name for area in areas if not area.escort_allowed)
    if not areas:
        return deny("visit_without_area", "Choose at least one area.")
    if closed:
        return deny("visit_area_closed", f"Nobody is led here under escort: {', '.join(closed)}.")
    return allow()


def may_lead(escort: EscortFacts | None, areas: tuple[VisitArea, ...]) -> Verdict:
    """Whether this person may lead others into all of these areas.

    House rule: who watches others has to be able to go where they go, alone.
    """
    if escort is None:
        return deny("escort_missing", "Nobody is named who leads the visitor.")
    beyond = sorted(area.name for area in areas if area.code not in escort.covers)
    reasons = (
        (escort.is_the_visitor, "escort_is_visitor", "Nobody leads themselves."),
        (not escort.badge_in_force, "escort_without_badge", "The escort has no badge in force."),
        (not escort.may_enter_alone, "escort_needs_escort", "The escort may not enter alone."),
        (bool(beyond), "escort_not_entitled", f"The escort's badge does not open: {', '.join(beyond)}."),
    )
    return all_of(allow(), *(deny(code, said) for holds, code, said in reasons if holds))


def has_room(escort: EscortFacts | None, areas: tuple[VisitArea, ...]) -> Verdict:
    """Whether the escort can watch one more, in the area where the fewest may go along."""
    if escort is None or not areas:
        return allow()
    most = min(_most_along(area) for area in areas)
    if escort.others + 1 <= most:
        return allow()
    return deny(
        "escort_ratio_exceeded",
        f"The escort has {escort.others} visitors along; {most} are the most where this visit leads.",
    )


def _most_along(area: VisitArea) -> int:
    measures = MEASURES[area.level]
    return measures.escorted_restricted if area.is_restricted else measures.escorted


def _expected(facts: ArrivalFacts) -> Verdict:
    if facts.today < facts.first:
        return deny("visit_too_early", f"The visit is announced from {facts.first:%-d %B %Y} on.")
    if facts.today > facts.last:
        return deny("visit_over", f"The visit was announced until {facts.last:%-d %B %Y}.")
    return allow()


def _not_on_site(facts: ArrivalFacts) -> Verdict:
    if facts.on_site_elsewhere:
        return deny("visit_on_site", "The person is signed in with another visit; sign that one out first.")
    return allow()


def _open(facts: ArrivalFacts) -> Verdict:
    """Level 3 suspends visits but essential ones; a lockdown and closed hours all of them."""
    suspended = any(MEASURES[area.level].permits_suspended for area in facts.areas)
    closed = sorted(area.name for area in facts.areas if not area.is_open)
    locked = sorted(area.name for area in facts.areas if area.is_locked)
    reasons = (
        (
            suspended and not facts.is_essential,
            "visits_suspended",
            "Visits are suspended at this security level, but for those marked as essential.",
        ),
        (bool(closed), "visit_area_not_open", f"Closed at this hour: {', '.join(closed)}."),
        (bool(locked), "visit_area_locked", f"Locked down: {', '.join(locked)}."),
    )
    return all_of(allow(), *(deny(code, said) for holds, code, said in reasons if holds))
