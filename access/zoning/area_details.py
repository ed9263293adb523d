"""What an officer says of an area."""

from __future__ import annotations

from dataclasses import dataclass

from access.gate.isps import RosterRule

# What an area is, as the record names it.
LABELS = {
    "code": "code",
    "name": "name",
    "parent": "lies in",
    "level": "clearance level",
    "is_restricted": "restricted area",
    "trainings": "trainings",
    "biometric": "biometric comparison",
    "escort_allowed": "escort allowed",
    "two_person_seconds": "two persons within seconds",
    "roster": "roster rule",
    "vehicles_allowed": "vehicles allowed",
    "vehicle_booking": "vehicles with an appointment only",
    "walk_path": "crews walk here",
    "passback_mode": "anti-passback",
    "passback_seconds": "anti-passback seconds",
    "passback_forgets_hours": "anti-passback forgets after hours",
    "zone": "time zone",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaDetails:
    """What an officer says of an area; the defaults ask nothing but a standard clearance.

    `parent` is the code of the area around it, "" for none; the others are columns of `Area`.
    """

    code: str
    name: str
    parent: str = ""
    level: int = 1
    is_restricted: bool = True
    trainings: tuple[str, ...] = ()
    biometric: bool = False
    escort_allowed: bool = True
    two_person_seconds: int | None = None
    roster: int = RosterRule.NOT_ASKED.value
    vehicles_allowed: bool = True
    vehicle_booking: bool = False
    walk_path: bool = False
    passback_mode: str = ""
    passback_seconds: int | None = None
    passback_forgets_hours: int | None = 16
    zone: str = ""
