"""Jobs that workers do for access."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from access.services import badge_daily, badge_process, need_to_know_daily, scan, status_list
from accounts.models import Port
from ledger.jobs import JobKind, register


def run_scan(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Scan one port; `subject` is `port:<locode>`."""
    done = scan.scan(Port.objects.get(locode=subject.removeprefix("port:")), at=at)
    return {"events": done.events, "flags": done.flags, "not_evaluated": len(done.report.not_evaluated)}


def run_publish(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Publish the status lists of one port anew; `subject` is `port:<locode>`."""
    port = Port.objects.get(locode=subject.removeprefix("port:"))
    return {"lists": status_list.publish(port, at=at)}


def run_badges_daily(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Look after the badges of one port; `subject` is `port:<locode>`, `slot` the day."""
    return dict(badge_daily.look(Port.objects.get(locode=subject.removeprefix("port:")), at=at))


def run_need_to_know_daily(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Open the month's reviews and propose what could go; `subject` is `port:<locode>`, `slot` the day."""
    port = Port.objects.get(locode=subject.removeprefix("port:"))
    return dict(need_to_know_daily.look(port, at=at))


def run_reissue(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Ask for some holders of a re-issue; `subject` is `badge_type:<pk>`, `slot` generation and stretch."""
    return badge_process.ask_holders(subject, slot, at=at)


register(JobKind(badge_daily.DAILY_JOB, "default", "Badges of the day", run_badges_daily))
register(
    JobKind(need_to_know_daily.DAILY_JOB, "default", "Access reviews of the day", run_need_to_know_daily)
)
register(JobKind(badge_process.REISSUE_JOB, "default", "Re-issue of a type of badge", run_reissue))
register(JobKind(scan.SCAN_JOB, "detection", "Detection scan", run_scan))
register(
    JobKind(
        status_list.PUBLISH_JOB, "default", "Publishing of status lists", run_publish, retaken_at_once=True
    )
)
