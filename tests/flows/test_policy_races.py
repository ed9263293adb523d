"""Two officers at one policy at the same moment: one publishes, the other is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Organisation, Port
from portsec.kernel import clock
from portsec.kernel.errors import Conflict, InvalidInput
from screening.models import PolicyVersion, PortPolicy
from screening.services import policy, policy_draft, port_policy, simulation
from tests import people
from tests.people import MAKER, Cast
from tests.threads import at_once

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]

WHY: dict[str, Any] = {"reason": "The law was changed."}


@pytest.fixture
def staff(transactional_db: None) -> Cast:
    port = Port.objects.create(locode="XXPEX", name="Port of Example", country="BE")
    at = clock.now()
    policy.load_files(actor=MAKER, at=at)
    quayside = Organisation.objects.create(code="QUAYSIDE", name="Quayside Terminals", country="BE")
    return people.make_cast(port, quayside, at=at)


def proposed(cast: Cast) -> Any:
    at = clock.now()
    draft = policy_draft.start(policy.in_force(on=at.date()), **cast.paul.acts(at))
    simulation.request(draft, **cast.paul.acts(at))
    return policy_draft.propose(draft, seen=draft.digest, **WHY, **cast.paul.acts(at))


def test_version_when_published_by_two_at_once_then_there_is_one(staff: Cast) -> None:
    draft, acts = proposed(staff), staff.pia.acts(clock.now())
    outcomes = at_once([lambda: policy_draft.publish(draft, **WHY, **acts)] * 2)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "PolicyVersion"]
    assert PolicyVersion.objects.filter(code=draft.code).count() == 2


def test_versions_when_two_drafts_of_one_number_are_published_at_once_then_there_is_one(staff: Cast) -> None:
    drafts, acts = [proposed(staff), proposed(staff)], staff.pia.acts(clock.now())
    outcomes = at_once([lambda draft=draft: policy_draft.publish(draft, **WHY, **acts) for draft in drafts])
    done = [outcome for outcome in outcomes if isinstance(outcome, PolicyVersion)]
    assert len(done) == 1, outcomes
    assert all(isinstance(outcome, PolicyVersion | Conflict | InvalidInput) for outcome in outcomes), outcomes
    assert PolicyVersion.objects.filter(code=drafts[0].code).count() == 2


def test_draft_when_saved_by_two_at_once_then_nobodys_words_are_lost_unseen(staff: Cast) -> None:
    at = clock.now()
    draft = policy_draft.start(policy.in_force(on=at.date()), **staff.paul.acts(at))
    outcomes = at_once(
        [
            lambda actor=actor, name=name: policy_draft.revise(
                draft, f"{draft.document}# {name}\n", seen=draft.digest, **actor.acts(at)
            )
            for name, actor in (("Paul", staff.paul), ("Pia", staff.pia))
        ]
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, InvalidInput)]
    assert len(refused) == 1, outcomes
    assert "saved another text meanwhile" in refused[0].detail


def test_port_when_two_changes_are_proposed_at_once_then_one_waits(staff: Cast) -> None:
    at = clock.now()
    port = Port.objects.get()
    day = at.date() + timedelta(days=3)
    outcomes = at_once(
        [
            lambda code=code: port_policy.propose(port, code, valid_from=day, **WHY, **staff.paul.acts(at))
            for code in ("de-luftsig", "be-port")
        ]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "PortPolicy"]
    assert PortPolicy.objects.count() == 1
