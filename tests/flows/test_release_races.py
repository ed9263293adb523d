"""A release right has one holder and a whole chain, whoever acts on it at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from access.models import CargoVisit, ReleaseHop, ReleaseRight
from access.selectors.release_right import holder_of
from access.services import release_right
from portsec.kernel import clock
from portsec.kernel.errors import Conflict
from tests import releases
from tests.flows.hands import bound
from tests.releases import FORWARDER, HAULIER, LINE, WHY, Parties
from tests.scenario import Scenario
from tests.threads import at_once

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]

TIMES = 6  # each race, so that either side wins now and then
Acts = list[Callable[[], Any]]


@pytest.fixture
def parties(made: Scenario, now: datetime) -> Parties:
    return releases.make_parties(made, at=now - timedelta(hours=2))


@pytest.fixture
def first(made: Scenario, parties: Parties, now: datetime) -> ReleaseRight:
    return releases.begun(made, at=now - timedelta(hours=1))


def read(right: ReleaseRight) -> ReleaseRight:
    """The row as a desk reads it, with nothing shared between the hands."""
    return ReleaseRight.objects.select_related("visit__port", "port", "previous__visit").get(pk=right.pk)


def raced(acts: Acts) -> list[str]:
    """How each ended: done, or told that it came too late. Anything else is a fault."""
    outcomes = at_once(acts)
    assert all(isinstance(one, ReleaseRight | Conflict) for one in outcomes), outcomes
    return ["late" if isinstance(one, Conflict) else "done" for one in outcomes]


def expect_whole_chain(visit: CargoVisit) -> None:
    """One holder, each step hangs on the one that gave it, and look-ups read the same holder."""
    rights = list(ReleaseRight.objects.filter(visit=visit).order_by("pk"))
    held = [right for right in rights if right.state == "accepted"]
    assert len(held) == 1
    assert sum(right.state == "offered" for right in rights) <= 1
    assert holder_of(visit) == held[0].to_organisation
    step: ReleaseRight | None = held[0]
    while step is not None and step.previous is not None:
        assert step.previous.state == "passed_on"
        assert step.previous.to_organisation == step.from_organisation
        step = step.previous
    assert step is not None
    assert step.from_organisation == ""
    hops = ReleaseHop.objects.filter(container=visit.container, ended_at__isnull=True)
    assert hops.latest("at", "pk").to_organisation == held[0].to_organisation


def test_offer_when_two_clerks_of_the_receiver_accept_at_once_then_one_did(
    made: Scenario, parties: Parties, first: ReleaseRight
) -> None:
    at = clock.now()
    offered = release_right.offer(made.visit, FORWARDER, purpose=WHY, **parties.line.clerk.acts(at))
    acts = parties.forwarder.clerk.acts(at)
    one, two = read(offered), read(offered)
    ended = raced([lambda: release_right.accept(one, **acts), lambda: release_right.accept(two, **acts)])
    assert sorted(ended) == ["done", "late"]
    assert holder_of(made.visit) == FORWARDER
    expect_whole_chain(made.visit)


def test_offer_when_it_is_accepted_and_taken_back_at_once_then_one_holder(
    made: Scenario, parties: Parties, first: ReleaseRight
) -> None:
    """Whoever comes first: the giver holds it again, since what was accepted can be taken back, too."""
    for _ in range(TIMES):
        at = clock.now()
        giver, taker = parties.line.clerk.acts(at), parties.forwarder.clerk.acts(at)
        offered = release_right.offer(made.visit, FORWARDER, purpose=WHY, **giver)
        one, two = read(offered), read(offered)
        ended = raced(
            [
                bound(release_right.accept, one, **taker),
                bound(release_right.withdraw, two, reason="The customer has paid nobody.", **giver),
            ]
        )
        assert ended[1] == "done"
        assert holder_of(made.visit) == LINE
        expect_whole_chain(made.visit)


def test_right_when_the_next_party_accepts_while_the_giver_takes_it_back_then_one_of_them(
    made: Scenario, parties: Parties, first: ReleaseRight
) -> None:
    """The line takes back from the forwarder while the haulier accepts what the forwarder offers."""
    for _ in range(TIMES):
        at = clock.now()
        given = releases.passed(made.visit, parties.line, parties.forwarder, at=at)
        onward = release_right.offer(made.visit, HAULIER, purpose=WHY, **parties.forwarder.clerk.acts(at))
        one, two = read(onward), read(given)
        ended = raced(
            [
                bound(release_right.accept, one, **parties.haulier.clerk.acts(at)),
                bound(release_right.withdraw, two, reason="Not ours to give.", **parties.line.clerk.acts(at)),
            ]
        )
        assert sorted(ended) == ["done", "late"]
        assert holder_of(made.visit) == (HAULIER if ended[0] == "done" else LINE)
        expect_whole_chain(made.visit)
        if ended[0] == "done":
            back: dict[str, Any] = {"reason": "Once more.", "at": clock.now()}
            for right, party in ((one, parties.forwarder), (two, parties.line)):
                who = {"actor": party.clerk.user, "scope": party.clerk.scope}
                release_right.withdraw(read(right), **who, **back)
