"""Every list of screening narrows to the ports in reach; absent and out of reach look alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from accounts.models import User
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.enums import CheckKind
from screening.models import Application, Person
from screening.selectors import application, officer, person, post, standing
from tests.moment import port_now
from tests.people import Actor, Cast
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

C = Capability
Rows = Callable[[Scope], Iterable[Any]]
NOBODY = User(pk=0)

# By name: the list, the capabilities that each open it, and where a row says its port.
LISTS: dict[str, tuple[Rows, set[Capability], Callable[[Any], int]]] = {
    "visible_applications": (
        lambda scope: application.visible_applications(scope=scope),
        {C.VIEW_CASES},
        lambda row: row.port_id,
    ),
    "case_files": (
        lambda scope: application.case_files(scope=scope),
        {C.VIEW_CASES},
        lambda row: row.port_id,
    ),
    "queue": (lambda scope: application.queue(scope=scope), {C.VIEW_CASES}, lambda row: row.port_id),
    "proposals_for": (
        lambda scope: application.proposals_for(NOBODY, scope=scope),
        {C.COUNTERSIGN_DECISIONS},
        lambda row: row.application.port_id,
    ),
    "visible_people": (
        lambda scope: person.visible_people(scope=scope),
        {C.VIEW_CASES, C.VIEW_PEOPLE},
        lambda row: row.port_id,
    ),
    "people_named": (
        lambda scope: person.people_named("erin", scope=scope),
        {C.VIEW_CASES, C.VIEW_PEOPLE},
        lambda row: row.port_id,
    ),
    "people_register": (
        lambda scope: standing.people_register(scope=scope, at=port_now()),
        {C.VIEW_CASES, C.VIEW_PEOPLE},
        lambda row: row.port_id,
    ),
    "visible_posts": (lambda scope: post.visible_posts(scope=scope), {C.VIEW_CASES}, lambda row: row.port_id),
    "case_officers": (
        lambda scope: officer.case_officers(scope=scope),
        {C.VIEW_CASES},
        lambda row: row.role_assignments.get().port_id,
    ),
}


def holding(*capabilities: Capability, at: Iterable[int]) -> Scope:
    return Scope(capabilities={capability.value: frozenset(at) for capability in capabilities})


@pytest.mark.parametrize("name", LISTS)
def test_list_when_scope_grows_then_so_does_the_list_and_no_further(
    made: Scenario, elsewhere: Scenario, name: str
) -> None:
    rows, opening, port_of = LISTS[name]
    here, there = made.port.pk, elsewhere.port.pk

    def seen(scope: Scope) -> set[int]:
        return {port_of(row) for row in rows(scope)}

    assert seen(Scope.nothing()) == set()
    assert seen(holding(*set(C) - opening, at=[here, there])) == set(), "another right opens nothing"
    for capability in opening:
        assert seen(holding(capability, at=[here])) == {here}
        assert seen(holding(capability, at=[here, there])) == {here, there}
    assert seen(Scope.system(reason="a test")) == {here, there}


FETCHES: dict[str, Callable[[Scenario, bool, Scope], Any]] = {
    "access_application": lambda of, there, scope: application.access_application(
        of.case.ref if there else "SA-1999-00001", scope=scope
    ),
    "access_check": lambda of, there, scope: application.access_check(
        of.case.ref, CheckKind.WATCHLIST.value if there else "unheard_of", scope=scope
    ),
    "access_hit": lambda of, there, scope: application.access_hit(
        of.case.ref, of.hit.pk if there else 0, scope=scope
    ),
    "access_proposal": lambda of, there, scope: application.access_proposal(
        (of.proposed if there else of.case).ref, scope=scope
    ),
    "access_person": lambda of, there, scope: person.access_person(
        of.erin.ref if there else "P-00000000", scope=scope
    ),
    "access_post": lambda of, there, scope: post.access_post(
        of.post.code, locode=of.port.locode if there else "ZZZZZ", scope=scope
    ),
}


@pytest.mark.parametrize("name", FETCHES)
def test_fetch_when_absent_or_out_of_reach_then_the_same_answer(made: Scenario, name: str) -> None:
    fetch = FETCHES[name]
    everything = holding(*C, at=[made.port.pk])
    assert fetch(made, True, everything).pk
    assert fetch(made, True, Scope.system(reason="a test")).pk
    with pytest.raises(NotFound):
        fetch(made, False, everything)
    for scope in (Scope.nothing(), holding(*C, at=[made.port.pk + 1])):
        answers = []
        for exists in (True, False):
            with pytest.raises(NotFound) as refusal:
                fetch(made, exists, scope)
            answers.append((refusal.value.code, refusal.value.detail))
        assert answers[0] == answers[1]


@pytest.fixture
def colleague(made: Scenario, elsewhere: Scenario) -> Person:
    """Somebody of Emma's company at the other port."""
    Person.objects.filter(pk=elsewhere.viktor.pk).update(organisation=made.cast.emma.user.organisation)
    return elsewhere.viktor


def test_employer_when_looking_then_own_staff_at_own_ports_alone(
    made: Scenario, elsewhere: Scenario, colleague: Person
) -> None:
    Person.objects.filter(pk=made.viktor.pk).update(organisation=elsewhere.erin.organisation)
    scope = made.cast.emma.scope
    quayside = made.cast.emma.user.organisation
    own = set(Person.objects.filter(port=made.port, organisation=quayside))
    assert {made.erin, made.proposed.person} < own
    assert made.viktor not in own
    assert set(person.visible_people(scope=scope)) == own
    mine = application.visible_applications(scope=scope)
    assert set(mine) == set(Application.objects.filter(person__in=own))
    assert set(standing.own_staff(scope=scope, at=made.at)) == own
    assert not application.case_files(scope=scope).exists(), "outcomes, never the file"
    assert not application.queue(scope=scope).exists()
    with pytest.raises(NotFound):
        application.access_application(made.case.ref, scope=scope)


def test_employer_when_looking_at_posts_then_own_and_common_ones(made: Scenario, elsewhere: Scenario) -> None:
    common = made.post.__class__.objects.create(port=made.port, code="COMMON", name="Common", reason="Test.")
    foreign = made.post.__class__.objects.create(
        port=made.port,
        code="FOREIGN",
        name="Foreign",
        reason="Test.",
        organisation=elsewhere.post.organisation,
    )
    scope = made.cast.emma.scope
    assert set(post.visible_posts(scope=scope)) == {made.post, common}
    assert set(post.posts_to_apply_for(scope=scope)) == {made.post, common}
    assert set(post.posts_to_apply_for(scope=made.cast.alice.scope)) == {made.post, common, foreign}
    assert not post.posts_to_apply_for(scope=made.cast.frank.scope).exists(), "an auditor enters nothing"
    with pytest.raises(NotFound):
        post.access_post("FOREIGN", locode=made.port.locode, scope=scope)


def test_proposals_when_looked_at_by_their_proposer_then_left_out(made: Scenario, bob: Actor) -> None:
    assert [row.application for row in application.proposals_for(bob.user, scope=bob.scope)] == [
        made.proposed
    ]
    assert not application.proposals_for(made.cast.alice.user, scope=bob.scope).exists()


def test_officers_when_a_role_ended_then_no_longer_among_them(made: Scenario, cast: Cast) -> None:
    scope = cast.frank.scope
    assert list(officer.case_officers(scope=scope)) == [
        cast.alice.user,
        cast.bea.user,
        cast.bob.user,
    ]
    cast.alice.user.role_assignments.update(ended_at=made.at)
    assert list(officer.case_officers(scope=scope)) == [cast.bea.user, cast.bob.user]
