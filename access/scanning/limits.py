"""What 99 of 100 stretches of work of a peer group stay under, measured on the port's own log.

Each measure counts the very thing that its rule limits, with the rule's own reckoning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from access.detection.baseline_limits import peer_limits
from access.detection.baseline_peers import Peers
from access.detection.facts import PeerLimit
from access.detection.presence import Passage, passages
from access.detection.rule import Rule
from access.detection.rules import look_up, over_stay, watching
from access.detection.shift import shift_at
from access.detection.window import Window, grouped

_HOUR = timedelta(hours=1)

Counts = Mapping[str, Sequence[float]]
"""By person what was counted in each stretch of work, those with nothing included."""


def measured_limits(window: Window) -> tuple[PeerLimit, ...]:
    """The limits of D01, D03 and P08, for every peer group that is large enough and worked enough."""
    peers = Peers(window.people.values())
    measures: tuple[tuple[Rule, Counts], ...] = (
        (look_up.RULE, without_reason_per_shift(window)),
        (watching.RULE, looks_per_box(window)),
        (over_stay.RULE, hours_per_stay(window)),
    )
    return tuple(
        found
        for rule, counts in measures
        for found in peer_limits(rule.id, counts, peers, since=window.until)
    )


def without_reason_per_shift(window: Window) -> Counts:
    """Objects without a reason, of each shift with sensitive look-ups (D01)."""
    tolerance = look_up.RULE.given({}).duration("shift_tolerance")
    shifts: defaultdict[str, defaultdict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for one in window.sensitive_look_ups:
        person = one.fact.person
        shift = shift_at(window.roster_by_person.get(person, ()), one.fact.at, tolerance)
        objects = shifts[person][shift.key]
        objects[one.fact.object] = max(one.unexplained, objects.get(one.fact.object, 0.0))
    return {
        person: [sum(objects.values()) for objects in of_person.values()]
        for person, of_person in shifts.items()
    }


def looks_per_box(window: Window) -> Counts:
    """Look-ups without a reason of one box within a day, for each box that was looked up (D03)."""
    within = watching.RULE.given({}).duration("within")
    counts: defaultdict[str, list[float]] = defaultdict(list)
    by_box = grouped(window.sensitive_look_ups, lambda one: (one.fact.person, one.fact.object))
    for (person, _), looks in by_box.items():
        times = [one.fact.at for one in looks if one.unexplained]
        start = most = 0
        for end, at in enumerate(times):
            while at - times[start] > within:
                start += 1
            most = max(most, end - start + 1)
        counts[person].append(float(most))
    return counts


def hours_per_stay(window: Window) -> Counts:
    """Hours from a way in to the next way out (P08). Beyond what the rule calls a stay, reads were missed."""
    longest = over_stay.RULE.given({}).duration("longest")
    counts: defaultdict[str, list[float]] = defaultdict(list)
    for (person, _), read in window.once(passages).items():
        counts[person] += (stay / _HOUR for stay in _stays(read) if stay <= longest)
    return {person: stays for person, stays in counts.items() if stays}


def _stays(read: Sequence[Passage]) -> Iterator[timedelta]:
    entry: Passage | None = None
    for passage in read:
        if passage.inward:
            entry = passage
        elif entry is not None:
            yield passage.at - entry.at
            entry = None
