"""Letting visitors in and out: identity, escort, card, group, and the days that are left."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from access.enums import BadgeState, VisitState
from access.models import Badge, Credential, Visit
from access.selectors.visit import days_on_visits, visit_in_force
from access.services import reception
from access.visiting.arrival import IdentityPaper
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.services import clearance
from tests import badges, visits
from tests.access.holders import make_cleared
from tests.scenario import Scenario
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def guests(made: Scenario, count: int, *, at: datetime) -> list[Visit]:
    return [
        visits.announced(made.area, made.erin, made.cast, at=at, who=visits.guest(f"Guest{'abcdefgh'[n]}"))
        for n in range(count)
    ]


def test_visitor_when_let_in_then_has_a_card_until_the_end_of_the_day(
    made: Scenario, now: datetime, record: Record
) -> None:
    arrived = visits.let_in(made.expected, made.cast, at=now)
    assert arrived.visit.state_word is VisitState.ARRIVED
    assert arrived.visit.document_seen == IdentityPaper.PASSPORT.value
    assert timezone.localdate(arrived.badge.valid_until) == timezone.localdate(now)
    assert arrived.badge.areas == made.expected.areas
    assert arrived.qr_text.startswith("PB1:")
    assert Credential.objects.filter(badge=arrived.badge).count() == 1
    assert visit_in_force(made.expected.visitor, made.port.pk, now) == arrived.visit
    assert visit_in_force(made.expected.visitor, made.port.pk, now + timedelta(days=2)) is None


@pytest.mark.parametrize(
    ("said", "problem"),
    [({"agrees": False}, "Compare"), ({"escort": "B0"}, "Nobody at this port")],
)
def test_arrival_when_the_paper_or_the_escort_is_missing_then_the_field_says_so(
    made: Scenario, now: datetime, said: dict[str, object], problem: str
) -> None:
    with pytest.raises(InvalidInput, match=problem):
        visits.let_in(made.expected, made.cast, at=now, **said)


def test_arrival_when_no_escort_is_named_then_refused(made: Scenario, now: datetime) -> None:
    alone = visits.announced(made.area, None, made.cast, at=now, who=visits.guest("West"))
    with pytest.raises(Refused, match="leads the visitor"):
        visits.let_in(alone, made.cast, at=now)
    assert visits.let_in(alone, made.cast, at=now, escort=made.badge.serial).visit.escort == made.erin


def test_arrival_when_the_escort_lost_the_clearance_then_refused(made: Scenario, now: datetime) -> None:
    clearance.suspend(made.clearance, reason="Under review.", **made.cast.bob.acts(now))
    with pytest.raises(Refused, match="may not enter alone"):
        visits.let_in(made.expected, made.cast, at=now)


def test_arrival_when_on_the_wrong_day_then_refused(made: Scenario, now: datetime) -> None:
    early = visits.announced(made.area, made.erin, made.cast, at=now, begins=2)
    with pytest.raises(Refused, match="announced from"):
        visits.let_in(early, made.cast, at=now)


def test_list_when_read_by_a_guard_then_the_reason_is_neutral_and_for_the_officer_full(
    made: Scenario, now: datetime
) -> None:
    visitor = made.expected.visitor
    clearance.grant(
        visitor,
        level=made.clearance.level_word,
        valid_from=timezone.localdate(now),
        valid_until=timezone.localdate(now) + timedelta(days=9),
        actor="system:test",
        at=now,
    )
    whole = reception.checklist(made.expected, made.erin, at=now)
    for_guard = reception.told(whole, in_full=False)["May come as a visitor"]
    assert for_guard.codes == ("ask_badge_office",)
    assert reception.told(whole, in_full=True)["May come as a visitor"].codes == ("visitor_cleared",)
    with pytest.raises(Refused, match="badge office"):
        visits.let_in(made.expected, made.cast, at=now)


def test_group_when_the_escort_has_five_along_then_the_sixth_is_refused(
    made: Scenario, now: datetime
) -> None:
    *five, sixth = guests(made, 6, at=now)
    for expected in five:
        visits.let_in(expected, made.cast, at=now)
    with pytest.raises(Refused, match="5 visitors along"):
        visits.let_in(sixth, made.cast, at=now)
    reception.leave(five[0], card_back=True, **made.cast.gita.acts(now))
    assert visits.let_in(sixth, made.cast, at=now).visit.state_word is VisitState.ARRIVED


def test_visitor_when_on_site_with_another_visit_then_refused(made: Scenario, now: datetime) -> None:
    visits.let_in(made.expected, made.cast, at=now)
    second = visits.announced(made.area, made.erin, made.cast, at=now)
    with pytest.raises(Refused, match="another visit"):
        visits.let_in(second, made.cast, at=now)


@pytest.mark.parametrize(("back", "state"), [(True, BadgeState.RETURNED), (False, BadgeState.LOST)])
def test_visitor_when_signed_out_then_the_card_opens_nothing(
    made: Scenario, now: datetime, back: bool, state: BadgeState
) -> None:
    arrived = visits.let_in(made.expected, made.cast, at=now)
    assert reception.leave(arrived.visit, card_back=back, **made.cast.gita.acts(now)) is None
    assert Badge.objects.get(pk=arrived.badge.pk).state_word is state
    assert visit_in_force(arrived.visit.visitor, made.port.pk, now) is None
    with pytest.raises(Conflict):
        reception.leave(arrived.visit, card_back=back, **made.cast.gita.acts(now))


def test_visit_when_signed_out_before_its_last_day_then_expected_again_tomorrow(
    made: Scenario, now: datetime
) -> None:
    long = visits.announced(made.area, made.erin, made.cast, at=now, who=visits.guest("West"), days=3)
    taken = days_on_visits([long.visitor_id], at=now)
    visits.let_in(long, made.cast, at=now)
    rest = reception.leave(long, card_back=True, **made.cast.gita.acts(now))
    assert rest is not None
    assert rest.state_word is VisitState.ANNOUNCED
    assert (rest.first_day, rest.last_day) == (timezone.localdate(now) + timedelta(days=1), long.last_day)
    assert days_on_visits([long.visitor_id], at=now) == taken, "no day is lost or counted twice"


def test_visit_when_the_card_ran_out_overnight_then_it_can_still_be_handed_in(
    made: Scenario, now: datetime
) -> None:
    arrived = visits.let_in(made.expected, made.cast, at=now)
    reception.leave(arrived.visit, card_back=True, **made.cast.gita.acts(now + timedelta(days=1)))
    assert Badge.objects.get(pk=arrived.badge.pk).state_word is BadgeState.RETURNED


def test_visitor_when_turned_away_then_over(made: Scenario, now: datetime) -> None:
    with pytest.raises(InvalidInput):
        reception.turn_away(made.expected, reason="", **made.cast.gita.acts(now))
    sent = reception.turn_away(made.expected, reason="No paper.", **made.cast.gita.acts(now))
    assert sent.state_word is VisitState.TURNED_AWAY
    with pytest.raises(Conflict):
        visits.let_in(sent, made.cast, at=now)
    assert sent.state_word is VisitState.TURNED_AWAY


def test_escort_when_changed_then_the_new_one_must_be_able_to_lead(made: Scenario, now: datetime) -> None:
    arrived = visits.let_in(made.expected, made.cast, at=now)
    other = make_cleared(made, "Berg", at=now - timedelta(minutes=5))
    issued = badges.issued(other, [made.area], made.cast, at=now - timedelta(minutes=5))
    changed = reception.change_escort(arrived.visit, escort=issued.badge.serial, **made.cast.gita.acts(now))
    assert changed.escort == other
    with pytest.raises(Refused, match=r"Nobody leads themselves"):
        reception.change_escort(changed, escort=arrived.badge.serial, **made.cast.gita.acts(now))


def test_receiver_when_the_host_or_without_the_right_then_refused(made: Scenario, now: datetime) -> None:
    for name in ("hugo", "emma", "anna", "frank"):
        acts = getattr(made.cast, name).acts(now)
        with pytest.raises(Refused):
            reception.arrive(made.expected, paper=IdentityPaper.PASSPORT, agrees=True, **acts)
