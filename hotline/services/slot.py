"""Fills the hour's places in the ledger, as many with reports as without. The one writer of slots."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from hotline.models import Campaign, Commitment, Slot
from hotline.slots.hour import FilledSlot, fill, missing_hours
from ledger.services import record

CLOCK = "system:clock"
SUBJECT = "hotline"


@transaction.atomic
def fill_due(*, at: datetime) -> int:
    """Fill the places of every full hour since the last time; how many hours.

    All commitments that are due go into the newest hour; missed hours get fillers alone.
    Records: hotline.slot.filled, eight for each hour. Safe to repeat because: hour and number are unique, and
    a filled hour is not found again.
    """
    last = Slot.objects.aggregate(last=Max("hour"))["last"]
    hours = missing_hours(last, at)
    for hour in hours:
        waiting = _due(hour) if hour == hours[-1] else []
        places = fill(
            [bytes(each.digest) for each in waiting], draw=secrets.randbelow, noise=secrets.token_bytes
        )
        for place in places:
            _keep(hour, place)
        _count_campaigns(waiting)
    return len(hours)


def _due(hour: datetime) -> list[Commitment]:
    return list(Commitment.objects.select_for_update().filter(slot=None, due_at__lte=hour))


def _keep(hour: datetime, place: FilledSlot) -> None:
    entry = record.append(
        "hotline.slot.filled",
        actor=CLOCK,
        at=hour,
        subject=SUBJECT,
        hour=hour.isoformat(),
        number=place.number,
        digest=place.digest.hex(),
    )
    slot = Slot.objects.create(
        hour=hour,
        number=place.number,
        members=[each.hex() for each in place.members],
        digest=place.digest,
        entry=entry.id,
    )
    Commitment.objects.filter(digest__in=place.members, slot=None).update(slot=slot)


def _count_campaigns(counted: list[Commitment]) -> None:
    """Each report counts once for the card by which it came, and the card is forgotten with that."""
    for code, reports in Counter(each.campaign for each in counted if each.campaign).items():
        Campaign.objects.filter(code=code).update(reports=F("reports") + reports)
    Commitment.objects.filter(digest__in=[each.digest for each in counted]).update(campaign="")
