"""What 99 of 100 person-shifts of a peer group stay under, measured on a port's own history."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from access.detection.baseline import LEAST_PEERS
from access.detection.baseline_peers import Peers
from access.detection.facts import PeerLimit
from access.detection.rule import Parameter

LEAST_SHIFTS = Parameter(
    "least_shifts", 100, "person-shifts", "fewer do not show one in a hundred", date(2026, 11, 22)
)


def peer_limits(
    rule: str, counts: Mapping[str, Sequence[float]], peers: Peers, *, since: datetime
) -> tuple[PeerLimit, ...]:
    """The limit of each group, from each person's counts per shift (shifts with nothing count, too).

    The limit is one more than the 99th percentile, so that it is itself unusual. The person with most is left
    out: one of eight must not set the limit for oneself. Groups of fewer than eight others, or without a
    hundred person-shifts, have none.
    """
    groups: defaultdict[str, list[Sequence[float]]] = defaultdict(list)
    for person, per_shift in sorted(counts.items()):
        group = peers.of(person)
        if group is not None and per_shift:
            groups[group.name].append(per_shift)
    found = []
    for name, people in sorted(groups.items()):
        without_most = sorted(people, key=lambda per_shift: (sum(per_shift), max(per_shift)))[:-1]
        shifts = sorted(count for per_shift in without_most for count in per_shift)
        if len(without_most) >= LEAST_PEERS.value and len(shifts) >= LEAST_SHIFTS.value:
            limit = shifts[math.ceil(0.99 * len(shifts)) - 1] + 1
            found.append(PeerLimit(rule, name, limit, len(without_most), since))
    return tuple(found)
