"""What counts as one's own badge, case and account. The commands stand in the matrix."""

from __future__ import annotations

import pytest

from access.models import Badge, BadgeRequest, PersonCase
from access.permissions.badge import (
    may_ask_for_badge,
    may_change_badge,
    may_hand_over,
    may_issue,
    may_photograph,
)
from access.permissions.gate import may_submit_attempts
from access.permissions.look_up import may_ask
from access.permissions.person_case import may_triage
from accounts.models import User
from accounts.roles import Role, capabilities_of
from portsec.kernel.scope import Scope
from screening.models import Person

pytestmark = pytest.mark.unit

HERE, THERE = 1, 2
ERIN = Person(pk=1, ref="P-11111111", external_ref="E-7", port_id=HERE)


def scope(role: Role, *, port: int = HERE) -> Scope:
    return Scope(capabilities={one.value: frozenset([port]) for one in capabilities_of(frozenset([role]))})


@pytest.mark.parametrize("number", ["P-11111111", "E-7"])
def test_own_badge_when_the_account_names_either_number_then_refused(number: str) -> None:
    me, desk = User(person_ref=number), scope(Role.BADGE_OFFICER)
    asked = BadgeRequest(port_id=HERE, person=ERIN, requested_by="user:cees")
    assert may_issue(me, desk, asked).codes == ("own_file",)
    assert may_ask_for_badge(me, desk, ERIN).codes == ("own_file",)
    assert may_photograph(me, desk, ERIN).codes == ("own_file",)
    assert may_hand_over(me, desk, Badge(port_id=HERE, person=ERIN)).codes == ("own_file",)
    assert may_change_badge(me, desk, Badge(port_id=HERE, person=ERIN)).codes == ("own_file",)
    unregistered = Badge(port_id=HERE, person=None, person_ref=number)
    assert may_change_badge(me, desk, unregistered).codes == ("own_file",)
    assert may_change_badge(User(person_ref="E-8"), desk, unregistered).allowed
    assert may_change_badge(User(), desk, Badge(port_id=HERE, person=None, person_ref="")).allowed


@pytest.mark.parametrize("number", ["P-11111111", "E-7"])
def test_own_case_when_the_account_names_either_number_then_refused(number: str) -> None:
    case = PersonCase(port_id=HERE, subject="E-7", person=ERIN)
    assert may_triage(User(person_ref=number), scope(Role.ANALYST), case).codes == ("own_file",)
    assert may_triage(User(person_ref="E-8"), scope(Role.ANALYST), case).allowed


@pytest.mark.parametrize("role", Role)
def test_attempts_when_submitted_then_by_devices_and_guards_of_the_port(role: Role) -> None:
    may = role in {Role.GATE_READER, Role.GUARD, Role.BADGE_OFFICER}
    assert may_submit_attempts(scope(role), HERE).allowed is may
    assert not may_submit_attempts(scope(role), THERE).allowed


def test_asking_when_one_only_looks_up_then_for_oneself() -> None:
    clerk = Scope(capabilities={"look_up_cargo": frozenset([HERE])})
    system = Scope(capabilities={"ask_decisions": frozenset([HERE])})
    assert may_ask(clerk, HERE, is_own=True).allowed
    assert "not_own_look_up" in may_ask(clerk, HERE, is_own=False).codes
    assert may_ask(system, HERE, is_own=False).allowed
    assert not may_ask(system, THERE, is_own=True).allowed
    assert not may_ask(Scope.nothing(), HERE, is_own=True).allowed
