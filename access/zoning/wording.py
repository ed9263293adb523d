"""What an area asks, in words: for its own page, the plan and the guard at the gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from access.gate.clearance import ENHANCED_LEVEL, NO_LEVEL, STANDARD_LEVEL
from access.gate.facts import AreaFacts
from access.gate.isps import RosterRule
from access.gate.passage import AntiPassback, AntiPassbackMode

LEVELS = {
    NO_LEVEL: "No clearance is needed",
    STANDARD_LEVEL: "A standard clearance",
    ENHANCED_LEVEL: "An enhanced clearance",
    3: "A clearance by the authority",
}
SHORT_LEVELS = {
    NO_LEVEL: "No clearance",
    STANDARD_LEVEL: "Standard",
    ENHANCED_LEVEL: "Enhanced",
    3: "Authority",
}
ROSTERS = {
    RosterRule.NOTICED: "Coming outside the roster is noted",
    RosterRule.CONFIRMED: "Outside the roster only when a supervisor has confirmed it",
    RosterRule.REQUIRED: "Only people whom the roster names now",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that an area asks. `icon` is of the sprite; `short` is for the plan, where room is little."""

    icon: str
    words: str
    short: str


def asked_by(area: AreaFacts, trainings: Mapping[str, str]) -> list[Asked]:
    """What this area itself asks, those around it left out. `trainings` are the port's names by code."""
    needs = area.needs
    found = [Asked("shield-check", LEVELS.get(area.required_level_rank, "A clearance"), _level(area))]
    names = sorted(trainings.get(code, code) for code in needs.trainings)
    found += [Asked("book-check", f"Training: {name}", name) for name in names]
    if needs.biometric:
        found.append(Asked("fingerprint", "Finger or face are always compared", "Biometric"))
    if not needs.escort_allowed:
        found.append(Asked("user-x", "Nobody is led in; an escort does not help", "No escorts"))
    if needs.two_person_seconds is not None:
        words = f"Nobody is alone inside; two enter within {needs.two_person_seconds} seconds"
        found.append(Asked("users", words, "Two persons"))
    if needs.roster is not RosterRule.NOT_ASKED:
        found.append(Asked("calendar-check", ROSTERS[needs.roster], "Roster"))
    if needs.hours:
        found.append(Asked("clock", "Open at certain hours only", "Opening times"))
    found += _vehicles(area)
    if area.anti_passback is not None:
        found.append(Asked("footprints", _passback(area.anti_passback), "Anti-passback"))
    return found


def _level(area: AreaFacts) -> str:
    return SHORT_LEVELS.get(area.required_level_rank, "Clearance")


def _vehicles(area: AreaFacts) -> list[Asked]:
    if not area.needs.vehicles_allowed:
        return [Asked("truck", "No vehicles", "No vehicles")]
    if area.needs.vehicle_booking:
        return [Asked("truck", "Vehicles with an appointment only", "Appointment")]
    return []


def _passback(rule: AntiPassback) -> str:
    if rule.mode is AntiPassbackMode.SOFT:
        return "A second entry without a way out is noted"
    if rule.mode is AntiPassbackMode.HARD:
        return "A second entry without a way out is refused"
    return f"A second entry is refused for {_long(rule.period or timedelta())} after the first"


def _long(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return f"{minutes} minutes" if minutes < 120 else f"{round(minutes / 60)} hours"
