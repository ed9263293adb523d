"""Which policy a port applies: chosen by two officers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import Port
from ledger.models import Job
from ledger.services import job
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.models import PortPolicy, Post
from screening.services import policy, port_policy, post
from tests.people import MAKER, Cast
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

WHY: dict[str, Any] = {"reason": "The national law applies here."}
OTHER = "de-luftsig"


@pytest.fixture(autouse=True)
def policies(db: None, now: datetime) -> None:
    policy.load_files(actor=MAKER, at=now)


@pytest.fixture
def change(port: Port, cast: Cast, now: datetime) -> PortPolicy:
    day = now.date() + timedelta(days=3)
    return port_policy.propose(port, OTHER, valid_from=day, **WHY, **cast.paul.acts(now))


def test_policy_when_two_officers_chose_it_then_applied_from_its_day(
    change: PortPolicy, port: Port, other_port: Port, cast: Cast, now: datetime, record: Record
) -> None:
    assert policy.in_force_for(port, on=change.valid_from).code == policy.DEFAULT_POLICY
    port_policy.confirm(change, **WHY, **cast.pia.acts(now))
    assert policy.in_force_for(port, on=change.valid_from).code == OTHER
    assert policy.in_force_for(port, on=change.valid_from - timedelta(days=1)).code == policy.DEFAULT_POLICY
    assert policy.in_force_for(other_port, on=change.valid_from).code == policy.DEFAULT_POLICY
    entry = record.one("screening.port_policy.confirmed")
    assert (entry.subject, entry.port) == (f"port:{port.locode}", port.locode)


def test_policy_when_it_is_chosen_again_later_then_the_last_to_begin_applies(
    change: PortPolicy, port: Port, cast: Cast, now: datetime
) -> None:
    port_policy.confirm(change, **WHY, **cast.pia.acts(now))
    back = port_policy.propose(
        port,
        policy.DEFAULT_POLICY,
        valid_from=change.valid_from + timedelta(days=5),
        **WHY,
        **cast.pia.acts(now),
    )
    port_policy.confirm(back, **WHY, **cast.paul.acts(now))
    assert policy.in_force_for(port, on=back.valid_from - timedelta(days=1)).code == OTHER
    assert policy.in_force_for(port, on=back.valid_from).code == policy.DEFAULT_POLICY


def test_policy_when_its_proposer_confirms_then_refused_on_record_and_by_the_database(
    change: PortPolicy, cast: Cast, now: datetime, record: Record
) -> None:
    with pytest.raises(Refused, match="another officer"):
        port_policy.confirm(change, **WHY, **cast.paul.acts(now))
    assert record.one("screening.port_policy.refused").body["reasons"] == ["own_proposal"]
    with pytest.raises(IntegrityError, match="port_policy_two_hands"), transaction.atomic():
        PortPolicy.objects.filter(pk=change.pk).update(state="confirmed", answered_by=cast.paul.user)


def test_policy_when_declined_then_nothing_changes_and_another_may_be_proposed(
    change: PortPolicy, port: Port, cast: Cast, now: datetime
) -> None:
    with unchanged(), pytest.raises(Conflict, match="waits already"):
        port_policy.propose(port, OTHER, valid_from=change.valid_from, **WHY, **cast.pia.acts(now))
    port_policy.decline(change, **WHY, **cast.paul.acts(now))
    assert policy.in_force_for(port, on=change.valid_from).code == policy.DEFAULT_POLICY
    port_policy.propose(port, OTHER, valid_from=change.valid_from, **WHY, **cast.pia.acts(now))
    with unchanged(), pytest.raises(Conflict):
        port_policy.confirm(change, **WHY, **cast.pia.acts(now))


@pytest.mark.parametrize(
    ("code", "days", "field"),
    [(OTHER, -1, "valid_from"), ("of-nobody", 1, "code"), (policy.DEFAULT_POLICY, 1, "code")],
)
def test_policy_when_the_choice_is_impossible_then_refused_by_field(
    port: Port, cast: Cast, now: datetime, code: str, days: int, field: str
) -> None:
    day = now.date() + timedelta(days=days)
    with unchanged(), pytest.raises(InvalidInput) as refused:
        port_policy.propose(port, code, valid_from=day, **WHY, **cast.paul.acts(now))
    assert set(refused.value.fields) == {field}


def test_policy_when_chosen_at_another_port_or_by_others_then_refused(
    port: Port, other_port: Port, cast: Cast, now: datetime
) -> None:
    day = now.date()
    for where, who in ((other_port, cast.paul), (port, cast.alice), (port, cast.adam)):
        with unchanged(), pytest.raises(Refused):
            port_policy.propose(where, OTHER, valid_from=day, **WHY, **who.acts(now))


def test_policy_when_confirmed_after_its_day_then_refused(
    change: PortPolicy, cast: Cast, now: datetime
) -> None:
    with unchanged(), pytest.raises(InvalidInput, match="before today"):
        port_policy.confirm(change, **WHY, **cast.pia.acts(now + timedelta(days=4)))


@pytest.mark.parametrize("column", ["code", "valid_from", "port_id"])
def test_choice_when_what_was_signed_is_altered_then_the_database_refuses(
    change: PortPolicy, other_port: Port, now: datetime, column: str
) -> None:
    values = {"code": "twic", "valid_from": now.date(), "port_id": other_port.pk}
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        PortPolicy.objects.filter(pk=change.pk).update(**{column: values[column]})


def test_levels_when_another_policy_begins_then_posts_follow_on_that_day(
    port: Port, cast: Cast, now: datetime, record: Record
) -> None:
    """The aviation rules ask for another level of such a post than the standard does."""
    post.define(
        port=port,
        code="CRANE",
        name="Crane operator",
        organisation=None,
        areas=["QUAY"],
        field_classes=["S1"],
        risk=3,
        at=now,
    )
    made = Post.objects.get()
    before = made.level
    day = now.date() + timedelta(days=2)
    change = port_policy.propose(port, "be-port", valid_from=day, **WHY, **cast.paul.acts(now))
    port_policy.confirm(change, **WHY, **cast.pia.acts(now))
    waiting = Job.objects.get(kind=post.LEVELS_JOB)
    assert job.run(waiting.pk, at=now) is None
    assert Post.objects.get().level == before
    record.new()
    done = job.run(waiting.pk, at=now + timedelta(days=3))
    assert done is not None
    assert done.error == ""
    asked = post.level_of(made, at=now + timedelta(days=3)).level.value
    assert Post.objects.get().level == asked
    entries = record.new("screening.post.changed")
    assert len(entries) == (0 if asked == before else 1)
