"""Claims the events that no scan has looked at yet, and tells whom they are about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from access.models import Badge, DataEvent, EventToScan, GateEvent
from access.scanning.lanes import shard_of
from accounts.models import Port

AT_ONCE = 10_000  # rows of the queue deleted together


@dataclass(frozen=True, slots=True)
class Claim:
    """Rows of the queue that are locked for this scan. `subjects`: persons, or badges and accounts of nobody.

    `is_whole`: nothing that was waiting by then was left for the next scan.
    """

    rows: tuple[int, ...]
    subjects: frozenset[str]
    earliest: datetime | None
    latest: datetime | None
    is_whole: bool


def claim(port: Port, shard: int, shards: int, *, at: datetime, most: int) -> Claim:
    """Lock up to so many of the oldest waiting events of one share of the people.

    Events from the future wait for their time. What another scan holds is left to it.
    """
    waiting = EventToScan.objects.filter(port=port, at__lte=at).order_by("at", "pk")
    seen = list(waiting.values_list("pk", "stream", "event_number", "at")[: most * shards])
    subjects = _subjects(port, seen)
    own = [row for row in seen if shard_of(subjects.get((row[1], row[2]), ""), shards) == shard][:most]
    free = EventToScan.objects.select_for_update(skip_locked=True).filter(pk__in=[row[0] for row in own])
    held = set(free.values_list("pk", flat=True))
    taken = [row for row in own if row[0] in held]
    is_whole = len(seen) < most * shards and len(own) < most
    return Claim(
        rows=tuple(row[0] for row in taken),
        subjects=frozenset(subjects.get((row[1], row[2]), "") for row in taken) - {""},
        earliest=taken[0][3] if taken else None,
        latest=own[-1][3] if own else (seen[-1][3] if seen else None),
        is_whole=is_whole,
    )


def done(rows: Collection[int]) -> None:
    """Take claimed events out of the queue: they have been judged."""
    ordered = list(rows)
    for place in range(0, len(ordered), AT_ONCE):
        EventToScan.objects.filter(pk__in=ordered[place : place + AT_ONCE]).delete()


def _subjects(port: Port, rows: list[tuple[int, str, int, datetime]]) -> dict[tuple[str, int], str]:
    """By stream and number whom each event is about. The times lead to the months that hold them."""
    found: dict[tuple[str, int], str] = {}
    if not rows:
        return found
    span = (rows[0][3], rows[-1][3])
    numbers = {stream: [row[2] for row in rows if row[1] == stream] for stream in ("gate", "data")}
    gate = GateEvent.objects.filter(port=port, at__range=span, number__in=numbers["gate"])
    reads = list(gate.order_by().values_list("number", "person_ref", "badge_serial"))
    holders = _holders(port, {badge for _, person, badge in reads if not person})
    for number, person, badge in reads:
        found["gate", number] = person or holders.get(badge, badge)
    data = DataEvent.objects.filter(port=port, at__range=span, number__in=numbers["data"])
    for number, person, account in data.order_by().values_list("number", "person_ref", "account"):
        found["data", number] = person or account
    return found


def _holders(port: Port, badges: Collection[str]) -> dict[str, str]:
    held = Badge.objects.filter(~Q(person_ref=""), port=port, serial__in=badges)
    return dict(held.values_list("serial", "person_ref"))
