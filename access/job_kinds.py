"""Jobs that workers do for access."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from access.services import scan
from accounts.models import Port
from ledger.jobs import JobKind, register


def run_scan(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Scan one port; `subject` is `port:<locode>`."""
    done = scan.scan(Port.objects.get(locode=subject.removeprefix("port:")), at=at)
    return {"events": done.events, "flags": done.flags, "not_evaluated": len(done.report.not_evaluated)}


register(JobKind(scan.SCAN_JOB, "detection", "Detection scan", run_scan))
