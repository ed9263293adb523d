"""Giving and ending roles: kept apart, recorded, and in step with guardian in the same transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import permutations

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AccountPermission, GroupPermission, Port, RoleAssignment, User
from accounts.roles import CAPABILITIES, EXCLUSIVE, Role
from accounts.selectors.scope import scope_of
from accounts.services import role, user
from portsec.kernel.errors import Conflict, InvalidInput
from tests.people import MAKER, Actor
from tests.threads import at_once
from tests.witness import Record, failing_at

pytestmark = [pytest.mark.db, pytest.mark.django_db]

ORDERS = sorted(
    (order for pair in EXCLUSIVE for order in permutations(sorted(pair))), key=lambda order: order[0].value
)


@pytest.fixture
def gina(port: Port, now: datetime) -> User:
    return user.create(username="gina", display_name="Gina", password=None, actor=MAKER, at=now)


def rights(someone: User, port: Port) -> set[str]:
    """As guardian tells them to a request that begins now."""
    fresh = User.objects.get(pk=someone.pk)
    return {
        held.value for held in CAPABILITIES[Role.AUDITOR] if fresh.has_perm(f"accounts.{held.value}", port)
    }


AUDITORS = {held.value for held in CAPABILITIES[Role.AUDITOR]}


def test_give_when_given_then_rights_and_record(
    gina: User, port: Port, now: datetime, record: Record
) -> None:
    assignment = role.give(gina, Role.AUDITOR, port, actor=MAKER, at=now)
    assert rights(gina, port) == AUDITORS
    assert (assignment.valid_from, assignment.ended_at, assignment.given_by) == (now, None, MAKER)
    entry = record.one("accounts.role.given")
    assert (entry.actor, entry.subject, entry.port) == (MAKER, "user:gina", "XXPEX")
    assert entry.sentence == "Auditor given to gina at XXPEX."


def test_give_when_given_twice_then_one_row_and_one_entry(
    gina: User, port: Port, now: datetime, record: Record
) -> None:
    first = role.give(gina, Role.AUDITOR, port, actor=MAKER, at=now)
    assert role.give(gina, Role.AUDITOR, port, actor=MAKER, at=now + timedelta(days=1)).pk == first.pk
    assert record.kinds() == ["accounts.role.given"]


@pytest.mark.parametrize(("first", "second"), ORDERS, ids=lambda held: held.value)
def test_give_when_roles_are_kept_apart_then_refused_in_either_order(
    gina: User, port: Port, other_port: Port, now: datetime, record: Record, first: Role, second: Role
) -> None:
    role.give(gina, first, port, actor=MAKER, at=now)
    held = scope_of(gina).capabilities
    record.new()
    with pytest.raises(Conflict) as refused:
        role.give(gina, second, port, actor=MAKER, at=now)
    assert first.label in refused.value.detail
    assert second.label in refused.value.detail
    assert scope_of(gina).capabilities == held
    assert record.kinds() == []
    role.give(gina, second, other_port, actor=MAKER, at=now)  # at another port it is another person's work


def test_give_when_an_exclusive_role_has_ended_then_possible(gina: User, port: Port, now: datetime) -> None:
    first = role.give(gina, Role.VETTING_OFFICER, port, actor=MAKER, at=now)
    role.end(first, reason="moves to the badge desk", actor=MAKER, at=now)
    role.give(gina, Role.BADGE_OFFICER, port, actor=MAKER, at=now)
    assert not scope_of(gina).holds("propose_decisions")
    assert scope_of(gina).holds("issue_badges", port.pk)


def test_give_when_to_oneself_then_refused(adam: Actor, port: Port, now: datetime, record: Record) -> None:
    with pytest.raises(InvalidInput, match="themselves"):
        role.give(adam.user, Role.POLICY_OFFICER, port, actor=adam.reference, at=now)
    assert record.kinds() == []
    assert not adam.scope.holds("manage_policies")


def test_give_when_nobody_had_rights_then_only_on_the_port_and_never_on_the_model(
    gina: User, port: Port, now: datetime
) -> None:
    for held in (Role.AUDITOR, Role.EMPLOYER, Role.POLICY_OFFICER):
        role.give(gina, held, port, actor=MAKER, at=now)
    fresh = User.objects.get(pk=gina.pk)
    assert fresh.user_permissions.count() == fresh.groups.count() == 0
    assert fresh.get_all_permissions() == set()
    assert not GroupPermission.objects.exists()
    assert (fresh.is_staff, fresh.is_superuser) == (False, False)


def test_end_when_ended_then_rights_go_in_the_same_transaction(
    gina: User, port: Port, now: datetime, record: Record
) -> None:
    assignment = role.give(gina, Role.AUDITOR, port, actor=MAKER, at=now)
    record.new()

    class Undo(Exception):
        pass

    try:
        with transaction.atomic():
            role.end(assignment, reason="left the service", actor=MAKER, at=now)
            assert rights(gina, port) == set()
            assert scope_of(gina).capabilities == {}
            raise Undo
    except Undo:
        assert rights(gina, port) == AUDITORS
        assert record.kinds() == []
    role.end(assignment, reason="left the service", actor=MAKER, at=now)
    assert rights(gina, port) == set()
    assert not AccountPermission.objects.filter(user=gina).exists()
    assert record.one("accounts.role.ended").sentence == "Auditor of gina at XXPEX ended: left the service"


def test_end_when_two_roles_share_a_right_then_it_stays_with_the_other(
    gina: User, port: Port, now: datetime
) -> None:
    first = role.give(gina, Role.VETTING_OFFICER, port, actor=MAKER, at=now)
    role.give(gina, Role.DECIDING_OFFICER, port, actor=MAKER, at=now)
    role.end(first, reason="promoted", actor=MAKER, at=now)
    scope = scope_of(gina)
    assert scope.holds("view_cases", port.pk)
    assert scope.holds("countersign_decisions", port.pk)
    assert not scope.holds("propose_decisions")


@pytest.mark.parametrize("reason", ["", "  ", "\t\n"])
def test_end_when_without_reason_then_refused_and_rights_stay(
    gina: User, port: Port, now: datetime, reason: str
) -> None:
    assignment = role.give(gina, Role.AUDITOR, port, actor=MAKER, at=now)
    with pytest.raises(InvalidInput) as refused:
        role.end(assignment, reason=reason, actor=MAKER, at=now)
    assert refused.value.fields == {"reason": "Give a reason."}
    assert rights(gina, port) == AUDITORS


def test_end_when_ended_already_then_conflict_and_one_entry(
    gina: User, port: Port, now: datetime, record: Record
) -> None:
    assignment = role.give(gina, Role.AUDITOR, port, actor=MAKER, at=now)
    role.end(assignment, reason="left", actor=MAKER, at=now)
    record.new()
    with pytest.raises(Conflict, match="already"):
        role.end(assignment, reason="left again", actor=MAKER, at=now)
    assert record.kinds() == []
    assert role.give(gina, Role.AUDITOR, port, actor=MAKER, at=now).pk != assignment.pk


def test_role_when_inserted_twice_past_the_command_then_the_database_refuses(
    gina: User, port: Port, now: datetime
) -> None:
    role.give(gina, Role.AUDITOR, port, actor=MAKER, at=now)
    with pytest.raises(IntegrityError):
        RoleAssignment.objects.create(user=gina, port=port, role="auditor", valid_from=now, given_by=MAKER)


@pytest.mark.django_db(transaction=True)
def test_give_when_two_exclusive_roles_come_at_once_then_one_is_refused(
    gina: User, port: Port, now: datetime
) -> None:
    wanted = (Role.VETTING_OFFICER, Role.BADGE_OFFICER)
    outcomes = at_once(
        [lambda each=each: role.give(gina, each, port, actor=MAKER, at=now) for each in wanted]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "RoleAssignment"]
    assert RoleAssignment.objects.filter(user=gina).count() == 1


def test_give_when_the_record_cannot_be_written_then_no_role(gina: User, port: Port, now: datetime) -> None:
    with failing_at("accounts.role.given"):
        with pytest.raises(Exception, match="disk is full"), transaction.atomic():
            role.give(gina, Role.AUDITOR, port, actor=MAKER, at=now)
        assert not RoleAssignment.objects.exists()
        assert rights(gina, port) == set()


def test_synchronise_all_when_rights_were_changed_by_hand_then_as_the_roles_say(
    gina: User, port: Port, other_port: Port, now: datetime
) -> None:
    from guardian.shortcuts import assign_perm, remove_perm

    role.give(gina, Role.AUDITOR, port, actor=MAKER, at=now)
    assign_perm("accounts.issue_badges", gina, port)
    remove_perm("accounts.view_cases", gina, port)
    role.synchronise_all()
    assert set(scope_of(gina).capabilities) == AUDITORS
    role.synchronise_all()
    assert AccountPermission.objects.filter(user=gina).count() == len(AUDITORS)
