"""What the ISPS security level asks of a look-up of critical data."""

from __future__ import annotations

from access.enums import DataAction, EmergencyFunction
from access.gate.isps import IspsLevel
from access.need_to_know.break_glass import glass_broken
from access.need_to_know.explanation import carries
from access.need_to_know.facts import LookUpFacts

TAKING_AWAY = frozenset({DataAction.EXPORT, DataAction.PRINT})


def not_on_named_list(facts: LookUpFacts) -> bool:
    """At security level 3 only people on the list of names see critical data.

    ISPS Code A/2.1.11 and A/14.4: level 3 asks for further, specific measures. The list is a house proposal
    of November 2026; a security officer keeps it among the functions of people. Breaking the glass passes it.
    """
    return (
        _is_exceptional(facts)
        and EmergencyFunction.CRITICAL_DATA.value not in facts.requester.functions
        and not carries(glass_broken, facts)
    )


def taken_away_at_level_three(facts: LookUpFacts) -> bool:
    """At security level 3 critical data are shown, and neither exported nor printed.

    As for `not_on_named_list`: view, not export.
    """
    return _is_exceptional(facts) and facts.action in TAKING_AWAY


LEVEL_CHECKS = (not_on_named_list, taken_away_at_level_three)


def _is_exceptional(facts: LookUpFacts) -> bool:
    return facts.is_critical and facts.isps_level is IspsLevel.EXCEPTIONAL
