"""The Celery app and the whole beat table: every moment at which something happens by itself.

A message is only a nudge. What must happen is a `ledger.Job` row, and the sweeps below find it again
when the message, the broker or the worker was lost.
"""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import worker_before_create_process
from django.conf import settings
from kombu.asynchronous import get_event_loop

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portsec.settings")
# Django's checks load every page and form, which takes a worker as long as all the rest of its start. They
# are made where pages are served, and before each release.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

# A worker gives back the message of a killed child, and takes another, only after this many seconds. Celery
# waits ten for a result that may be on its way; jobs leave theirs in the database.
LOST_AFTER = 0.05

app = Celery("portsec")

app.conf.update(settings.CELERY)
app.conf.worker_lost_wait = LOST_AFTER
app.autodiscover_tasks(["ledger", "screening", "access", "hotline"])
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
    "request-badges-daily": {
        "task": "access.request_badges_daily",
        "schedule": 3600.0,
        "options": {"queue": "default"},
    },
    "ask-for-cards": {"task": "access.ask_for_cards", "schedule": 300.0, "options": {"queue": "default"}},
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
    # Changes ask for a list at once; this is for lists that grow old, in one minute at ISPS level 3.
    "request-status-lists": {
        "task": "access.request_status_lists",
        "schedule": 10.0,
        "options": {"queue": "default"},
    },
    # Soon, because the status lists say the level until then; gates read the new one by themselves.
    "step-back-levels": {
        "task": "access.step_back_levels",
        "schedule": 15.0,
        "options": {"queue": "default"},
    },
    "find-not-entered": {
        "task": "access.find_not_entered",
        "schedule": 15.0,
        "options": {"queue": "default"},
    },
    # Soon, because at ISPS level 3 the clock of a break-glass is an hour.
    "escalate-break-glass": {
        "task": "access.escalate_break_glass",
        "schedule": 15.0,
        "options": {"queue": "default"},
    },
    "put-need-to-know-on-record": {
        "task": "access.put_need_to_know_on_record",
        "schedule": 60.0,
        "options": {"queue": "default"},
    },
    "request-need-to-know-daily": {
        "task": "access.request_need_to_know_daily",
        "schedule": 3600.0,
        "options": {"queue": "default"},
    },
    "request-shadow-rules": {
        "task": "access.request_shadow_rules",
        "schedule": 3600.0,
        "options": {"queue": "detection"},
    },
    "request-honey-containers": {
        "task": "access.request_honey_containers",
        "schedule": 3600.0,
        "options": {"queue": "default"},
    },
    # Scores fade, and what was decided frees no place: often enough that the desk never looks old.
    "place-cases": {"task": "access.place_cases", "schedule": 300.0, "options": {"queue": "detection"}},
    "request-case-daily": {
        "task": "access.request_case_daily",
        "schedule": 3600.0,
        "options": {"queue": "default"},
    },
    "make-log-months": {
        "task": "access.make_log_months",
        "schedule": 3600.0,
        "options": {"queue": "default"},
    },
    "lapse-visits": {"task": "access.lapse_visits", "schedule": 3600.0, "options": {"queue": "default"}},
    # Each minute, so that an hour without workers is made up for soon; the slot makes it one job an hour.
    "request-hotline-hour": {
        "task": "hotline.request_hour",
        "schedule": 60.0,
        "options": {"queue": "default"},
    },
    "request-measurements": {
        "task": "access.request_measurements",
        "schedule": 3600.0,
        "options": {"queue": "detection"},
    },
    "request-scan": {"task": "access.request_scan", "schedule": 20.0, "options": {"queue": "detection"}},
}


@worker_before_create_process.connect
def look_again(sender: Any, **_: object) -> None:
    """Give back the message of a killed child soon after it is replaced; Celery looks every five seconds."""
    hub = get_event_loop()
    if hub is not None:
        hub.call_later(2 * LOST_AFTER, sender.maintain_pool)
