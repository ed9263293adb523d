"""Who may see what in screening, and what counts as one's own file. The commands stand in the matrix."""

from __future__ import annotations

import pytest

from accounts.models import User
from accounts.roles import Capability, Role, capabilities_of
from portsec.kernel.scope import Scope
from screening.models import Application, Decision, Person
from screening.permissions import (
    is_not_own_file,
    is_not_proposer,
    may_countersign,
    may_enter,
    may_view_records,
    may_work_on,
)

pytestmark = pytest.mark.unit

HERE, THERE = 1, 2
ERIN = Person(ref="P-11111111", external_ref="E-7", port_id=HERE)
CASE = Application(port_id=HERE, person=ERIN)


def scope(*roles: Role, port: int = HERE, organisation: int | None = None) -> Scope:
    held = capabilities_of(frozenset(roles))
    return Scope(capabilities={one.value: frozenset([port]) for one in held}, organisation=organisation)


@pytest.mark.parametrize(
    ("number", "own"),
    [("P-11111111", True), ("E-7", True), ("", False), ("P-22222222", False), ("e-7", False)],
)
def test_own_file_when_the_account_names_either_number_then_ones_own(number: str, own: bool) -> None:
    verdict = is_not_own_file(User(person_ref=number), ERIN)
    assert verdict.allowed is not own
    assert verdict.codes == (("own_file",) if own else ())


def test_own_file_when_neither_has_a_number_then_not_ones_own() -> None:
    nobody = Person(ref="P-33333333", external_ref="")
    assert is_not_own_file(User(person_ref=""), nobody).allowed


@pytest.mark.parametrize("role", Role)
def test_records_when_read_then_by_the_officers_of_the_case_alone(role: Role) -> None:
    """GDPR Art. 10: neither auditor nor employer sees what is in a criminal record."""
    officers = {Role.VETTING_OFFICER, Role.DECIDING_OFFICER}
    assert may_view_records(scope(role), CASE).allowed is (role in officers)
    assert not may_view_records(scope(role, port=THERE), CASE).allowed


@pytest.mark.parametrize("role", Role)
def test_case_when_worked_on_then_by_its_officers_and_not_on_ones_own(role: Role) -> None:
    officers = {Role.VETTING_OFFICER, Role.DECIDING_OFFICER}
    assert may_work_on(User(), scope(role), CASE).allowed is (role in officers)
    assert "own_file" in may_work_on(User(person_ref="E-7"), scope(role), CASE).codes


def test_proposal_when_one_made_it_then_nobody_else_can_stand_in() -> None:
    proposal = Decision(application=CASE, proposed_by_id=7)
    both = scope(Role.VETTING_OFFICER, Role.DECIDING_OFFICER)
    assert is_not_proposer(User(pk=7), proposal).codes == ("own_proposal",)
    assert is_not_proposer(User(pk=8), proposal).allowed
    assert may_countersign(User(pk=7), both, proposal).codes == ("own_proposal",)
    assert may_countersign(User(pk=8), both, proposal).allowed
    system = Scope.system(reason="a test")
    assert may_countersign(User(pk=7), system, proposal).codes == ("own_proposal",), "not even the system"


def test_entering_when_employer_then_for_own_staff_at_own_port_alone() -> None:
    own = scope(Role.EMPLOYER, organisation=5)
    assert may_enter(own, port_id=HERE, organisation_id=5).allowed
    assert not may_enter(own, port_id=HERE, organisation_id=6).allowed
    assert not may_enter(own, port_id=HERE, organisation_id=None).allowed
    assert not may_enter(own, port_id=THERE, organisation_id=5).allowed
    homeless = scope(Role.EMPLOYER, organisation=None)
    assert not may_enter(homeless, port_id=HERE, organisation_id=None).allowed
    assert may_enter(scope(Role.VETTING_OFFICER), port_id=HERE, organisation_id=6).allowed


def test_rights_when_the_scope_is_empty_then_none() -> None:
    for capability in Capability:
        assert not Scope.nothing().holds(capability.value)
    assert not may_view_records(Scope.nothing(), CASE).allowed
    assert not may_enter(Scope.nothing(), port_id=HERE, organisation_id=None).allowed
