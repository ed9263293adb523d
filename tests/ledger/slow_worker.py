"""The Celery app with one more kind of job: it writes its effect, then waits until the test lets it go on."""

from __future__ import annotations

import os
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import django

django.setup()

from accounts.models import Organisation  # noqa: E402  models load after Django is set up
from ledger import jobs  # noqa: E402
from portsec.celery import app  # noqa: E402

__all__ = ["app"]

KIND = "tests.slow"
WORKING = "working"  # a file that appears when the effect is written and not yet committed
GO_ON = "go-on"  # the test makes this file to let the work end
PATIENCE = 60.0  # seconds


def work(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """The effect is a row that would stand there twice if the work were done twice."""
    place = Path(os.environ["SLOW_WORKER_PLACE"])
    Organisation.objects.create(code=f"{subject}-{Organisation.objects.count()}", name="made by a job")
    (place / WORKING).write_text(str(os.getpid()))
    end = time.monotonic() + PATIENCE
    while not (place / GO_ON).exists() and time.monotonic() < end:
        time.sleep(0.05)
    return {"process": os.getpid()}


jobs.register(jobs.JobKind(KIND, "default", "Slow work", work))
