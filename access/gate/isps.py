"""What each ISPS security level asks at a gate: a table, one row a level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum


class IspsLevel(IntEnum):
    """Security level of a port, facility or area (ISPS Code A/2.1.9-2.1.11). A higher one is stricter."""

    NORMAL = 1
    HEIGHTENED = 2
    EXCEPTIONAL = 3


class BiometricReach(IntEnum):
    """Where finger or face are compared. Each step includes those before it."""

    WHERE_ASKED = 1
    RESTRICTED = 2
    EVERYWHERE = 3


class RosterRule(IntEnum):
    """What coming outside one's roster means. The higher rule wins."""

    NOT_ASKED = 0
    NOTICED = 1
    CONFIRMED = 2
    REQUIRED = 3


@dataclass(frozen=True, slots=True)
class Measures:
    """One row of the table.

    `fallback_guards`: how many guards must vouch where no finger or face can be compared. `escorted`,
    `escorted_restricted`: people that one escort may have along in a secure area, and in one that is also
    restricted. `list_age`: the oldest list of revoked badges on which a reader may work alone;
    `fails_closed`: beyond that age it opens no more.
    """

    biometric: BiometricReach
    fallback_guards: int
    escorted: int
    escorted_restricted: int
    permits_suspended: bool
    roster: RosterRule
    list_age: timedelta
    fails_closed: bool


MEASURES: Mapping[IspsLevel, Measures] = {
    IspsLevel.NORMAL: Measures(
        biometric=BiometricReach.WHERE_ASKED,
        fallback_guards=1,
        escorted=10,
        escorted_restricted=5,
        permits_suspended=False,
        roster=RosterRule.NOTICED,
        list_age=timedelta(minutes=15),
        fails_closed=False,
    ),
    IspsLevel.HEIGHTENED: Measures(
        biometric=BiometricReach.RESTRICTED,
        fallback_guards=1,
        escorted=6,
        escorted_restricted=3,
        permits_suspended=False,
        roster=RosterRule.CONFIRMED,
        list_age=timedelta(minutes=5),
        fails_closed=False,
    ),
    IspsLevel.EXCEPTIONAL: Measures(
        biometric=BiometricReach.EVERYWHERE,
        fallback_guards=2,
        escorted=1,
        escorted_restricted=1,
        permits_suspended=True,
        roster=RosterRule.REQUIRED,
        list_age=timedelta(minutes=1),
        fails_closed=True,
    ),
}
"""ISPS Code A/14.2-14.4 asks for protective measures that rise with the level, without numbers. 10 and 5 are
the US Coast Guard's (NVIC 03-07, as practice, not confirmed against the text yet); all other numbers are a
house proposal of November 2026, start values for the port's own plan. Level 3 reads: permits are suspended;
who is essential comes one to one."""
