"""What an area asks of those who enter, and how the requests of nested areas add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from access.gate.isps import RosterRule
from access.gate.opening_hours import OpeningHours


@dataclass(frozen=True, slots=True)
class Requirements:
    """The defaults ask nothing.

    `trainings`: codes of certificates that must all be in force. `is_restricted`: a restricted area in the
    sense of the ISPS Code, where escorts may have fewer people along. `biometric`: finger or face are always
    compared. `two_person_seconds`: nobody may be alone inside, and two who enter together must present
    themselves within so many seconds; None is no such rule. `hours`: all of them must be open.
    """

    trainings: frozenset[str] = frozenset()
    is_restricted: bool = True
    biometric: bool = False
    escort_allowed: bool = True
    two_person_seconds: int | None = None
    roster: RosterRule = RosterRule.NOT_ASKED
    hours: tuple[OpeningHours, ...] = ()
    vehicles_allowed: bool = True
    vehicle_booking: bool = False


ASKS_NOTHING = Requirements()


def strictest(asked: Iterable[Requirements]) -> Requirements:
    """The requirements of an area and of those around it as one: in each of them the strictest wins."""
    each = tuple(asked) or (ASKS_NOTHING,)
    if len(each) == 1:
        return each[0]
    windows = [one.two_person_seconds for one in each if one.two_person_seconds is not None]
    return Requirements(
        trainings=frozenset().union(*(one.trainings for one in each)),
        is_restricted=any(one.is_restricted for one in each),
        biometric=any(one.biometric for one in each),
        escort_allowed=all(one.escort_allowed for one in each),
        two_person_seconds=min(windows, default=None),
        roster=max(one.roster for one in each),
        hours=tuple(hours for one in each for hours in one.hours),
        vehicles_allowed=all(one.vehicles_allowed for one in each),
        vehicle_booking=any(one.vehicle_booking for one in each),
    )
