"""Badges that end with what they rest on, without anybody asking."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from access.enums import BadgeEvent
from access.models import Badge
from access.services import badge, badge_end
from screening.models import Clearance, Person
from screening.models.need import Need
from screening.models.sponsorship import Assignment, Contract
from screening.services import clearance
from tests.scenario import Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def looked(made: Scenario, at: datetime) -> Badge:
    badge_end.end_due(made.port, at=at)
    return Badge.objects.get(pk=made.badge.pk)


def days(now: datetime, number: int) -> date:
    return timezone.localdate(now) + timedelta(days=number)


def rest_on(made: Scenario, what: str, last_day: date, now: datetime) -> None:
    """Let one of the things that Erin's badge rests on end on a day."""
    case = made.clearance.decision.application
    if what == "clearance":
        begins = min(last_day, made.clearance.valid_from)
        Clearance.objects.filter(pk=made.clearance.pk).update(valid_from=begins, valid_until=last_day)
    elif what == "need":
        Need.objects.update_or_create(
            application=case,
            defaults={
                "reason": "Project",
                "since": days(now, -9),
                "until": last_day,
                "declared_by": "user:emma",
                "declared_at": now,
            },
        )
    elif what == "contract":
        Contract.objects.create(application=case, number="C-1", tier=1, ends_on=last_day)
    elif what == "assignment":
        Assignment.objects.create(
            application=case, host=made.post.organisation, purpose="Repair", ends_on=last_day
        )
    else:
        Person.objects.filter(pk=made.erin.pk).update(left_on=last_day)


RESTS_ON = ("clearance", "need", "contract", "assignment", "employment")


@pytest.mark.parametrize("what", RESTS_ON)
def test_badge_when_what_it_rests_on_ends_earlier_then_shortened_and_told(
    made: Scenario, now: datetime, record: Record, what: str
) -> None:
    rest_on(made, what, days(now, 20), now)
    shortened = looked(made, now)
    assert shortened.state == "active"
    assert timezone.localdate(shortened.valid_until) == days(now, 20)
    entry = record.one("access.badge.shortened")
    assert (entry.actor, entry.body["valid_until"]) == ("system:badges", days(now, 20).isoformat())
    assert what in entry.body["reason"].lower() or what == "assignment"
    with unchanged():
        looked(made, now)


@pytest.mark.parametrize("what", RESTS_ON)
def test_badge_when_what_it_rests_on_has_ended_then_expired_with_the_reason(
    made: Scenario, now: datetime, what: str
) -> None:
    rest_on(made, what, days(now, -1), now)
    ended = looked(made, now)
    assert ended.state == "expired"
    assert "ends on" in ended.changes.latest("pk").reason


def test_badge_when_its_last_day_is_over_then_expired_and_not_a_second_before(
    made: Scenario, now: datetime
) -> None:
    end = made.badge.valid_until
    assert looked(made, end - timedelta(seconds=1)).state == "active"
    assert looked(made, end).state == "expired"


def test_badge_when_suspended_then_it_expires_all_the_same(made: Scenario, now: datetime) -> None:
    badge.change_state(made.badge, BadgeEvent.SUSPEND, reason="Look.", **made.cast.carol.acts(now))
    assert looked(made, made.badge.valid_until).state == "expired"


def test_badge_when_its_clearance_is_suspended_then_it_stays_and_withdrawn_then_it_is_revoked(
    made: Scenario, now: datetime
) -> None:
    clearance.suspend(made.clearance, reason="Look.", **made.cast.bob.acts(now))
    assert looked(made, now).state == "active"
    clearance.withdraw(made.clearance, reason="Look.", **made.cast.bob.acts(now))
    assert looked(made, now).state == "revoked"


def test_badge_when_nothing_ends_then_left_alone(made: Scenario, now: datetime) -> None:
    with unchanged():
        assert badge_end.end_due(made.port, at=now) == {"ended": 0, "shortened": 0}


def test_badge_when_of_another_port_then_left_alone(
    made: Scenario, elsewhere: Scenario, now: datetime
) -> None:
    badge_end.end_due(elsewhere.port, at=made.badge.valid_until)
    assert Badge.objects.get(pk=made.badge.pk).state == "active"


def test_badge_when_its_holder_is_unknown_here_then_its_own_day_counts(made: Scenario, now: datetime) -> None:
    Badge.objects.filter(pk=made.badge.pk).update(person=None)
    assert looked(made, now).state == "active"
    assert looked(made, made.badge.valid_until).state == "expired"
