"""Asking for access, and the answers of one desk or two."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from access.asking.desks import ANSWERED_WITHIN
from access.enums import FieldClass
from access.models import AccessRequest, Grant, WorkOrder
from access.selectors.access_request import access_request_seen, access_requests, requests_to_answer
from access.selectors.hand import person_behind
from access.services import access_request
from accounts.roles import Role
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from tests.access.askers import ask, make_clerk, second_account, wanted
from tests.people import Actor
from tests.scenario import OTHER_CONTAINER, Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def kim(made: Scenario, now: datetime) -> Actor:
    """A cleared clerk without any role."""
    return make_clerk(made, "kim", at=now)


def test_ask_when_all_is_said_then_waits_and_is_on_record_without_the_purpose(
    made: Scenario, kim: Actor, now: datetime, record: Record
) -> None:
    asked = ask(made, kim, now)
    entry = record.one("access.access_request.asked")
    assert (asked.account, asked.conflicts, entry.subject) == ("kim", [], "user:kim")
    assert entry.body["object"] == OTHER_CONTAINER
    dora, sven = made.cast.dora, made.cast.sven
    assert asked in requests_to_answer(dora.user, scope=dora.scope)
    assert asked not in requests_to_answer(sven.user, scope=sven.scope)


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"purpose": " "}, "purpose"),
        ({"case_ref": ""}, "case_ref"),
        ({"object_ref": ""}, "object_ref"),
        ({"field_class": FieldClass.S0}, "field_class"),
        ({"wanted_until": datetime.fromisoformat("2020-01-01T00:00+00:00")}, "wanted_until"),
        ({"wanted_until": datetime.fromisoformat("2090-01-01T00:00+00:00")}, "wanted_until"),
    ],
)
def test_ask_when_something_is_missing_then_refused_at_that_field(
    made: Scenario, kim: Actor, now: datetime, other: dict[str, Any], field: str
) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        access_request.ask(made.port, wanted(now, **other), **kim.acts(now))
    assert field in refusal.value.fields


def test_ask_when_the_same_waits_already_then_told(made: Scenario, kim: Actor, now: datetime) -> None:
    ask(made, kim, now)
    with pytest.raises(Conflict):
        access_request.ask(made.port, wanted(now), **kim.acts(now))


def test_ask_when_nobody_knows_the_account_at_the_port_then_refused(made: Scenario, now: datetime) -> None:
    with unchanged(), pytest.raises(Refused) as refusal:
        access_request.ask(made.port, wanted(now), **made.cast.dave.acts(now))
    assert refusal.value.verdict.codes == ("not_at_port",)


def test_approve_when_sensitive_then_one_hand_gives_the_grant(
    made: Scenario, kim: Actor, now: datetime, record: Record
) -> None:
    asked = ask(made, kim, now)
    record.new()
    done = access_request.approve(asked, remark="Known case.", **made.cast.dora.acts(now))
    given = Grant.objects.get(account="kim")
    assert (done.state, done.grant, done.answer) == ("granted", given, "Known case.")
    assert (given.purpose, given.case_ref, given.valid_until) == (asked.purpose, "T-7", asked.wanted_until)
    assert (given.granted_by, given.field_class) == ("user:dora", "S2")
    assert record.kinds() == ["access.grant.given", "access.access_request.granted"]


def test_approve_when_critical_then_only_two_desks_give_the_grant(
    made: Scenario, kim: Actor, now: datetime
) -> None:
    asked = ask(made, kim, now, FieldClass.S3)
    half = access_request.approve(asked, **made.cast.sven.acts(now))
    assert (half.state, Grant.objects.filter(account="kim").exists()) == ("half", False)
    with pytest.raises(Refused) as refusal:
        access_request.approve(asked, **made.cast.siri.acts(now))
    assert refusal.value.verdict.codes == ("no_desk_left",)
    assert access_request.approve(asked, **made.cast.dora.acts(now)).state == "granted"
    assert [each.desk for each in asked.approvals.all()] == ["security", "data_owner"]


def test_approve_when_one_person_sits_at_both_desks_with_two_accounts_then_still_one_hand(
    made: Scenario, kim: Actor, now: datetime
) -> None:
    lena = make_clerk(made, "lena", at=now, held=Role.DATA_OWNER)
    twin = second_account(lena, Role.SECURITY_OFFICER, made, at=now)
    asked = ask(made, kim, now, FieldClass.S3)
    access_request.approve(asked, **lena.acts(now))
    with pytest.raises(Refused) as refusal:
        access_request.approve(asked, **twin.acts(now))
    assert refusal.value.verdict.codes == ("own_hand",)


def test_approve_when_one_asked_oneself_by_whatever_account_then_refused_and_on_record(
    made: Scenario, now: datetime, record: Record
) -> None:
    lena = make_clerk(made, "lena", at=now, held=Role.DATA_OWNER)
    twin = second_account(lena, Role.DATA_OWNER, made, at=now)
    asked = ask(made, lena, now)
    for actor in (lena, twin):
        with pytest.raises(Refused) as refusal:
            access_request.approve(asked, **actor.acts(now))
        assert "own_request" in refusal.value.verdict.codes
        assert asked not in requests_to_answer(actor.user, scope=actor.scope)
        assert record.one("access.access_request.not_approved").body["reasons"]


def test_approve_when_it_would_close_a_ring_then_refused_until_the_favour_is_forgotten(
    made: Scenario, now: datetime
) -> None:
    lena = make_clerk(made, "lena", at=now, held=Role.DATA_OWNER)
    access_request.approve(ask(made, made.cast.dora, now), **lena.acts(now))
    asked = ask(made, lena, now)
    with pytest.raises(Refused) as refusal:
        access_request.approve(asked, **made.cast.dora.acts(now))
    assert refusal.value.verdict.codes == ("approval_pair",)
    later = now + timedelta(days=91)
    fresh = access_request.ask(made.port, wanted(later, object_ref="MSCU6639871"), **lena.acts(later))
    assert access_request.approve(fresh, **made.cast.dora.acts(later)).state == "granted"


def test_duties_when_they_do_not_go_together_then_told_at_asking_and_stopped_at_approving(
    made: Scenario, now: datetime
) -> None:
    guard = make_clerk(made, "gus", at=now, held=Role.GUARD)
    asked = ask(made, guard, now, FieldClass.S3)
    assert asked.conflicts == ["release_and_gate"]
    with pytest.raises(Refused) as refusal:
        access_request.approve(asked, **made.cast.dora.acts(now))
    assert refusal.value.verdict.codes == ("release_and_gate",)


def test_duties_when_the_container_is_ones_own_inspection_then_stopped(
    made: Scenario, kim: Actor, now: datetime
) -> None:
    person = person_behind(kim.user, made.port)
    assert person is not None
    WorkOrder.objects.create(
        port=made.port,
        ref="I-1",
        kind="inspection",
        person_ref=person.log_ref,
        object_ref=OTHER_CONTAINER,
        opened_at=now,
    )
    assert ask(made, kim, now, FieldClass.S3).conflicts == ["inspecting_and_release"]


@pytest.mark.parametrize("who", ["alice", "anna", "gita", "frank"])
def test_answer_when_without_a_desk_then_refused(made: Scenario, kim: Actor, now: datetime, who: str) -> None:
    asked, actor = ask(made, kim, now), getattr(made.cast, who)
    with pytest.raises(Refused):
        access_request.approve(asked, **actor.acts(now))
    with pytest.raises(Refused):
        access_request.refuse(asked, reason="No.", **actor.acts(now))


def test_refuse_when_one_hand_says_no_then_closed_with_the_reason(
    made: Scenario, kim: Actor, now: datetime, record: Record
) -> None:
    asked = ask(made, kim, now, FieldClass.S3)
    access_request.approve(asked, **made.cast.dora.acts(now))
    with pytest.raises(InvalidInput):
        access_request.refuse(asked, reason=" ", **made.cast.sven.acts(now))
    done = access_request.refuse(asked, reason="Not your shift.", **made.cast.sven.acts(now))
    assert (done.state, done.answer, done.closed_by) == ("refused", "Not your shift.", "user:sven")
    assert "access.access_request.refused" in record.kinds()
    with pytest.raises(Conflict):
        access_request.approve(asked, **made.cast.siri.acts(now))


def test_withdraw_when_somebody_else_tries_then_as_if_it_were_not_there(
    made: Scenario, kim: Actor, now: datetime
) -> None:
    asked = ask(made, kim, now)
    with pytest.raises(NotFound):
        access_request.withdraw(asked, **made.cast.dora.acts(now))
    assert access_request.withdraw(asked, **kim.acts(now)).state == "withdrawn"


def test_request_when_nobody_answers_then_it_lapses_once(
    made: Scenario, kim: Actor, now: datetime, record: Record
) -> None:
    asked = ask(made, kim, now, wanted_until=now + timedelta(days=60))
    access_request.lapse_due(made.port, at=now + ANSWERED_WITHIN - timedelta(minutes=1))
    asked.refresh_from_db()
    assert asked.state == "asked"
    record.new()
    late = now + ANSWERED_WITHIN
    assert access_request.lapse_due(made.port, at=late) == 1
    assert access_request.lapse_due(made.port, at=late) == 0
    asked.refresh_from_db()
    assert asked.state == "lapsed"
    assert record.kinds() == ["access.access_request.lapsed"]


def test_request_when_seen_then_by_its_asker_and_the_desks_of_its_port(
    made: Scenario, elsewhere: Scenario, kim: Actor, now: datetime
) -> None:
    asked = ask(made, kim, now)
    for actor in (kim, made.cast.dora, made.cast.sven, made.cast.frank):
        assert access_request_seen(asked.pk, user=actor.user, scope=actor.scope) == asked
    for actor in (made.cast.hugo, elsewhere.cast.dora):
        with pytest.raises(NotFound):
            access_request_seen(asked.pk, user=actor.user, scope=actor.scope)
    assert asked not in access_requests(scope=elsewhere.cast.dora.scope)
    assert not AccessRequest.objects.filter(port=elsewhere.port, account="kim").exists()
