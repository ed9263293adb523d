"""Crews are screened: whoever resembles nobody gets a permit, everybody else waits for an officer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Port
from portsec.kernel import clock
from portsec.kernel.errors import Conflict, InvalidInput, Refused, Unavailable
from screening.crew.words import CrewState
from screening.enums import HitState
from screening.kinds.transitions import CREW_STEPS
from screening.models import CrewHit, CrewList, CrewMember, Permit
from screening.selectors.crew import crew_lists, members_of, progress_of, waiting_members
from screening.selectors.permit import permit_in_force
from screening.services import crew, crew_screening
from screening.watchlists.birth_date import BirthDate
from tests.people import Actor, Cast
from tests.screening import people_rows, rows
from tests.screening.crew.files import row
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

LISTED = {"family_name": "Morozov", "given_names": "Viktor", "gender": "M", "birth_date": "1979-11-02"}


@pytest.fixture
def listed(db: None) -> None:
    rows.load_list(
        rows.entity("77", "Viktor Morozov", births=(BirthDate.on(date(1979, 11, 2)),), nationalities=())
    )


@pytest.fixture
def crew_list(listed: None, port: Port, alice: Actor) -> CrewList:
    """Maria resembles nobody, Viktor somebody."""
    return people_rows.screened(port, alice, row(1), row(2, **LISTED))


@pytest.fixture
def viktor(crew_list: CrewList) -> CrewMember:
    return crew_list.members.get(row=3)


def decided(member: CrewMember, state: HitState, *actors: Actor) -> CrewMember:
    """What each officer says in turn; the member as it is then."""
    for actor in actors:
        member = crew_screening.decide(
            member.hits.get(), state, reason="Passport compared.", **actor.acts(clock.now())
        )
    return member


def test_crew_when_screened_then_permit_at_once_or_an_officer_is_asked(crew_list: CrewList) -> None:
    maria, viktor = crew_list.members.order_by("row")
    assert (maria.state, viktor.state, viktor.question) == ("permitted", "with_officer", "hit")
    permit = Permit.objects.get()
    assert (permit.person, permit.kind, permit.valid_until) == (maria.person, "ship_call", crew_list.etd)
    assert (permit.imo_number, permit.call_ref) == ("9074729", "VC-1")
    assert permit.issued_by == "system:screening"
    assert progress_of(crew_list).screened == 2


def test_permit_when_in_force_then_until_the_ship_leaves(crew_list: CrewList) -> None:
    maria = crew_list.members.get(row=2).person
    assert permit_in_force(maria, clock.now()) is not None
    assert permit_in_force(maria, crew_list.etd) is None
    assert permit_in_force(maria, crew_list.eta - timedelta(seconds=1)) is None


def test_permit_when_it_would_outlast_the_call_then_the_database_refuses(crew_list: CrewList) -> None:
    later = crew_list.etd + timedelta(seconds=1)
    with pytest.raises(IntegrityError, match="permit_of_a_call_ends_with_it"), transaction.atomic():
        Permit.objects.update(valid_until=later)


def test_crew_when_screened_twice_then_nothing_more(crew_list: CrewList, record: Record) -> None:
    assert crew_screening.screen(crew_list, first_row=1, last_row=99, at=clock.now()) == 0
    assert not record.kinds()


def test_crew_when_no_list_is_loaded_then_it_waits(port: Port, alice: Actor) -> None:
    crew_list = people_rows.taken(port, alice)
    with pytest.raises(Unavailable):
        crew_screening.screen(crew_list, first_row=1, last_row=9, at=clock.now())
    assert crew_list.members.get().state == "to_screen"


def test_hit_when_a_different_person_then_the_permit_is_issued(
    viktor: CrewMember, alice: Actor, record: Record
) -> None:
    assert decided(viktor, HitState.DIFFERENT, alice).state == "permitted"
    assert permit_in_force(viktor.person, clock.now()) is not None
    assert record.kinds() == ["screening.crew_hit.decided", "screening.permit.issued"]


def test_hit_when_unsure_then_the_member_goes_on_waiting(viktor: CrewMember, alice: Actor) -> None:
    assert decided(viktor, HitState.UNSURE, alice).state == "with_officer"


def test_hit_when_two_hold_it_to_be_the_same_person_then_no_permit_by_their_word(
    viktor: CrewMember, alice: Actor, bob: Actor
) -> None:
    member = decided(viktor, HitState.SAME, alice, bob)
    assert (member.state, member.answered_by, member.reason) == ("refused", bob.user, "Passport compared.")
    assert not Permit.objects.filter(person=viktor.person).exists()


def test_hit_when_one_officer_says_same_then_the_member_waits_for_the_second(
    viktor: CrewMember, alice: Actor, bob: Actor, record: Record
) -> None:
    member = decided(viktor, HitState.SAME, alice)
    assert (member.state, member.question) == ("with_officer", "hit")
    assert member.hits.get().awaits_second
    with pytest.raises(Refused):
        decided(viktor, HitState.SAME, alice)
    with pytest.raises(Conflict, match="First to be settled"):
        crew_screening.allow(viktor, reason="Fine.", **alice.acts(clock.now()))
    returned = decided(viktor, HitState.OPEN, bob)
    assert (returned.state, returned.hits.get().awaits_second) == ("with_officer", False)
    assert record.kinds() == ["screening.crew_hit.said_same", "screening.crew_hit.returned"]


def test_hit_when_held_same_by_one_hand_then_the_database_refuses(viktor: CrewMember, alice: Actor) -> None:
    with pytest.raises(IntegrityError, match="crew_hit_same_by_two"), transaction.atomic():
        viktor.hits.update(
            state="same", same_said_by=alice.user, decided_by=alice.user, decided_at=clock.now()
        )


def test_hit_when_confirmed_then_an_earlier_permit_is_revoked(
    viktor: CrewMember, port: Port, alice: Actor, bob: Actor
) -> None:
    decided(viktor, HitState.DIFFERENT, alice)
    # The person's details change, so that the next call asks afresh.
    type(viktor.person).objects.filter(pk=viktor.person.pk).update(version=2)
    again = people_rows.screened(port, alice, row(2, **LISTED), ref="VC-2").members.get()
    assert again.state == "with_officer"
    decided(again, HitState.SAME, alice, bob)
    assert Permit.objects.get(crew_member=viktor).state == "revoked"
    assert permit_in_force(viktor.person, clock.now()) is None


def test_hit_when_dismissed_at_an_earlier_call_then_it_does_not_come_back(
    viktor: CrewMember, port: Port, alice: Actor
) -> None:
    decided(viktor, HitState.DIFFERENT, alice)
    again = people_rows.screened(port, alice, row(2, **LISTED), ref="VC-2").members.get()
    assert (again.state, again.hits.get().state) == ("permitted", "different")


def test_hit_when_decided_by_another_role_then_refused(viktor: CrewMember, cast: Cast) -> None:
    for name in ("bob", "carol", "frank", "emma"):
        with pytest.raises(Refused):
            decided(viktor, HitState.DIFFERENT, getattr(cast, name))


def test_hit_when_confirmed_then_it_stays_confirmed(viktor: CrewMember, alice: Actor, bob: Actor) -> None:
    decided(viktor, HitState.SAME, alice, bob)
    with pytest.raises(Conflict):
        decided(viktor, HitState.DIFFERENT, alice)


def test_hit_when_no_reason_is_given_then_refused(viktor: CrewMember, alice: Actor) -> None:
    with pytest.raises(InvalidInput):
        crew_screening.decide(viktor.hits.get(), HitState.SAME, reason=" ", **alice.acts(clock.now()))


def test_document_when_it_runs_out_before_arrival_then_an_officer_is_asked_and_may_allow(
    listed: None, port: Port, alice: Actor
) -> None:
    member = people_rows.screened(port, alice, row(document_expires="2020-01-01")).members.get()
    assert (member.state, member.question) == ("with_officer", "document_expired")
    crew_screening.allow(member, reason="Prolonged by the consulate.", **alice.acts(clock.now()))
    assert permit_in_force(member.person, clock.now()) is not None


def test_document_when_on_file_with_another_birth_date_then_an_officer_is_asked(
    listed: None, port: Port, alice: Actor
) -> None:
    people_rows.screened(port, alice, row(1))
    member = people_rows.screened(port, alice, row(1, birth_date="1990-01-01"), ref="VC-2").members.get()
    assert (member.state, member.question) == ("with_officer", "document_of_another")


def test_member_when_a_hit_is_undecided_then_nobody_allows_around_it(
    viktor: CrewMember, alice: Actor
) -> None:
    with pytest.raises(Conflict, match="First to be settled: resembles a listed person"):
        crew_screening.allow(viktor, reason="Fine.", **alice.acts(clock.now()))


def test_member_when_banned_then_an_officer_is_asked_and_cannot_allow(
    listed: None, port: Port, alice: Actor, bob: Actor, cast: Cast
) -> None:
    maria = people_rows.screened(port, alice, row(1)).members.get().person
    people_rows.confirmed_ban(maria, bob, cast.bea)
    member = people_rows.screened(port, alice, row(1), ref="VC-2").members.get()
    assert (member.state, member.question) == ("with_officer", "banned")
    with pytest.raises(Conflict, match="port ban"):
        crew_screening.allow(member, reason="Fine.", **alice.acts(clock.now()))


def test_member_when_refused_by_an_officer_then_the_permit_is_revoked(
    crew_list: CrewList, alice: Actor
) -> None:
    maria = crew_list.members.get(row=2)
    crew_screening.refuse(maria, reason="Left the walk path twice.", **alice.acts(clock.now()))
    assert permit_in_force(maria.person, clock.now()) is None
    maria.refresh_from_db()
    assert maria.state == "refused"


def test_member_when_a_row_is_refused_without_an_officer_then_the_database_refuses(
    viktor: CrewMember,
) -> None:
    with pytest.raises(IntegrityError, match="crew_member_refused_by_officer"), transaction.atomic():
        CrewMember.objects.filter(pk=viktor.pk).update(state="refused")


def test_steps_when_read_then_nothing_leads_from_screening_to_a_refusal() -> None:
    assert (CrewState.TO_SCREEN.value, CrewState.REFUSED.value) not in CREW_STEPS


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    family=st.sampled_from(["Morozov", "Morosov", "Moroz", "Santos", "Иванов", "Al-Rashid"]),
    given_names=st.sampled_from(["Viktor", "Wiktor", "V", "Maria", ""]),
    born=st.sampled_from(["1979-11-02", "1979-11-03", "1990-01-01"]),
    expires=st.sampled_from(["", "2020-01-01", "2031-01-01"]),
)
def test_worker_when_it_screens_anybody_then_it_never_refuses(
    listed: None, port: Port, alice: Actor, family: str, given_names: str, born: str, expires: str
) -> None:
    said = row(
        family_name=family, given_names=given_names, birth_date=born, document_expires=expires, gender=""
    )
    with transaction.atomic():
        member = people_rows.screened(port, alice, said).members.get()
        assert member.state in ("permitted", "with_officer")
        assert CrewHit.objects.filter(member=member).exists() <= (member.state == "with_officer")
        transaction.set_rollback(True)  # each example begins with an empty port


def test_member_when_a_hit_is_dismissed_and_the_document_ran_out_then_the_next_question_is_asked(
    listed: None, port: Port, alice: Actor
) -> None:
    said = row(document_expires="2020-01-01", **LISTED)
    member = people_rows.screened(port, alice, said).members.get()
    assert member.question == "hit"
    assert decided(member, HitState.DIFFERENT, alice).question == "document_expired"
    allowed = crew_screening.allow(member, reason="Prolonged.", **alice.acts(clock.now()))
    assert (allowed.state, allowed.question) == ("permitted", "")


def test_hit_when_a_dismissal_proves_wrong_then_the_permit_is_taken_back(
    viktor: CrewMember, alice: Actor, bob: Actor
) -> None:
    decided(viktor, HitState.DIFFERENT, alice)
    assert decided(viktor, HitState.SAME, alice).state == "permitted"
    assert [member.pk for member in waiting_members(scope=alice.scope)] == [viktor.pk]
    listed = crew_lists(scope=alice.scope).get()
    assert (listed.people, listed.waiting) == (2, 1)
    assert list(members_of(listed, state="with_officer")) == [viktor]
    assert decided(viktor, HitState.SAME, bob).state == "refused"
    assert permit_in_force(viktor.person, clock.now()) is None


@pytest.mark.parametrize("hours", [3, 200])
def test_call_when_the_ship_leaves_at_another_time_then_its_permits_follow(
    crew_list: CrewList, alice: Actor, hours: int, record: Record
) -> None:
    etd = clock.now() + timedelta(hours=hours)
    followed = crew.change_times(crew_list, eta=crew_list.eta, etd=etd, **alice.acts(clock.now()))
    assert followed == 1
    maria = crew_list.members.get(row=2).person
    assert permit_in_force(maria, etd - timedelta(seconds=1)) is not None
    assert permit_in_force(maria, etd) is None
    assert record.kinds() == ["screening.crew_list.call_changed"]


def test_call_when_the_times_are_impossible_then_named(crew_list: CrewList, alice: Actor) -> None:
    with pytest.raises(InvalidInput) as caught:
        crew.change_times(crew_list, eta=crew_list.etd, etd=crew_list.eta, **alice.acts(clock.now()))
    assert "etd" in caught.value.fields


def test_call_when_changed_by_another_role_then_refused(crew_list: CrewList, bob: Actor) -> None:
    with pytest.raises(Refused):
        crew.change_times(crew_list, eta=crew_list.eta, etd=crew_list.etd, **bob.acts(clock.now()))
