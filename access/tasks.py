"""Doors for workers."""

from __future__ import annotations

from celery import shared_task

from access.services import (
    anomaly,
    badge_daily,
    badge_return,
    break_glass,
    case_daily,
    door_event,
    event_month,
    honey_container,
    isps_level,
    measurement,
    need_to_know_daily,
    rule_trial,
    scan,
    status_list,
    visit,
)
from accounts.models import Port
from portsec.kernel import clock


@shared_task(name="access.request_scan")
def request_scan() -> None:
    """Ask for a scan of each port that has something to scan."""
    for port in Port.objects.all():
        scan.request(port, at=clock.now())


@shared_task(name="access.request_measurements")
def request_measurements() -> None:
    """Ask for the day's measuring of what is usual; asked hourly, it makes one job of each kind a day."""
    for port in Port.objects.all():
        measurement.request(port, at=clock.now())


@shared_task(name="access.ask_for_cards")
def ask_for_cards() -> None:
    """Ask for the cards of badges that have ended since the last time."""
    for port in Port.objects.all():
        badge_return.ask_for_ended(port, at=clock.now())


@shared_task(name="access.request_badges_daily")
def request_badges_daily() -> None:
    """Ask for the day's look at the badges of each port; asked hourly, it makes one job a day."""
    for port in Port.objects.all():
        badge_daily.request(port, at=clock.now())


@shared_task(name="access.request_status_lists")
def request_status_lists() -> None:
    """Ask for the status lists that are due by their time to live."""
    status_list.request_due(at=clock.now())


@shared_task(name="access.step_back_levels")
def step_back_levels() -> None:
    """Put on record which ISPS levels have stepped back by themselves. Gates do not wait for it."""
    isps_level.put_lapsed_on_record(at=clock.now())


@shared_task(name="access.find_not_entered")
def find_not_entered() -> None:
    """Note where a gate opened and nobody entered."""
    for port in Port.objects.all():
        door_event.find_not_entered(port, at=clock.now())


@shared_task(name="access.lapse_visits")
def lapse_visits() -> None:
    """Put on record which visitors did not come. Pages and bounds do not wait for it."""
    for port in Port.objects.all():
        visit.lapse_due(port, at=clock.now())


@shared_task(name="access.escalate_break_glass")
def escalate_break_glass() -> None:
    """Tell of break-glasses that nobody reviewed in time. They end by themselves and wait for nothing."""
    break_glass.escalate_overdue(at=clock.now())


@shared_task(name="access.put_need_to_know_on_record")
def put_need_to_know_on_record() -> None:
    """Put on record which requests, reviews and trials are over, and look who changed."""
    for port in Port.objects.all():
        need_to_know_daily.put_lapsed_on_record(port, at=clock.now())


@shared_task(name="access.request_need_to_know_daily")
def request_need_to_know_daily() -> None:
    """Ask for the day's look at what people may read; asked hourly, it makes one job a day."""
    for port in Port.objects.all():
        need_to_know_daily.request(port, at=clock.now())


@shared_task(name="access.request_shadow_rules")
def request_shadow_rules() -> None:
    """Ask for the day's silent run of rules' new values; asked hourly, it makes one job a day."""
    for port in Port.objects.all():
        rule_trial.request_shadow(port, at=clock.now())


@shared_task(name="access.request_honey_containers")
def request_honey_containers() -> None:
    """Ask for the day's rotation of planted records; asked hourly, it makes one job a day."""
    for port in Port.objects.all():
        honey_container.request(port, at=clock.now())


@shared_task(name="access.place_cases")
def place_cases() -> None:
    """Ask that the person-cases of each port are ranked and placed on the desk of the day."""
    for port in Port.objects.all():
        anomaly.request_desk(port, at=clock.now())


@shared_task(name="access.request_case_daily")
def request_case_daily() -> None:
    """Ask for the day's lot and the look at muted patterns; asked hourly, it makes one job a day."""
    for port in Port.objects.all():
        case_daily.request(port, at=clock.now())


@shared_task(name="access.make_log_months")
def make_log_months() -> None:
    """Make the log's next months, long before their first event."""
    event_month.make_ahead(at=clock.now())
