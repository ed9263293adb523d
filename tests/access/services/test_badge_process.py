"""The four ways on: what each does to the old badge, and what it asks for."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from access.enums import BadgeEvent, BadgeProcess, BadgeState
from access.models import Badge, BadgeRequest
from access.selectors.badge_type import old_badges, reissue_of
from access.services import badge, badge_process, badge_request, badge_type
from access.services.badge_process import REISSUE_JOB, Cause
from ledger.models import Job
from ledger.services import job
from portsec.kernel.errors import InvalidInput, Refused
from tests.access.holders import try_gate
from tests.people import Actor, Cast
from tests.scenario import Scenario
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def ending(made: Scenario, now: datetime) -> Badge:
    """Erin's badge, in its last 60 days."""
    Badge.objects.filter(pk=made.badge.pk).update(valid_until=now + timedelta(days=20))
    made.badge.refresh_from_db()
    return made.badge


def hand_over(new: Badge, cast: Cast, at: datetime) -> None:
    badge.hand_over(new, paper="Passport", signed_as=str(cast.carol.user), **cast.carol.acts(at))


def test_renewal_when_issued_then_the_old_badge_goes_on_until_the_new_one_is_handed_over(
    made: Scenario, ending: Badge, now: datetime
) -> None:
    cast = made.cast
    until = timezone.localdate(now) + timedelta(days=90)
    asked = badge_process.renew(ending, need="As before.", needed_until=until, **cast.cees.acts(now))
    assert (asked.process_word, asked.replaces, asked.areas) == (BadgeProcess.RENEWAL, ending, ending.areas)
    new = badge.issue(asked, **cast.carol.acts(now)).badge
    ending.refresh_from_db()
    assert ending.state_word is BadgeState.ACTIVE
    hand_over(new, cast, now)
    ending.refresh_from_db()
    assert (ending.state_word, ending.replaced_by) == (BadgeState.SUPERSEDED, new)


def test_renewal_when_the_end_is_far_then_refused(made: Scenario, now: datetime) -> None:
    until = timezone.localdate(now) + timedelta(days=250)
    with pytest.raises(Refused) as told:
        badge_process.renew(made.badge, need="Early.", needed_until=until, **made.cast.cees.acts(now))
    assert told.value.verdict.codes == ("renewal_too_early",)
    assert not BadgeRequest.objects.filter(process=BadgeProcess.RENEWAL.value).exists()


@pytest.mark.parametrize(
    ("cause", "state"),
    [
        (Cause.LOST, BadgeState.LOST),
        (Cause.STOLEN, BadgeState.STOLEN),
        (Cause.DAMAGED, BadgeState.SUPERSEDED),
    ],
)
def test_replacement_when_asked_then_the_old_card_ends_at_once_and_another_is_asked_for(
    made: Scenario, now: datetime, cause: Cause, state: BadgeState
) -> None:
    cast, ends = made.cast, timezone.localdate(made.badge.valid_until)
    done = badge_process.replace(made.badge, cause, reason="In the rain.", **cast.cees.acts(now))
    assert done.badge.state_word is state
    assert done.request is not None
    assert (done.request.process_word, done.request.needed_until) == (BadgeProcess.REPLACEMENT, ends)
    assert try_gate(made, made.credential, at=now).result == "refused"
    new = badge.issue(done.request, **cast.carol.acts(now)).badge
    hand_over(new, cast, now)
    done.badge.refresh_from_db()
    assert (done.badge.state_word, done.badge.replaced_by) == (state, new)


def test_replacement_when_the_badge_is_suspended_then_refused_and_so_after_a_loss(
    made: Scenario, now: datetime
) -> None:
    cees = made.cast.cees
    badge.change_state(made.badge, BadgeEvent.SUSPEND, reason="Under review.", **cees.acts(now))
    with pytest.raises(Refused) as told:
        badge_process.replace(made.badge, Cause.LOST, reason="Gone.", **cees.acts(now))
    assert told.value.verdict.codes == ("badge_suspended",)
    badge.change_state(made.badge, BadgeEvent.REPORT_LOST, reason="Gone.", **cees.acts(now))
    with pytest.raises(Refused) as told:
        badge_process.replace(made.badge, Cause.LOST, reason="Gone.", **cees.acts(now))
    assert told.value.verdict.codes == ("badge_suspended",)


def test_replacement_when_no_request_can_be_made_then_the_loss_stands_all_the_same(
    made: Scenario, ending: Badge, now: datetime
) -> None:
    cast = made.cast
    until = timezone.localdate(now) + timedelta(days=90)
    badge_process.renew(ending, need="As before.", needed_until=until, **cast.cees.acts(now))
    done = badge_process.replace(ending, Cause.STOLEN, reason="From the locker.", **cast.cees.acts(now))
    assert done.request is None
    assert "waits" in done.problem
    ending.refresh_from_db()
    assert ending.state_word is BadgeState.STOLEN


def test_replacement_when_the_badge_was_replaced_already_then_refused(made: Scenario, now: datetime) -> None:
    cast = made.cast
    done = badge_process.replace(made.badge, Cause.LOST, reason="Gone.", **cast.cees.acts(now))
    assert done.request is not None
    hand_over(badge.issue(done.request, **cast.carol.acts(now)).badge, cast, now)
    made.badge.refresh_from_db()
    with pytest.raises(Refused) as told:
        badge_process.replace(made.badge, Cause.LOST, reason="Again.", **cast.cees.acts(now))
    assert told.value.verdict.codes == ("badge_replaced",)


