"""Port bans: two hands to bind, two to lift, and whatever lets the person in falls at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Port
from ledger.services import job
from portsec.kernel import clock
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.models import Application, Clearance, Permit, Person, PortBan
from screening.selectors.permit import permit_in_force
from screening.selectors.port_ban import bans_of, bans_to_answer
from screening.services import clearance, daily, permit, port_ban
from tests.people import Actor, Cast
from tests.screening import people_rows, rows
from tests.screening.crew.files import row
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_ban_when_entered_then_nothing_falls_yet(erin: Person, bob: Actor) -> None:
    held = rows.cleared(erin)
    people_rows.entered_ban(erin, bob)
    held.refresh_from_db()
    assert held.state == "granted"
    assert bans_of(erin, people_rows.today()) == []


def test_ban_when_confirmed_by_another_then_clearance_and_permit_fall(
    port: Port, alice: Actor, bob: Actor, cast: Cast, record: Record
) -> None:
    rows.load_list()
    member = people_rows.screened(port, alice, row()).members.get()
    held = rows.cleared(member.person)
    ban = people_rows.confirmed_ban(member.person, bob, cast.bea)
    held.refresh_from_db()
    assert held.state == "withdrawn"
    assert Permit.objects.get(crew_member=member).state == "revoked"
    assert bans_of(member.person, people_rows.today()) == [ban]
    assert permit_in_force(member.person, clock.now()) is None
    assert {
        "screening.port_ban.took_effect",
        "screening.clearance.withdrawn",
        "screening.permit.revoked",
    } <= set(record.kinds())


def test_ban_when_confirmed_by_the_same_officer_then_refused(erin: Person, bob: Actor) -> None:
    ban = people_rows.entered_ban(erin, bob)
    with pytest.raises(Refused, match="first step yourself"):
        port_ban.confirm(ban, reason="I am sure.", **bob.acts(clock.now()))


def test_ban_when_one_hand_writes_the_row_then_the_database_refuses(erin: Person, bob: Actor) -> None:
    ban = people_rows.entered_ban(erin, bob)
    with pytest.raises(IntegrityError, match="port_ban_confirmed_by_another"), transaction.atomic():
        PortBan.objects.filter(pk=ban.pk).update(
            state="confirmed", confirmed_by=bob.user, confirmed_at=clock.now()
        )


@pytest.mark.parametrize("name", ["alice", "carol", "frank", "emma"])
def test_ban_when_entered_by_another_role_then_refused(erin: Person, cast: Cast, name: str) -> None:
    with pytest.raises(Refused):
        people_rows.entered_ban(erin, getattr(cast, name))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"authority": " "}, "authority"),
        ({"legal_ref": ""}, "legal_ref"),
        ({"order_ref": ""}, "order_ref"),
        ({"first": 10, "last": 9}, "ends_on"),
        ({"first": -20, "last": -1}, "ends_on"),
        ({"last": 365 * 45}, "ends_on"),
    ],
)
def test_ban_when_incomplete_or_impossible_then_named(
    erin: Person, bob: Actor, values: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        people_rows.entered_ban(erin, bob, **values)
    assert field in caught.value.fields


def test_ban_when_the_order_is_entered_twice_then_conflict(erin: Person, bob: Actor, cast: Cast) -> None:
    people_rows.entered_ban(erin, bob)
    with pytest.raises(Conflict, match="entered for this person already"):
        people_rows.entered_ban(erin, cast.bea)


def test_ban_when_in_force_then_no_clearance_is_reinstated(erin: Person, bob: Actor, cast: Cast) -> None:
    held = clearance.suspend(rows.cleared(erin), reason="Look.", **bob.acts(clock.now()))
    people_rows.confirmed_ban(erin, bob, cast.bea)
    with pytest.raises(Conflict):
        clearance.reinstate(Clearance.objects.get(pk=held.pk), reason="Back.", **bob.acts(clock.now()))


def test_ban_when_it_begins_later_then_the_days_job_lets_it_take_effect(
    erin: Person, port: Port, bob: Actor, cast: Cast
) -> None:
    held = rows.cleared(erin)
    ban = people_rows.confirmed_ban(erin, bob, cast.bea, first=3)
    held.refresh_from_db()
    assert (held.state, ban.effective_at) == ("granted", None)
    later = clock.now() + timedelta(days=5)  # nobody worked for two days; the ban is found all the same
    asked = daily.request(port, at=later)
    done = job.run(asked.pk, at=later)
    assert done is not None
    assert done.result["bans"] == 1
    held.refresh_from_db()
    assert held.state == "withdrawn"
    assert daily.look(port, at=later)["bans"] == 0


def test_ban_when_its_last_day_has_passed_then_it_ends_by_itself(
    erin: Person, bob: Actor, cast: Cast
) -> None:
    people_rows.confirmed_ban(erin, bob, cast.bea, last=10)
    assert bans_of(erin, people_rows.today() + timedelta(days=10))
    assert not bans_of(erin, people_rows.today() + timedelta(days=11))


def test_ban_when_lifted_by_two_then_it_binds_no_more_and_nothing_comes_back(
    erin: Person, bob: Actor, cast: Cast
) -> None:
    held = rows.cleared(erin)
    ban = people_rows.confirmed_ban(erin, bob, cast.bea)
    port_ban.propose_lift(ban, reason="Quashed on appeal.", **bob.acts(clock.now()))
    assert bans_of(erin, people_rows.today())  # until the second officer agrees
    with pytest.raises(Refused):
        port_ban.lift(ban, reason="Quashed on appeal.", **bob.acts(clock.now()))
    port_ban.lift(ban, reason="I read the judgment.", **cast.bea.acts(clock.now()))
    assert not bans_of(erin, people_rows.today())
    held.refresh_from_db()
    assert held.state == "withdrawn"


def test_ban_when_lifting_is_declined_then_it_stays(erin: Person, bob: Actor, cast: Cast) -> None:
    ban = people_rows.confirmed_ban(erin, bob, cast.bea)
    port_ban.propose_lift(ban, reason="Quashed on appeal.", **bob.acts(clock.now()))
    port_ban.keep(ban, reason="Another judgment.", **cast.bea.acts(clock.now()))
    assert ban.state == "confirmed"
    assert bans_of(erin, people_rows.today()) == [ban]


def test_ban_when_discarded_then_the_order_can_be_entered_anew(erin: Person, bob: Actor, cast: Cast) -> None:
    ban = people_rows.entered_ban(erin, bob)
    port_ban.discard(ban, reason="Another Erin.", **cast.bea.acts(clock.now()))
    assert people_rows.entered_ban(erin, bob).state == "entered"


def test_ban_when_answered_meanwhile_then_conflict(erin: Person, bob: Actor, cast: Cast) -> None:
    ban = people_rows.entered_ban(erin, bob)
    seen_before = PortBan.objects.get(pk=ban.pk)
    port_ban.confirm(ban, reason="The order lies before me.", **cast.bea.acts(clock.now()))
    with pytest.raises(Conflict, match="meanwhile"):
        port_ban.discard(seen_before, reason="Another Erin.", **cast.bea.acts(clock.now()))


def test_ban_when_an_expert_is_let_in_then_no_permit_is_issued(
    port: Port, crane: object, quayside: object, alice: Actor, bob: Actor, cast: Cast
) -> None:
    who = people_rows.surveyor(port, quayside)
    case = people_rows.invited_expert(who, crane, quayside, alice)
    people_rows.confirmed_ban(who, bob, cast.bea)
    with pytest.raises(Conflict, match="port ban"):
        permit.issue_escorted(
            Application.objects.get(pk=case.pk),
            permit.PermitKind.ESCORTED_SHORT,
            first=people_rows.today(),
            last=people_rows.today(),
            days=1,
            **alice.acts(clock.now()),
        )


def test_answers_when_counted_then_ones_own_steps_are_not_among_them(
    erin: Person, bob: Actor, cast: Cast
) -> None:
    people_rows.entered_ban(erin, bob)
    assert bans_to_answer(bob.user, scope=bob.scope).count() == 0
    assert bans_to_answer(cast.bea.user, scope=cast.bea.scope).count() == 1
    assert bans_to_answer(cast.alice.user, scope=cast.alice.scope).count() == 0
