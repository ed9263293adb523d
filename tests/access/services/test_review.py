"""Reviews: opened by the calendar or a change, answered by one or two, and what silence means."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from access.enums import FieldClass
from access.models import Grant, ReviewCampaign, ReviewLine
from access.reviewing.answers import GRACE
from access.reviewing.calendar import is_due
from access.selectors.hand import person_behind
from access.selectors.review import campaign_seen, in_force, open_campaigns
from access.services import review
from accounts.models import Organisation, User
from accounts.roles import Role
from accounts.services import role
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from screening.models import Clearance, Person
from screening.services import clearance
from tests.access.askers import give, looked_up, make_clerk
from tests.people import MAKER, Actor
from tests.scenario import CONTAINER, Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

WHY: dict[str, Any] = {"reason": "Looked at the orders of last month."}


@pytest.fixture
def kim(made: Scenario, now: datetime) -> Actor:
    return make_clerk(made, "kim", at=now)


def held(made: Scenario, actor: Actor) -> set[Grant]:
    return set(in_force(made.port, at=made.at + timedelta(hours=2)).filter(account=actor.user.username))


def line_of(made: Scenario, actor: Actor, now: datetime, field_class: FieldClass) -> ReviewLine:
    """A line of a triggered review, which takes everything that its holder has."""
    review.open_triggered(made.port, at=now)
    role.give(actor.user, Role.HOST, made.port, actor=MAKER, at=now)
    review.open_triggered(made.port, at=now + timedelta(minutes=1))
    return ReviewLine.objects.get(account=actor.user.username, field_class=field_class.value)


def test_month_when_it_begins_then_critical_data_are_reviewed_once(
    made: Scenario, kim: Actor, now: datetime, record: Record
) -> None:
    grants = [give(made, kim, now, FieldClass.S3, name) for name in ("MSCU6639871", CONTAINER)]
    looked_up(made, "kim", now, field_class=FieldClass.S3, times=3, rests_on=grants[0])
    record.new()
    later = now + timedelta(hours=1)
    review.open_scheduled(made.port, at=later)
    assert review.open_scheduled(made.port, at=later) == 0
    line = ReviewLine.objects.get(account="kim")
    assert (set(line.grants), line.uses, line.last_used_at) == ({each.pk for each in grants}, 3, now)
    assert (line.cost, line.campaign.trigger) == ("little", "scheduled")
    opened = {entry.subject: entry.body["lines"] for entry in record.new("access.review.opened")}
    assert opened[line.campaign.reference] == 1
    assert line.campaign in open_campaigns(scope=made.cast.dora.scope)


def test_month_when_it_begins_then_others_come_at_their_turn(
    made: Scenario, kim: Actor, now: datetime
) -> None:
    give(made, kim, now, FieldClass.S1)
    months = [now + timedelta(days=30 * number) for number in range(14)]
    due = next(at for at in months if is_due("kim", FieldClass.S1, at.date()))
    Grant.objects.filter(account="kim").update(valid_until=due + timedelta(days=60))
    for at in months[: months.index(due)]:
        review.open_scheduled(made.port, at=at)
        assert not ReviewLine.objects.filter(account="kim").exists()
    review.open_scheduled(made.port, at=due)
    assert ReviewLine.objects.get(account="kim").field_class == "S1"


def test_peers_when_they_do_the_same_work_then_counted(made: Scenario, kim: Actor, now: datetime) -> None:
    lena, _ = make_clerk(made, "lena", at=now), make_clerk(made, "mia", at=now)
    make_clerk(made, "otto", at=now, peer_group="planners")
    for actor in (kim, lena):
        give(made, actor, now, FieldClass.S3)
    review.open_scheduled(made.port, at=now)
    line = ReviewLine.objects.get(account="kim")
    assert (line.peers_having, line.peers_of) == (1, 2)


def _role_ended(made: Scenario, kim: Actor, now: datetime) -> str:
    role.give(kim.user, Role.HOST, made.port, actor=MAKER, at=now)
    return "role_changed"


def _employer_changed(made: Scenario, kim: Actor, now: datetime) -> str:
    other = Organisation.objects.create(code="REDLINE", name="Redline", country="NL")
    Person.objects.filter(ref=kim.user.person_ref).update(organisation=other)
    return "organisation_changed"


def _account_changed(made: Scenario, kim: Actor, now: datetime) -> str:
    User.objects.filter(pk=kim.user.pk).update(organisation=None)
    return "organisation_changed"


def _suspension_lifted(made: Scenario, kim: Actor, now: datetime) -> str:
    current = Clearance.objects.get(person=person_behind(kim.user, made.port))
    clearance.suspend(current, reason="Look.", **made.cast.bob.acts(now))
    clearance.reinstate(current, reason="Fine.", **made.cast.bob.acts(now + timedelta(minutes=2)))
    return "suspension_lifted"


@pytest.mark.parametrize("change", [_role_ended, _employer_changed, _account_changed, _suspension_lifted])
def test_holder_when_changed_then_everything_held_is_reviewed_once(
    made: Scenario, kim: Actor, now: datetime, change: Any
) -> None:
    give(made, kim, now, FieldClass.S1)
    give(made, kim, now, FieldClass.S2, CONTAINER)
    assert review.open_triggered(made.port, at=now) == 0
    trigger = change(made, kim, now)
    later = now + timedelta(minutes=5)
    assert review.open_triggered(made.port, at=later) == 1
    assert review.open_triggered(made.port, at=later + timedelta(minutes=5)) == 0
    campaign = ReviewCampaign.objects.get(account="kim")
    assert (campaign.trigger, campaign.account, campaign.field_class) == (trigger, "kim", "S2")
    assert {line.field_class for line in campaign.lines.all()} == {"S1", "S2"}


def test_line_when_removed_then_nothing_is_held_and_a_correction_gives_it_back(
    made: Scenario, kim: Actor, now: datetime, record: Record
) -> None:
    grant = give(made, kim, now)
    line = line_of(made, kim, now, FieldClass.S2)
    record.new()
    at = now + timedelta(minutes=10)
    done = review.answer(line, keep=False, reason="", **made.cast.dora.acts(at))
    assert (done.state, held(made, kim)) == ("removed", set())
    assert record.kinds() == ["access.grant.revoked", "access.review.removed", "access.review.closed"]
    with pytest.raises(InvalidInput):
        review.answer(line, keep=True, reason="", **made.cast.dora.acts(at))
    review.answer(line, keep=True, reason="Wrong line.", **made.cast.sven.acts(at + timedelta(hours=1)))
    back = Grant.objects.get(account="kim", revoked_at=None)
    assert (back.valid_until, back.purpose, back.pk == grant.pk) == (grant.valid_until, grant.purpose, False)
    review.answer(line, keep=False, reason="Right line.", **made.cast.dora.acts(at + timedelta(hours=2)))
    assert not Grant.objects.filter(account="kim", revoked_at=None).exists()


def test_line_when_three_days_have_passed_then_its_answer_stands(
    made: Scenario, kim: Actor, now: datetime
) -> None:
    give(made, kim, now)
    line = line_of(made, kim, now, FieldClass.S2)
    review.answer(line, keep=False, reason="", **made.cast.dora.acts(now))
    late = now + GRACE + timedelta(minutes=1)
    with unchanged(), pytest.raises(Refused) as refusal:
        review.answer(line, keep=True, reason="Oh.", **made.cast.dora.acts(late))
    assert refusal.value.verdict.codes == ("grace_is_over",)


def test_critical_line_when_kept_then_another_reviewer_verifies(
    made: Scenario, kim: Actor, now: datetime
) -> None:
    give(made, kim, now, FieldClass.S3)
    line = line_of(made, kim, now, FieldClass.S3)
    dora, sven = made.cast.dora, made.cast.sven
    with pytest.raises(InvalidInput):
        review.answer(line, keep=True, reason=" ", **dora.acts(now))
    assert review.answer(line, keep=True, **WHY, **dora.acts(now)).state == "half_kept"
    with pytest.raises(Refused) as refusal:
        review.answer(line, keep=True, **WHY, **dora.acts(now))
    assert refusal.value.verdict.codes == ("own_answer",)
    done = review.answer(line, keep=True, **WHY, **sven.acts(now))
    assert (done.state, done.answered_by, done.verified_by) == ("kept", "user:dora", "user:sven")
    assert ReviewCampaign.objects.get(pk=line.campaign_id).closed_at == now


def test_lines_when_critical_then_not_kept_together_and_others_are(
    made: Scenario, kim: Actor, now: datetime
) -> None:
    give(made, kim, now, FieldClass.S3)
    give(made, kim, now, FieldClass.S1, CONTAINER)
    critical = line_of(made, kim, now, FieldClass.S3)
    lines = list(critical.campaign.lines.values_list("pk", flat=True))
    acts = made.cast.dora.acts(now)
    with unchanged(), pytest.raises(Refused) as refusal:
        review.answer_together(critical.campaign, lines, keep=True, **WHY, **acts)
    assert refusal.value.verdict.codes == ("one_by_one",)
    rest = [number for number in lines if number != critical.pk]
    assert review.answer_together(critical.campaign, rest, keep=True, **WHY, **acts) == 1
    with pytest.raises(InvalidInput):
        review.answer_together(critical.campaign, [], keep=True, **WHY, **acts)


def test_line_when_it_is_ones_own_or_one_reviews_nothing_then_refused(made: Scenario, now: datetime) -> None:
    lena = make_clerk(made, "lena", at=now, held=Role.DATA_OWNER)
    give(made, lena, now)
    line = line_of(made, lena, now, FieldClass.S2)
    for actor, code in ((lena, "own_access"), (made.cast.anna, "capability_missing")):
        with unchanged(), pytest.raises(Refused) as refusal:
            review.answer(line, keep=True, **WHY, **actor.acts(now))
        assert code in refusal.value.verdict.codes


def test_line_when_nobody_answers_then_removed_and_closed(
    made: Scenario, kim: Actor, now: datetime, record: Record
) -> None:
    give(made, kim, now, FieldClass.S3)
    line = line_of(made, kim, now, FieldClass.S3)
    review.answer(line, keep=True, **WHY, **made.cast.dora.acts(now))
    due = line.campaign.due_at
    review.close_due(made.port, at=due - timedelta(seconds=1))
    line.refresh_from_db()
    assert line.state == "half_kept"
    record.new()
    assert review.close_due(made.port, at=due) == 1
    assert review.close_due(made.port, at=due) == 0
    line.refresh_from_db()
    assert (line.state, Grant.objects.filter(account="kim", valid_until__gt=due).exists()) == (
        "lapsed",
        False,
    )
    assert record.kinds() == ["access.grant.revoked", "access.review.lapsed", "access.review.closed"]


def test_review_when_postponed_then_a_week_more_and_only_once(
    made: Scenario, kim: Actor, now: datetime
) -> None:
    give(made, kim, now)
    campaign = line_of(made, kim, now, FieldClass.S2).campaign
    due, acts = campaign.due_at, made.cast.dora.acts(now)
    with pytest.raises(InvalidInput):
        review.postpone(campaign, reason=" ", **acts)
    assert review.postpone(campaign, **WHY, **acts).due_at == due + timedelta(days=7)
    with pytest.raises(Conflict):
        review.postpone(campaign, **WHY, **acts)


def test_campaign_when_of_another_port_then_not_there(
    made: Scenario, elsewhere: Scenario, kim: Actor, now: datetime
) -> None:
    give(made, kim, now)
    line = line_of(made, kim, now, FieldClass.S2)
    assert campaign_seen(line.campaign_id, scope=made.cast.frank.scope).waiting == 1
    with pytest.raises(NotFound):
        campaign_seen(line.campaign_id, scope=elsewhere.cast.dora.scope)
