"""Jobs that workers do for the hotline."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hotline.services import hourly
from ledger.jobs import JobKind, register


def run_hour(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Do what is due at the full hour; `subject` is `hotline`, `slot` the hour. The result counts nothing."""
    hourly.look(at=at)
    return {}


register(JobKind(hourly.HOUR_JOB, "default", "The hotline's full hour", run_hour))
