"""The shrinker: proposals with figures, the trial, and both ways back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from access.enums import FieldClass
from access.models import Grant, Shrink
from access.selectors.review import in_force
from access.services import access_request, shrink
from access.shrinking.evidence import FEWEST_LOOK_UPS, TRIAL
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from tests.access.askers import give, looked_up, make_clerk, wanted
from tests.people import Actor
from tests.scenario import CONTAINER, OTHER_CONTAINER, Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def kim(made: Scenario, now: datetime) -> Actor:
    """Holds critical data since 40 days and looked up a hundred boxes, none of it critical."""
    clerk = make_clerk(made, "kim", at=now)
    grant = give(made, clerk, now, FieldClass.S3)
    Grant.objects.filter(pk=grant.pk).update(valid_from=now - timedelta(days=40))
    looked_up(made, "kim", now - timedelta(days=3), times=FEWEST_LOOK_UPS)
    return clerk


def proposed(made: Scenario, at: datetime) -> Shrink:
    shrink.propose(made.port, at=at)
    return Shrink.objects.get(group="clerks")


def holds(made: Scenario, at: datetime) -> bool:
    return in_force(made.port, at=at).filter(account="kim").exists()


def test_access_when_never_opened_then_proposed_once_with_its_figures(
    made: Scenario, kim: Actor, now: datetime, record: Record
) -> None:
    record.new()
    found = proposed(made, now)
    assert (found.opened, found.looked_up, found.holders) == (0, FEWEST_LOOK_UPS, 1)
    assert (found.state, found.lines.count(), holds(made, now)) == ("proposed", 1, True)
    assert record.kinds() == ["access.shrink.proposed"]
    assert shrink.propose(made.port, at=now + timedelta(days=1)) == 0


def test_access_when_opened_by_somebody_of_the_group_then_not_proposed(
    made: Scenario, kim: Actor, now: datetime
) -> None:
    looked_up(made, "kim", now - timedelta(days=1), field_class=FieldClass.S3)
    assert shrink.propose(made.port, at=now) == 0


def test_access_when_given_a_moment_ago_then_not_proposed(made: Scenario, kim: Actor, now: datetime) -> None:
    Grant.objects.filter(account="kim").update(valid_from=now - timedelta(days=29))
    assert shrink.propose(made.port, at=now) == 0


def test_trial_when_started_then_taken_away_and_rolled_back_in_one_step(
    made: Scenario, kim: Actor, now: datetime
) -> None:
    had = Grant.objects.get(account="kim")
    on_trial = shrink.start(proposed(made, now), **made.cast.dora.acts(now))
    assert (on_trial.state, on_trial.trial_until, holds(made, now)) == ("trial", now + TRIAL, False)
    later = now + timedelta(days=2)
    assert shrink.roll_back(on_trial, **made.cast.dora.acts(later)).state == "rolled_back"
    back = in_force(made.port, at=later).get(account="kim")
    assert (back.valid_until, back.purpose, back.field_class) == (had.valid_until, had.purpose, "S3")


def test_trial_when_the_holder_asks_again_then_given_back_at_once(
    made: Scenario, kim: Actor, now: datetime, record: Record
) -> None:
    had = Grant.objects.get(account="kim")
    found = shrink.start(proposed(made, now), **made.cast.dora.acts(now))
    record.new()
    later = now + timedelta(days=1)
    asked = access_request.ask(made.port, wanted(later, FieldClass.S3), **kim.acts(later))
    assert (asked.state, holds(made, later)) == ("granted", True)
    assert asked.grant is not None
    assert asked.grant.valid_until == had.valid_until
    assert "access.shrink.line_given_back" in record.kinds()
    assert shrink.adopt_due(made.port, at=now + TRIAL) == 1
    assert found.lines.get().restored == asked.grant


@pytest.mark.parametrize("other", [{"object_ref": CONTAINER}, {"field_class": FieldClass.S2}])
def test_trial_when_something_else_is_asked_then_it_goes_on(
    made: Scenario, kim: Actor, now: datetime, other: dict[str, Any]
) -> None:
    shrink.start(proposed(made, now), **made.cast.dora.acts(now))
    given = {"object_ref": OTHER_CONTAINER, "field_class": FieldClass.S3, **other}
    asked = access_request.ask(made.port, wanted(now, **given), **kim.acts(now))
    assert (asked.state, holds(made, now)) == ("asked", False)


def test_trial_when_nobody_misses_it_then_gone_for_good(made: Scenario, kim: Actor, now: datetime) -> None:
    found = shrink.start(proposed(made, now), **made.cast.dora.acts(now))
    assert shrink.adopt_due(made.port, at=now + TRIAL - timedelta(seconds=1)) == 0
    assert shrink.adopt_due(made.port, at=now + TRIAL) == 1
    found.refresh_from_db()
    assert found.state == "adopted"
    with pytest.raises(Conflict):
        shrink.roll_back(found, **made.cast.dora.acts(now + TRIAL))
    late = now + TRIAL
    asked = access_request.ask(made.port, wanted(late, FieldClass.S3), **kim.acts(late))
    assert asked.state == "asked"


def test_proposal_when_dismissed_then_with_a_reason_and_not_proposed_again(
    made: Scenario, kim: Actor, now: datetime
) -> None:
    found, acts = proposed(made, now), made.cast.dora.acts(now)
    with pytest.raises(InvalidInput):
        shrink.dismiss(found, reason=" ", **acts)
    assert shrink.dismiss(found, reason="Season begins next month.", **acts).state == "dismissed"
    assert shrink.propose(made.port, at=now + timedelta(days=30)) == 0


@pytest.mark.parametrize("who", ["sven", "anna", "frank", "hugo"])
def test_trial_when_started_by_somebody_who_gives_no_access_then_refused(
    made: Scenario, kim: Actor, now: datetime, who: str
) -> None:
    found = proposed(made, now)
    with unchanged(), pytest.raises(Refused):
        shrink.start(found, **getattr(made.cast, who).acts(now))
