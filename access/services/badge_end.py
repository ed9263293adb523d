"""Lets badges end with what they rest on; a part of the day's look at a port's badges."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from django.utils import timezone

from access.badging.ending import earliest
from access.badging.facts import Bounds
from access.enums import BadgeEvent
from access.models import Badge
from access.selectors.badge_bound import bounds_of
from access.services import badge as badges
from accounts.models import Port
from portsec.kernel.errors import Conflict
from screening.enums import ClearanceState
from screening.models import Clearance
from screening.selectors.clearance import current_clearances

ACTOR = "system:badges"
AT_ONCE = 1000  # badges whose bounds are read together


def end_due(port: Port, *, at: datetime) -> dict[str, int]:
    """End the badges whose last day has passed or whose clearance was withdrawn, and shorten the others.

    Gates do not wait for it: they read clearance and end of the badge at each attempt. What they cannot read
    is the end of need and contract, which comes to the badge here. A suspended clearance ends nothing.
    Records: access.badge.changed, access.badge.shortened.
    Safe to repeat because: an ended badge is left alone, and one that ends in time, too.
    """
    rows = iter(_in_force(port))
    done = {"ended": 0, "shortened": 0}
    while some := list(islice(rows, AT_ONCE)):
        people = {badge.person for badge in some if badge.person}
        bounds = bounds_of(people, at=at)
        clearances = current_clearances([person.pk for person in people], at=at)
        for badge in some:
            _look(badge, bounds, clearances, done, at)
    return done


def _in_force(port: Port) -> list[Badge]:
    return list(
        Badge.objects.filter(port=port, state__in=badges.IN_FORCE)
        .select_related("person", "port")
        .order_by("pk")
    )


def _look(
    badge: Badge,
    bounds: dict[int, Bounds],
    clearances: dict[int, Clearance],
    done: dict[str, int],
    at: datetime,
) -> None:
    held = clearances.get(badge.person_id or 0)
    try:
        if held is not None and held.state_word is ClearanceState.WITHDRAWN:
            _end(badge, BadgeEvent.REVOKE, "The clearance was withdrawn.", at)
            done["ended"] += 1
            return
        why = "Its last day has passed."
        ending = earliest(bounds[badge.person_id]) if badge.person_id in bounds else None
        if ending is not None and ending.day < timezone.localdate(badge.valid_until):
            why = f"{ending.name.capitalize()} ends on {ending.day:%-d %B %Y}."
            done["shortened"] += badges.shorten(badge, ending.day, reason=why, actor=ACTOR, at=at)
        has_ended = ending is not None and ending.day < timezone.localdate(at)
        if has_ended or badge.valid_until <= at:
            _end(badge, BadgeEvent.EXPIRE, why, at)
            done["ended"] += 1
    except Conflict:
        return  # somebody changed the badge in this moment; tomorrow's look finds it as it is then


def _end(badge: Badge, event: BadgeEvent, why: str, at: datetime) -> None:
    badges.take_step(badge, event, reason=why, actor=ACTOR, at=at)
