"""Cards that have ended come back, or somebody hears of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from access.enums import BadgeEvent, BadgeState
from access.models import Badge
from access.selectors.badge_register import badge_register
from access.selectors.badge_return import escalated_cards
from access.services import badge, badge_daily, badge_return
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from portsec.kernel.scope import Scope
from screening.services import clearance
from tests.people import Cast
from tests.scenario import Scenario
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

SYSTEM = Scope.system(reason="tests")
NOTHING = {"asked": 0, "lifted": 0, "reminded": 0, "escalated": 0}


def revoke(made: Scenario, at: datetime) -> Badge:
    return badge.change_state(made.badge, BadgeEvent.REVOKE, reason="Left.", **made.cast.carol.acts(at))


def look(made: Scenario, at: datetime) -> dict[str, int]:
    return badge_return.look_after(made.port, at=at)


def test_clock_when_a_badge_is_revoked_then_asked_reminded_and_escalated_once_each(
    made: Scenario, now: datetime, record: Record
) -> None:
    revoke(made, now)
    record.new()
    assert look(made, now) == NOTHING | {"asked": 1}
    made.badge.refresh_from_db()
    assert made.badge.return_due_on == timezone.localdate(now) + timedelta(days=7)
    assert look(made, now + timedelta(days=6)) == NOTHING
    assert look(made, now + timedelta(days=7)) == NOTHING | {"reminded": 1}
    assert look(made, now + timedelta(days=13)) == NOTHING
    assert not escalated_cards(scope=made.cast.sven.scope).exists()
    assert look(made, now + timedelta(days=14)) == NOTHING | {"escalated": 1}
    assert look(made, now + timedelta(days=15)) == NOTHING
    assert list(escalated_cards(scope=made.cast.sven.scope)) == [made.badge]
    assert not escalated_cards(scope=made.cast.carol.scope).exists()
    assert record.kinds() == [
        "access.badge.return_asked",
        "access.badge.return_reminded",
        "access.badge.return_escalated",
    ]


def test_clock_when_the_card_is_handed_in_then_it_stops(made: Scenario, now: datetime) -> None:
    revoke(made, now)
    look(made, now)
    made.badge.refresh_from_db()
    badge.change_state(made.badge, BadgeEvent.HAND_IN, reason="At the desk.", **made.cast.carol.acts(now))
    assert look(made, now + timedelta(days=30)) == NOTHING


@pytest.mark.parametrize("event", [BadgeEvent.REPORT_LOST, BadgeEvent.SUSPEND])
def test_clock_when_the_card_is_lost_or_only_suspended_then_there_is_none(
    made: Scenario, now: datetime, event: BadgeEvent
) -> None:
    badge.change_state(made.badge, event, reason="Told.", **made.cast.carol.acts(now))
    assert look(made, now) == NOTHING


def test_clock_when_the_clearance_is_withdrawn_then_the_card_is_asked_for(
    made: Scenario, now: datetime
) -> None:
    clearance.suspend(made.clearance, reason="Under review.", **made.cast.bob.acts(now))
    assert look(made, now) == NOTHING
    clearance.withdraw(made.clearance, reason="Found guilty.", **made.cast.bob.acts(now))
    assert look(made, now)["asked"] == 1


def test_clock_when_the_right_comes_back_then_it_is_lifted(made: Scenario, now: datetime) -> None:
    Badge.objects.filter(pk=made.badge.pk).update(return_due_on=timezone.localdate(now))
    assert look(made, now) == NOTHING | {"lifted": 1}
    made.badge.refresh_from_db()
    assert made.badge.return_due_on is None


def test_clock_when_a_badge_has_no_type_then_nobody_is_asked(made: Scenario, now: datetime) -> None:
    Badge.objects.filter(pk=made.badge.pk).update(badge_type=None)
    revoke(made, now)
    assert look(made, now) == NOTHING


def test_clock_when_a_badge_ends_then_it_starts_without_waiting_for_the_day(
    made: Scenario, now: datetime
) -> None:
    assert badge_return.ask_for_ended(made.port, at=now) == 0
    revoke(made, now)
    assert list(badge_register(scope=made.cast.carol.scope, at=now, state="to_retrieve")) == [made.badge]
    assert badge_return.ask_for_ended(made.port, at=now) == 1
    assert badge_return.ask_for_ended(made.port, at=now) == 0
    made.badge.refresh_from_db()
    assert made.badge.return_due_on == timezone.localdate(now) + timedelta(days=7)


def test_register_when_cards_are_to_retrieve_then_found_and_late_ones_are_unaccounted(
    made: Scenario, now: datetime
) -> None:
    revoke(made, now)
    look(made, now)
    scope = made.cast.carol.scope
    assert list(badge_register(scope=scope, at=now, state="to_retrieve")) == [made.badge]
    assert not badge_register(scope=scope, at=now, state="unaccounted").exists()
    late = now + timedelta(days=9)
    assert list(badge_register(scope=scope, at=late, state="unaccounted")) == [made.badge]


def test_register_when_nobody_saw_a_badge_for_its_period_then_to_confirm(
    made: Scenario, now: datetime
) -> None:
    scope = made.cast.carol.scope
    long_ago = now - timedelta(days=366)
    assert not badge_register(scope=scope, at=now, state="not_seen").exists()
    Badge.objects.filter(pk=made.badge.pk).update(valid_from=long_ago, seen_on=None)
    assert list(badge_register(scope=scope, at=now, state="not_seen")) == [made.badge]
    Badge.objects.filter(pk=made.badge.pk).update(seen_on=timezone.localdate(now) - timedelta(days=3))
    assert not badge_register(scope=scope, at=now, state="not_seen").exists()


def test_destruction_when_the_card_lies_at_the_desk_then_before_a_witness(
    made: Scenario, cast: Cast, now: datetime, record: Record
) -> None:
    badge.change_state(made.badge, BadgeEvent.HAND_IN, reason="At the desk.", **cast.carol.acts(now))
    record.new()
    badge_return.destroy(
        made.badge, witness=cast.sven.user, reason="Cut through the chip.", **cast.carol.acts(now)
    )
    assert made.badge.state_word is BadgeState.DESTROYED
    assert cast.sven.reference in record.one("access.badge.changed").body["reason"]


@pytest.mark.parametrize("name", ["carol", "dave"])
def test_destruction_when_the_witness_is_oneself_or_nobody_here_then_said(
    made: Scenario, cast: Cast, now: datetime, name: str
) -> None:
    badge.change_state(made.badge, BadgeEvent.HAND_IN, reason="At the desk.", **cast.carol.acts(now))
    with pytest.raises(InvalidInput) as told:
        badge_return.destroy(
            made.badge, witness=getattr(cast, name).user, reason="Cut.", **cast.carol.acts(now)
        )
    assert list(told.value.fields) == ["witness"]


def test_destruction_when_the_card_is_still_out_or_the_role_lacks_then_refused(
    made: Scenario, cast: Cast, now: datetime
) -> None:
    with pytest.raises(Conflict):
        badge_return.destroy(made.badge, witness=cast.sven.user, reason="Cut.", **cast.carol.acts(now))
    with pytest.raises(Refused):
        badge_return.destroy(made.badge, witness=cast.carol.user, reason="Cut.", **cast.alice.acts(now))


def test_daily_look_when_asked_twice_a_day_then_one_job(made: Scenario, now: datetime) -> None:
    first = badge_daily.request(made.port, at=now)
    assert badge_daily.request(made.port, at=now) == first
    done = badge_daily.look(made.port, at=now)
    assert set(NOTHING) | {"limits", "reissues_ended"} <= set(done)
