"""Whether the area is open at this time."""

from __future__ import annotations

from access.gate.facts import GateFacts


def area_closed(facts: GateFacts) -> bool:
    """The area is closed at this time.

    ISPS Code B/16.21: a restricted area's measures say who may be there and when. An area is open only while
    those around it are open, too. Changes of the clock follow RFC 5545 3.3.5.
    """
    return not all(hours.is_open(facts.at) for hours in facts.needs.hours)
