"""Runs roles.yaml: role × capability, in the table, in the scope and in guardian's permissions."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from guardian.shortcuts import get_perms

from accounts.models import Port, User
from accounts.roles import CAPABILITIES, Capability, Role
from tests import people
from tests.matrix.cases import rows

CASES = rows("roles.yaml")
HELD: defaultdict[Role, set[str]] = defaultdict(set)
for case in CASES:
    if case["holds"]:
        HELD[Role(case["role"])].add(case["may"])


@pytest.mark.unit
def test_roles_matrix_when_read_then_each_pair_stands_once() -> None:
    pairs = [(case["role"], case["may"]) for case in CASES]
    assert sorted(pairs) == sorted((role.value, may.value) for role, may in product(Role, Capability))


@pytest.mark.unit
@pytest.mark.parametrize("role", Role)
def test_role_when_compared_with_the_matrix_then_exactly_these_capabilities(role: Role) -> None:
    assert {capability.value for capability in CAPABILITIES[role]} == HELD[role]


@pytest.mark.db
@pytest.mark.parametrize("role", Role)
def test_role_when_held_at_one_port_then_exactly_these_rights_there_and_none_elsewhere(
    role: Role, port: Port, other_port: Port, now: people.datetime
) -> None:
    actor = people.make_actor("somebody", role, port, at=now)
    scope = actor.scope
    for may in Capability:
        held = may.value in HELD[role]
        assert scope.holds(may.value, port.pk) is held
        assert scope.holds(may.value) is held
        assert scope.holds(may.value, other_port.pk) is False
        assert scope.ports(may.value) == ({port.pk} if held else set())
        user = User.objects.get(pk=actor.user.pk)
        assert user.has_perm(f"accounts.{may.value}", port) is held
        assert user.has_perm(f"accounts.{may.value}", other_port) is False
        assert user.has_perm(f"accounts.{may.value}") is False  # nobody holds a right over all ports
    assert set(get_perms(actor.user, port)) == HELD[role]
