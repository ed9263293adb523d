"""Announcing visitors: who may, for how long, and who is no visitor by the back door."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from access.enums import VisitState
from access.models import Area, Visit
from access.selectors.visit import days_on_visits, refused_announcements, state_today, visit_in_force
from access.services import visit
from access.visiting.guest_list import Guest, parse
from access.visiting.standing import NEUTRAL
from accounts.roles import Role
from ledger.models import Entry
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.enums import PersonCategory, RunState
from screening.models import Person, ScreeningRun
from screening.services import clearance, person
from tests import visits
from tests.people import MAKER, make_actor
from tests.scenario import Scenario
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def announce(made: Scenario, who: Guest | None = None, *, at: datetime, **days: int) -> Visit:
    return visits.announced(made.area, made.erin, made.cast, at=at, who=who, **days)


def test_visit_when_announced_then_the_visitor_is_registered_once(made: Scenario, now: datetime) -> None:
    first = announce(made, visits.guest("Ngo", "Linh"), at=now)
    again = announce(made, visits.guest("NGO", "linh"), at=now, begins=1)
    assert first.visitor == again.visitor
    assert first.visitor.category == PersonCategory.VISITOR.value
    assert first.organisation == made.cast.hugo.user.organisation


def test_visit_when_names_stand_the_other_way_round_then_still_the_same_person(
    made: Scenario, now: datetime
) -> None:
    first = announce(made, visits.guest("Ngo", "Linh"), at=now)
    assert announce(made, visits.guest("Linh", "Ngo"), at=now, begins=1).visitor == first.visitor


def test_visit_when_the_birth_date_differs_then_another_person(made: Scenario, now: datetime) -> None:
    first = announce(made, visits.guest("Ngo", "Linh"), at=now)
    other = announce(made, visits.guest("Ngo", "Linh", date(1999, 1, 1)), at=now)
    assert other.visitor != first.visitor


def test_visit_when_announced_then_on_record_and_compared_with_the_lists(
    made: Scenario, now: datetime, record: Record
) -> None:
    expected = announce(made, visits.guest("Ngo", "Linh"), at=now)
    assert Entry.objects.filter(kind="access.visit.announced", subject=expected.reference).exists()
    runs = ScreeningRun.objects.filter(slot__contains=expected.visitor.ref)
    assert [run.state for run in runs] == [RunState.RUNNING.value]
    announce(made, visits.guest("Ngo", "Linh"), at=now, begins=1)
    assert runs.count() == 1, "once a month is enough"


def test_visitor_when_cleared_then_the_host_is_told_to_ask_and_the_officer_why(
    made: Scenario, now: datetime
) -> None:
    before = Visit.objects.count()
    with pytest.raises(Refused) as raised:
        announce(made, visits.guest("Vermeer", "Erin", date(1990, 1, 2)), at=now)
    assert raised.value.verdict == NEUTRAL
    assert Visit.objects.count() == before
    [told] = refused_announcements(scope=made.cast.sven.scope, at=now)
    assert told.subject == made.erin.reference
    assert "cleared" in told.sentence
    assert refused_announcements(scope=made.cast.gita.scope, at=now) == []
    assert refused_announcements(scope=made.cast.hugo.scope, at=now) == []


def test_visitor_when_the_clearance_was_withdrawn_then_no_visitor(made: Scenario, now: datetime) -> None:
    clearance.withdraw(made.clearance, reason="Convicted.", **made.cast.bob.acts(now))
    with pytest.raises(Refused, match="badge office"):
        visits.announced(
            made.area, None, made.cast, at=now, who=visits.guest("Vermeer", "Erin", date(1990, 1, 2))
        )


def test_visitor_when_cleared_with_an_escort_only_then_may_come(made: Scenario, now: datetime) -> None:
    someone = person.register(
        port=made.port, family_name="Solo", given_names="Ida", birth_date=visits.BORN, actor=MAKER, at=now
    )
    held = clearance.grant(
        someone,
        level=made.clearance.level_word,
        valid_from=timezone.localdate(now),
        valid_until=timezone.localdate(now) + timedelta(days=30),
        actor=MAKER,
        at=now,
    )
    type(held).objects.filter(pk=held.pk).update(escort_only=True)
    assert announce(made, visits.guest("Solo", "Ida"), at=now).visitor == someone


def test_days_when_other_hosts_used_the_year_then_refused(made: Scenario, now: datetime) -> None:
    someone = visits.guest("Ngo", "Linh")
    for week in range(4):
        announce(made, someone, at=now, begins=week * 7, days=7)
    other = make_actor("hilde", Role.HOST, made.port, at=now, organisation=made.post.organisation)
    with pytest.raises(InvalidInput, match="29 days"):
        visit.announce(
            made.port,
            someone,
            visits.plan(made.area, made.erin, at=now, begins=40),
            **other.acts(now),
        )


def test_days_when_a_visit_is_cancelled_then_free_again(made: Scenario, now: datetime) -> None:
    expected = announce(made, visits.guest("Ngo", "Linh"), at=now, days=3)
    assert len(days_on_visits([expected.visitor_id], at=now)) == 3
    visit.cancel(expected, reason="The crane is repaired.", **made.cast.hugo.acts(now))
    assert days_on_visits([expected.visitor_id], at=now) == frozenset()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"areas": []}, "areas"),
        ({"purpose": " "}, "purpose"),
        ({"first_day": date(2020, 1, 1), "last_day": date(2020, 1, 1)}, "first_day"),
    ],
)
def test_plan_when_impossible_then_the_field_says_why(
    made: Scenario, now: datetime, changes: dict[str, object], field: str
) -> None:
    plan = replace(visits.plan(made.area, made.erin, at=now), **changes)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput) as raised:
        visit.announce(made.port, visits.guest(), plan, **made.cast.hugo.acts(now))
    assert field in raised.value.fields


def test_plan_when_the_area_lies_in_one_without_visitors_then_refused(made: Scenario, now: datetime) -> None:
    cage = Area.objects.create(port=made.port, code="CAGE", name="Cage", escort_allowed=False)
    inner = Area.objects.create(port=made.port, code="SHELF", name="Shelf", parent=cage)
    with pytest.raises(InvalidInput, match="Shelf"):
        visits.announced(inner, None, made.cast, at=now)


def test_plan_when_the_escort_has_no_badge_for_the_area_then_refused(made: Scenario, now: datetime) -> None:
    other = Area.objects.create(port=made.port, code="QUAY", name="Quay")
    with pytest.raises(InvalidInput) as raised:
        visits.announced(other, made.erin, made.cast, at=now)
    assert "Quay" in raised.value.fields["escort"]


def test_host_when_without_role_or_organisation_then_refused(made: Scenario, now: datetime) -> None:
    plan = visits.plan(made.area, made.erin, at=now)
    with pytest.raises(Refused):
        visit.announce(made.port, visits.guest(), plan, **made.cast.gita.acts(now))
    made.cast.hugo.user.organisation = None
    with pytest.raises(Refused, match="organisation"):
        visit.announce(made.port, visits.guest(), plan, **made.cast.hugo.acts(now))


def test_group_when_some_rows_are_wrong_then_the_others_are_announced(made: Scenario, now: datetime) -> None:
    said = parse("Ngo, Linh, 1.2.1990\nVermeer, Erin, 2.1.1990\nWest, Bo, 3.3.1980", today=now.date())
    done = visit.announce_group(
        made.port, said.rows, visits.plan(made.area, made.erin, at=now), **made.cast.hugo.acts(now)
    )
    assert [bool(each.visit) for each in done] == [True, False, True]
    assert done[1].problem == NEUTRAL.sentence


def test_visit_when_cancelled_by_a_stranger_or_twice_then_refused(made: Scenario, now: datetime) -> None:
    with pytest.raises(Refused):
        visit.cancel(made.expected, reason="No.", **made.cast.emma.acts(now))
    with pytest.raises(InvalidInput):
        visit.cancel(made.expected, reason=" ", **made.cast.hugo.acts(now))
    visit.cancel(made.expected, reason="Not needed.", **made.cast.hugo.acts(now))
    with pytest.raises(Conflict):
        visit.cancel(made.expected, reason="Again.", **made.cast.hugo.acts(now))


def test_visit_when_its_days_are_over_then_lapsed_by_the_clock_and_on_record(
    made: Scenario, now: datetime, record: Record
) -> None:
    later = now + timedelta(days=2)
    assert state_today(made.expected, at=later) is VisitState.NO_SHOW
    assert visit.lapse_due(made.port, at=later) == 1
    assert visit.lapse_due(made.port, at=later) == 0
    made.expected.refresh_from_db()
    assert made.expected.state_word is VisitState.NO_SHOW


def test_visit_when_only_announced_then_no_gate_stands_on_it(made: Scenario, now: datetime) -> None:
    assert visit_in_force(made.expected.visitor, made.port.pk, now) is None


def test_essential_when_said_by_an_officer_then_kept_and_by_a_host_refused(
    made: Scenario, now: datetime
) -> None:
    with pytest.raises(Refused):
        visit.rate_essential(made.expected, is_essential=True, reason="Pilot.", **made.cast.hugo.acts(now))
    rated = visit.rate_essential(
        made.expected, is_essential=True, reason="Reefers fail.", **made.cast.sven.acts(now)
    )
    assert rated.is_essential


def test_name_when_in_another_script_then_found_again(made: Scenario, now: datetime) -> None:
    first = announce(made, visits.guest("Иванова", "Ольга"), at=now)
    again = announce(made, visits.guest("Ивано́ва", "Ольга"), at=now, begins=1)
    assert Person.objects.get(pk=first.visitor_id) == again.visitor
