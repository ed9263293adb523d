"""What peers usually do, measured on the history that a window has seen."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from access.detection.baseline_limits import peer_limits
from access.detection.baseline_peers import Peers
from access.detection.facts import PeerLimit
from access.detection.rules import look_up
from access.detection.shift import shift_at
from access.detection.window import Window

TOLERANCE = timedelta(minutes=60)  # as D01 reckons shifts


def measured_limits(window: Window) -> tuple[PeerLimit, ...]:
    """The limits of D01: objects without a reason a shift, of all shifts with sensitive look-ups."""
    shifts: defaultdict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for one in window.sensitive_look_ups:
        person = one.fact.person
        shift = shift_at(window.roster_by_person.get(person, ()), one.fact.at, TOLERANCE)
        objects = shifts[person][shift.key]
        objects[one.fact.object] = max(one.unexplained, objects.get(one.fact.object, 0.0))
    counts = {
        person: [sum(objects.values()) for objects in of_person.values()]
        for person, of_person in shifts.items()
    }
    return peer_limits(look_up.RULE.id, counts, Peers(window.people.values()), since=window.until)
