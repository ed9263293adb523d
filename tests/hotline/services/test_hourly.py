"""The full hour: the same entries with and without reports, rows written anew, deadlines passed on."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from hotline.clock.day import full_hour
from hotline.enums import ReportEvent
from hotline.models import Campaign, Commitment, Report, Slot
from hotline.services import deadline, handling, hourly, slot
from hotline.slots.hour import SLOTS_PER_HOUR
from ledger.models import Entry
from tests.hotline.hotline_port import HotlinePort, cheap_code
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_entries_of_an_hour_when_reports_came_then_as_many_and_alike_as_without(
    hotline: HotlinePort, record: Record, now: datetime
) -> None:
    seen = []
    for hour, reports in enumerate((0, 12, 0, 3)):
        for _ in range(reports):
            hotline.lodge(at=now, is_urgent=False, minted=cheap_code())
        hourly.look(at=now + timedelta(hours=hour))
        entries = record.new("hotline.slot.filled")
        seen.append(
            [
                (each.kind, each.actor, each.subject, each.body["number"], len(each.body["digest"]))
                for each in entries
            ]
        )
        assert {each.at for each in entries} == {full_hour(now + timedelta(hours=hour))}
    assert seen[0] == seen[1] == seen[2] == seen[3]
    assert len(seen[0]) == SLOTS_PER_HOUR


def test_hour_when_looked_at_twice_then_filled_once(
    hotline: HotlinePort, record: Record, now: datetime
) -> None:
    hourly.look(at=now)
    hourly.look(at=now)
    assert len(record.new("hotline.slot.filled")) == SLOTS_PER_HOUR
    with pytest.raises(IntegrityError), transaction.atomic():
        Slot.objects.create(hour=full_hour(now), number=0, members=[], digest=b"")


def test_hours_when_no_worker_ran_then_filled_later_and_none_is_missing(
    hotline: HotlinePort, now: datetime
) -> None:
    slot.fill_due(at=now)
    hotline.lodge(at=now, minted=cheap_code())
    assert slot.fill_due(at=now + timedelta(hours=30)) == 30
    hours = Counter(Slot.objects.values_list("hour", flat=True))
    assert set(hours.values()) == {SLOTS_PER_HOUR}
    assert len(hours) == 31
    assert Commitment.objects.get().slot is not None


def test_commitments_when_not_due_then_wait_for_their_hour(hotline: HotlinePort, now: datetime) -> None:
    hotline.lodge(at=now, minted=cheap_code())
    Commitment.objects.update(due_at=full_hour(now) + timedelta(hours=3))
    slot.fill_due(at=now + timedelta(hours=2))
    assert Commitment.objects.get().slot is None
    slot.fill_due(at=now + timedelta(hours=3))
    assert Commitment.objects.get().slot is not None


def test_campaign_when_its_reports_take_their_places_then_counted_once_and_forgotten(
    hotline: HotlinePort, now: datetime
) -> None:
    Campaign.objects.create(
        hub=hotline.hub, code="QUAY2345", company="Quayside", language="nl", made_on=now.date()
    )
    for _ in range(3):
        hotline.lodge(at=now, minted=cheap_code(), campaign="QUAY2345")
    assert Campaign.objects.get().reports == 0
    for hours in (25, 26):
        slot.fill_due(at=now + timedelta(hours=hours))
    assert Campaign.objects.get().reports == 3
    assert set(Commitment.objects.values_list("campaign", flat=True)) == {""}


def test_rows_when_settled_then_all_carry_the_number_of_one_transaction(
    hotline: HotlinePort, now: datetime
) -> None:
    """Each row of an hour was written by a transaction of its own; afterwards their numbers tell nothing."""
    for _ in range(3):
        hotline.lodge(at=now, minted=cheap_code())
    with transaction.atomic():
        hourly.settle()
    assert not Report.objects.filter(is_settled=False).exists()
    for table in ("hotline_report", "hotline_reportkey", "hotline_commitment"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(DISTINCT xmin::text), count(*) FROM {table}")  # noqa: S608
            distinct, rows = cursor.fetchone()
        assert (distinct, rows >= 3) == (1, True), table


def test_report_when_its_hour_has_come_then_the_hour_is_forgotten(
    hotline: HotlinePort, now: datetime
) -> None:
    code = hotline.lodge(at=now, is_urgent=False, minted=cheap_code())
    hourly.appear(at=now)
    assert hotline.report(code).held_until is not None
    hourly.appear(at=now + timedelta(hours=24))
    assert hotline.report(code).held_until is None


def test_deadline_when_breached_then_told_outside_the_port_once(
    hotline: HotlinePort, record: Record, now: datetime
) -> None:
    code = hotline.lodge(at=now, minted=cheap_code())
    assert deadline.escalate_breached(at=now + timedelta(days=7)) == 0
    assert deadline.escalate_breached(at=now + timedelta(days=8)) == 1
    assert deadline.escalate_breached(at=now + timedelta(days=9)) == 0
    entry = record.one("hotline.deadline.breached")
    assert (entry.body["deadline"], entry.body["passed_to"]) == ("acknowledgement", "XXOTH")
    assert hotline.report(code).escalated_on == (now + timedelta(days=8)).astimezone(settings.ZONE).date()


@pytest.mark.parametrize(("days", "told"), [(80, 0), (95, 1)])
def test_deadline_when_acknowledged_then_feedback_is_watched(
    hotline: HotlinePort, now: datetime, days: int, told: int
) -> None:
    report = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    handling.step(report, ReportEvent.ACKNOWLEDGE, **hotline.hana.acts(now))
    assert deadline.escalate_breached(at=now + timedelta(days=days)) == told


def test_hour_when_nobody_asks_then_one_job_an_hour(hotline: HotlinePort, now: datetime) -> None:
    first, again = hourly.request(at=now), hourly.request(at=now)
    later = hourly.request(at=now + timedelta(hours=1))
    assert first.pk == again.pk != later.pk
    assert not Entry.objects.filter(kind="hotline.slot.filled").exists()
