"""What would have to change for a grant: one sentence for each reason against, with the facts filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter

from access.gate.checks import CHECKS, NOTICES, Check
from access.gate.clearance import CLEARANCE_CHECKS
from access.gate.company import Booking
from access.gate.credential import CREDENTIAL_CHECKS
from access.gate.escort import TOGETHER, escort_limit
from access.gate.facts import GateFacts
from access.gate.passage import AntiPassbackMode
from access.gate.presence import areas_crossed, entered_before
from access.gate.statement import reason_of
from access.gate.training import coming_trainings, lapsed_trainings, missing_trainings
from access.gate.vehicle import booking_of

ANOTHER_BADGE = "A badge of this person that is in force."
IN_FORCE = "A clearance in force."
OTHER_GATE = "Another gate, or this one put right."
RECORD_SET_RIGHT = "A guard who has seen the person and sets the record right."

WOULD_CHANGE: Mapping[str, str] = {
    "badge_unknown": "A badge that is known here.",
    "badge_revoked": ANOTHER_BADGE,
    "badge_suspended": "The end of the suspension of the badge.",
    "badge_lost": ANOTHER_BADGE,
    "badge_stolen": ANOTHER_BADGE,
    "badge_superseded": "The newer badge of this person.",
    "badge_returned": ANOTHER_BADGE,
    "badge_destroyed": ANOTHER_BADGE,
    "badge_expired": ANOTHER_BADGE,
    "badge_not_yet_valid": "Waiting until {badge_begins}, when the badge begins.",
    **{
        check.__name__: "A card that was made here and is the newest of its badge."
        for check in CREDENTIAL_CHECKS
    },
    **{check.__name__: IN_FORCE for check in CLEARANCE_CHECKS},
    "clearance_not_yet_valid": "Waiting until {clearance_begins}, when the clearance begins.",
    "clearance_level_too_low": "A clearance of a higher level, or an area that asks for less.",
    "clearance_escort_only": "An escort who comes along.",
    "reader_unknown": OTHER_GATE,
    "reader_not_assigned": OTHER_GATE,
    "reader_out_of_service": OTHER_GATE,
    "area_not_granted": "A badge that opens {area}.",
    "reader_closed_at_level": "A gate that serves at security level {level}, or a lower level.",
    "reader_list_too_old": "A gate that is connected, or a newer list at this one.",
    "port_locked_down": "The end of the lockdown of the port.",
    "area_locked_down": "The end of the lockdown of the area.",
    "gate_held": "Another gate, or the end of the hold at this one.",
    "permits_suspended": "A lower security level, or a permit marked as essential.",
    "area_closed": "Waiting until {opens}.",
    "biometric_mismatch": "The person whom the badge was made for.",
    "biometric_missing": "A comparison of finger or face, or {guards} to compare by sight.",
    "training_missing": "A certificate for {missing_trainings}.",
    "training_expired": "A renewed certificate for {lapsed_trainings}.",
    "training_not_yet_valid": "Waiting until {training_begins}, when the certificates begin.",
    "off_roster": "A duty on the roster at this time.",
    "off_roster_unconfirmed": "A duty on the roster at this time, or a supervisor who confirms the entry.",
    "permit_not_yet_valid": "Waiting until {permit_begins}, when the permit begins.",
    "permit_expired": "A new permit; this one ended on {permit_ends}.",
    "permit_revoked": "A permit that is in force.",
    "permit_days_used_up": "A new permit; this one was for {permit_days}.",
    "permit_year_used_up": "A clearance, or a day with fewer than {days_a_year} days used in the last year.",
    "ship_not_in_port": "The arrival of the ship{ship_arrives}.",
    "ship_has_left": "A permit for a ship that is in port; this one left on {ship_left}.",
    "presence_unknown": "The record of who is inside.",
    "inside_already": f"A way out first, or: {RECORD_SET_RIGHT}",
    "entered_too_recently": "Waiting until {again}, or a guard who sets the record right.",
    "outer_area_not_entered": f"The gate of the area in front first, or: {RECORD_SET_RIGHT}",
    "escort_not_allowed": "A clearance that needs no escort.",
    "permit_needs_escort": "An escort who comes along.",
    "escort_not_entitled": "An escort who may enter {area}.",
    "escort_not_there": "An escort who comes through this gate first, at most {together} before.",
    "escort_ratio_exceeded": "Another escort; one may have {escort_limit} along here.",
    "second_person_missing": "A second person who presents a badge within {seconds}.",
    "second_person_same": "A second person; this was the same one.",
    "second_person_not_entitled": "A second person who may enter {area}.",
    "vehicle_not_allowed": "Entry on foot.",
    "vehicle_not_booked": "An appointment for this vehicle.",
    "vehicle_plate_differs": "The vehicle of the appointment, or an appointment for this one.",
    "vehicle_too_early": "Waiting until {booking_opens}, when the appointment begins.",
    "vehicle_too_late": "A new appointment; this one ended on {booking_closes}.",
    "driver_organisation_unknown": "A driver whose organisation is on file.",
    "carrier_not_nominated": "A driver of the nominated carrier, or a nomination of the driver's own.",
    "passenger_not_registered": "A badge for each person in the vehicle, or the others on foot.",
}
"""By the code of each check that can refuse. Blanks are filled by `BLANKS`."""


@dataclass(frozen=True, slots=True)
class Change:
    """The reason against, and what would take it away."""

    code: str
    sentence: str


def changes_for_grant(facts: GateFacts, checks: Sequence[Check] = CHECKS) -> tuple[Change, ...]:
    """One change for each reason that refuses; all of them together make a grant. Nothing for an exit.

    The sentences say nothing of other people, and of the holder only what the badge desk knows anyway.
    """
    if facts.is_exit:
        return ()
    codes = [reason_of(check).code for check in checks if check not in NOTICES and check(facts)]
    return tuple(Change(code, _filled(WOULD_CHANGE[code], facts)) for code in codes)


def _filled(sentence: str, facts: GateFacts) -> str:
    blanks = [name for _, name, _, _ in Formatter().parse(sentence) if name]
    return sentence.format(**{name: BLANKS[name](facts) for name in blanks})


def _moment(at: datetime | None, facts: GateFacts) -> str:
    """10 March 2026 at 06:00, in the port's own time."""
    if at is None:
        return "a day that is not known yet"
    local = at.astimezone(facts.at.tzinfo)
    return f"{_day(local.date())} at {local:%H:%M}"


