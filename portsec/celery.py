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
app.autodiscover_tasks(["ledger", "screening", "access"])
app.conf.beat_schedule = {
    "sweep-jobs": {"task": "ledger.sweep_jobs", "schedule": 15.0, "options": {"queue": "default"}},
    # Hourly, so that a day is not missed when nothing runs at night; the slot makes it one job a day.
    "request-retention": {
        "task": "screening.request_retention",
        "schedule": 3600.0,
        "options": {"queue": "default"},
    },
    "request-people-daily": {
        "task": "screening.request_people_daily",
        "schedule": 3600.0,
        "options": {"queue": "default"},
    },
    "end-measures": {
        "task": "screening.end_measures",
        "schedule": 300.0,
        "options": {"queue": "default"},
    },
    # What is needed is read from the tables: after a night without workers nothing is missed.
    "request-rescreening": {
        "task": "screening.request_rescreening",
        "schedule": 300.0,
        "options": {"queue": "default"},
    },
    "take-up-rescreening": {
        "task": "screening.take_up_rescreening",
        "schedule": 30.0,
        "options": {"queue": "default"},
    },
    "request-scan": {"task": "access.request_scan", "schedule": 20.0, "options": {"queue": "detection"}},
}
