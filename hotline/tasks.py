"""Doors for workers."""

from __future__ import annotations

from celery import shared_task

from hotline.services import hourly
from portsec.kernel import clock


@shared_task(name="hotline.request_hour")
def request_hour() -> None:
    """Ask for what is due at the full hour; asked every minute, it makes one job an hour."""
    hourly.request(at=clock.now())