def _day(day: date | None) -> str:
    return "a day that is not known yet" if day is None else f"{day.day} {day:%B %Y}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _opens(facts: GateFacts) -> str:
    """When the last of the closed ones among the area and those around it opens."""
    closed = [hours for hours in facts.needs.hours if not hours.is_open(facts.at)]
    openings = [hours.next_opening(facts.at) for hours in closed]
    known = [opening for opening in openings if opening is not None]
    if not known or len(known) < len(openings):
        return "the area has opening hours"
    return f"{_moment(max(known), facts)}, when the area opens"


def _again(facts: GateFacts) -> str:
    """When the last of the timed rules lets the person in again."""
    rules = [(area, area.anti_passback) for area in areas_crossed(facts) if area.anti_passback]
    ends = [
        entered_at + rule.period
        for area, rule in rules
        if rule.mode is AntiPassbackMode.TIMED and rule.period is not None
        if (entered_at := entered_before(facts, area, rule)) is not None
    ]
    return _moment(max(ends, default=None), facts)


def _training_begins(facts: GateFacts) -> str:
    """The day from which every training that has not begun is in force."""
    firsts = [
        min(each.first_day for each in facts.certificates if each.training == training)
        for training in coming_trainings(facts)
    ]
    return _day(max(firsts, default=None))


def _ship_arrives(facts: GateFacts) -> str:
    call = facts.permit.ship_call if facts.permit else None
    return f", expected on {_moment(call.arrived_at, facts)}" if call and call.arrived_at else ""


def _ship_left(facts: GateFacts) -> str:
    call = facts.permit.ship_call if facts.permit else None
    return _moment(call.departed_at if call else None, facts)


def _booked(facts: GateFacts) -> Booking:
    return booking_of(facts) or Booking()


BLANKS: Mapping[str, Callable[[GateFacts], str]] = {
    "again": _again,
    "area": lambda facts: facts.area.code if facts.area else "the area",
    "badge_begins": lambda facts: _moment(facts.badge.valid_from if facts.badge else None, facts),
    "booking_closes": lambda facts: _moment(_booked(facts).closes, facts),
    "booking_opens": lambda facts: _moment(_booked(facts).opens, facts),
    "clearance_begins": lambda facts: _day(facts.clearance.valid_from if facts.clearance else None),
    "days_a_year": lambda facts: str(facts.permit.days_a_year if facts.permit else 0),
    "escort_limit": lambda facts: str(escort_limit(facts)),
    "guards": lambda facts: _counted(facts.measures.fallback_guards, "guard"),
    "lapsed_trainings": lambda facts: ", ".join(lapsed_trainings(facts)),
    "level": lambda facts: str(int(facts.effective_level)),
    "missing_trainings": lambda facts: ", ".join(missing_trainings(facts)),
    "opens": _opens,
    "permit_begins": lambda facts: _day(facts.permit.first_day if facts.permit else None),
    "permit_days": lambda facts: _counted((facts.permit.days if facts.permit else 0) or 0, "day"),
    "permit_ends": lambda facts: _day(facts.permit.last_day if facts.permit else None),
    "seconds": lambda facts: _counted(facts.needs.two_person_seconds or 0, "second"),
    "ship_arrives": _ship_arrives,
    "ship_left": _ship_left,
    "together": lambda facts: _counted(int(TOGETHER.total_seconds()), "second"),
    "training_begins": _training_begins,
}
