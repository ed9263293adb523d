"""Doors for workers."""

from __future__ import annotations

from celery import shared_task

from accounts.models import Port
from portsec.kernel import clock
from screening.enums import RunState
from screening.models import ScreeningRun
from screening.services import clearance, daily, hearing, rescreening, rescreening_work, retention


@shared_task(name="screening.request_retention")
def request_retention() -> None:
    """Ask for the day's erasure at each port; asked hourly, it makes one job a day."""
    for port in Port.objects.all():
        retention.request(port, at=clock.now())


@shared_task(name="screening.request_people_daily")
def request_people_daily() -> None:
    """Ask for the day's look at port bans and renewals of each port; asked hourly, it makes one job a day."""
    for port in Port.objects.all():
        daily.request(port, at=clock.now())


@shared_task(name="screening.end_measures")
def end_measures() -> None:
    """Put on record what ended by itself: suspensions after their last day, hearings after theirs.

    Gates and look-ups do not wait for it: they read a lapsed suspension as ended.
    """
    clearance.lapse_due(at=clock.now())
    hearing.close_due(at=clock.now())


@shared_task(name="screening.request_rescreening")
def request_rescreening() -> None:
    """Open whatever runs are needed: what came due, which lists are new, who changed."""
    for port in Port.objects.all():
        rescreening.open_needed(port, at=clock.now())


@shared_task(name="screening.take_up_rescreening")
def take_up_rescreening() -> None:
    """Ask again for what no job of a run will do any more."""
    for run in ScreeningRun.objects.filter(state=RunState.RUNNING.value):
        rescreening_work.take_up(run, at=clock.now())
