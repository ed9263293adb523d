"""Doors for workers."""

from __future__ import annotations

from celery import shared_task

from access.services import scan
from accounts.models import Port
from portsec.kernel import clock


@shared_task(name="access.request_scan")
def request_scan() -> None:
    """Ask for a scan of each port that has something to scan."""
    for port in Port.objects.all():
        scan.request(port, at=clock.now())
