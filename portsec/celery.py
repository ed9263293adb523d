"""The Celery app and the whole beat table: every moment at which something happens by itself.

A message is only a nudge. What must happen is a `ledger.Job` row, and the sweeps below find it again
when the message, the broker or the worker was lost.
"""

from __future__ import annotations

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portsec.settings")

app = Celery("portsec")
app.conf.update(settings.CELERY)
app.autodiscover_tasks(["ledger", "access"])
app.conf.beat_schedule = {
    "sweep-jobs": {"task": "ledger.sweep_jobs", "schedule": 15.0, "options": {"queue": "default"}},
    "request-scan": {"task": "access.request_scan", "schedule": 20.0, "options": {"queue": "detection"}},
}
