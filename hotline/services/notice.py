"""Tells a hub's officers at fixed hours to look into the inbox. The one writer of notices."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.timezone import get_default_timezone

from hotline.clock.day import full_hour
from hotline.models import Hub, Notice
from ledger.services import record

CLOCK: Final = "system:clock"
HOURS: Final = (8, 14)  # o'clock at the port: the beginning and the middle of an office day, since 2026


@transaction.atomic
def send_due(*, at: datetime) -> int:
    """Tell the officers of every hub, once at each of the fixed hours; how many hubs were told.

    Also where nothing came: a notice that came only with a report would tell a colleague who sees it, or
    the network that carries it, that somebody has just reported. It gives no count for the same reason.
    Records: hotline.notice.sent. Safe to repeat because: hub and hour are unique together.
    """
    hour = full_hour(at)
    if hour.astimezone(get_default_timezone()).hour not in HOURS:
        return 0
    told = 0
    for hub in Hub.objects.order_by("locode"):
        _, is_new = Notice.objects.get_or_create(hub=hub, hour=hour)
        if is_new:
            told += 1
            record.append(
                "hotline.notice.sent",
                actor=CLOCK,
                at=at,
                subject=f"hub:{hub.locode}",
                port=hub.locode,
                hour=f"{hour.astimezone(get_default_timezone()):%Y-%m-%d %H}:00",
            )
    return told