def test_revalidation_when_areas_are_left_out_then_they_stop_opening_and_no_card_is_made(
    made: Scenario, now: datetime, record: Record
) -> None:
    Badge.objects.filter(pk=made.badge.pk).update(areas=["TERMINAL-A", "TERMINAL-B"])
    made.badge.refresh_from_db()
    record.new()
    badge_process.revalidate(made.badge, ["TERMINAL-B"], remark="Moved.", **made.cast.sven.acts(now))
    assert made.badge.seen_on == timezone.localdate(now)
    assert try_gate(made, made.credential, at=now).reasons == ["area_not_granted"]
    entry = record.one("access.badge.revalidated")
    assert entry.body["areas"] == ["TERMINAL-B"]
    assert not made.badge.requests_to_replace.exists()


@pytest.mark.parametrize("areas", [[], ["TERMINAL-A", "TERMINAL-Z"]])
def test_revalidation_when_no_area_or_another_is_confirmed_then_said(
    made: Scenario, now: datetime, areas: list[str]
) -> None:
    with pytest.raises(InvalidInput) as told:
        badge_process.revalidate(made.badge, areas, **made.cast.carol.acts(now))
    assert list(told.value.fields) == ["areas"]
    made.badge.refresh_from_db()
    assert made.badge.areas == ["TERMINAL-A"]


def test_processes_when_it_is_ones_own_badge_then_refused(
    made: Scenario, carol: Actor, now: datetime
) -> None:
    carol.user.person_ref = made.erin.ref
    carol.user.save(update_fields=["person_ref"])
    with pytest.raises(Refused):
        badge_process.revalidate(made.badge, ["TERMINAL-A"], **carol.acts(now))
    with pytest.raises(Refused):
        badge_process.replace(made.badge, Cause.LOST, reason="Gone.", **carol.acts(now))


def test_reissue_when_begun_then_old_badges_end_on_the_day_and_each_holder_is_asked_for(
    made: Scenario, now: datetime
) -> None:
    kind, cast = badge_type.standard(made.port, at=now), made.cast
    printed = made.badge.valid_until
    last_day = timezone.localdate(now) + timedelta(days=45)
    kind = badge_process.reissue(kind, last_day, reason="Too many gone.", **cast.sven.acts(now))
    made.badge.refresh_from_db()
    assert timezone.localdate(made.badge.valid_until) == last_day
    assert made.badge.printed_until == printed
    progress = reissue_of(kind)
    assert progress is not None
    assert (progress.done, progress.missing, progress.asked) == (0, 1, 0)
    _work(kind.reference, now)
    request = BadgeRequest.objects.get(process=BadgeProcess.REISSUE.value)
    assert (request.replaces, request.requested_by) == (made.badge, cast.sven.reference)
    new = badge.issue(request, **cast.carol.acts(now)).badge
    assert new.generation == 2
    assert timezone.localdate(new.valid_until) == timezone.localdate(printed)
    hand_over(new, cast, now)
    progress = reissue_of(kind)
    assert progress is not None
    assert (progress.done, progress.missing, progress.share) == (1, 0, 100)


def test_reissue_when_the_job_runs_twice_then_each_holder_is_asked_for_once(
    made: Scenario, now: datetime
) -> None:
    kind = badge_type.standard(made.port, at=now)
    last_day = timezone.localdate(now) + timedelta(days=45)
    kind = badge_process.reissue(kind, last_day, reason="Gone.", **made.cast.sven.acts(now))
    first = badge_process.ask_holders(kind.reference, "2/1", at=now)
    again = badge_process.ask_holders(kind.reference, "2/1", at=now)
    assert (first["asked"], again["asked"]) == (1, 0)


def test_reissue_when_a_request_is_open_then_the_holder_stays_in_the_list(
    made: Scenario, ending: Badge, now: datetime
) -> None:
    cast = made.cast
    until = timezone.localdate(now) + timedelta(days=90)
    asked = badge_process.renew(ending, need="As before.", needed_until=until, **cast.cees.acts(now))
    kind = badge_type.standard(made.port, at=now)
    last_day = timezone.localdate(now) + timedelta(days=10)
    kind = badge_process.reissue(kind, last_day, reason="Gone.", **cast.sven.acts(now))
    assert badge_process.ask_holders(kind.reference, "2/1", at=now)["asked"] == 0
    assert list(old_badges(kind)) == [ending]
    badge_request.refuse(asked, reason="A re-issue runs.", **cast.carol.acts(now))
    assert badge_process.ask_holders(kind.reference, "2/1", at=now)["asked"] == 1


def test_reissue_when_the_last_day_has_passed_then_the_old_badge_opens_nothing(
    made: Scenario, now: datetime
) -> None:
    kind = badge_type.standard(made.port, at=now)
    last_day = timezone.localdate(now) + timedelta(days=10)
    badge_process.reissue(kind, last_day, reason="Gone.", **made.cast.sven.acts(now))
    after = now + timedelta(days=11, hours=12)
    assert "badge_expired" in try_gate(made, made.credential, at=after).reasons
    assert badge_type.end_reissues(made.port, at=after) == 1
    kind.refresh_from_db()
    assert reissue_of(kind) is None


@pytest.mark.parametrize("name", ["carol", "frank", "gita"])
def test_reissue_when_the_role_sets_up_no_areas_then_refused(
    made: Scenario, cast: Cast, now: datetime, name: str
) -> None:
    kind = badge_type.standard(made.port, at=now)
    last_day = timezone.localdate(now) + timedelta(days=10)
    with pytest.raises(Refused):
        badge_process.reissue(kind, last_day, reason="Gone.", **getattr(cast, name).acts(now))
    assert not Job.objects.filter(kind=REISSUE_JOB).exists()


def _work(subject: str, at: datetime) -> None:
    """Do the jobs of a re-issue, as a worker would."""
    for waiting in Job.objects.filter(kind=REISSUE_JOB, subject=subject):
        done = job.run(waiting.pk, at=at)
        assert done is not None
        assert done.state == "done", done.error
