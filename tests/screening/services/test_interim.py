"""Interim clearances: two hands, only while an answer is late, and an end that comes by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.enums import CheckKind
from screening.models import Application, Clearance, InterimProposal
from screening.selectors.clearance import current_clearance
from screening.services import interim, interim_clock
from tests.people import Cast
from tests.screening import rows
from tests.witness import unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def late(case: Application, cast: Cast) -> Application:
    """Identity confirmed, lists clear, the record not answered."""
    rows.answer_identity(case, cast.alice)
    rows.answer_watchlist(case)
    return case


@pytest.fixture
def overdue(late: Application) -> datetime:
    """A moment at which the record is late."""
    latest = max(check.due_on for check in late.checks.all())
    return datetime.combine(latest + timedelta(days=1), datetime.min.time(), UTC) + timedelta(hours=12)


def test_interim_when_two_agree_then_a_short_clearance_that_ends_by_itself(
    late: Application, overdue: datetime, cast: Cast
) -> None:
    proposal = interim.propose(late, reason="The crane stands still.", **cast.alice.acts(overdue))
    assert not Clearance.objects.exists()
    interim.agree(proposal, reason="With an escort.", **cast.bob.acts(overdue))
    held = Clearance.objects.get()
    longest = interim_clock.last_day_of_title(late.policy, at=overdue)
    assert (held.kind, held.escort_only, held.valid_until) == ("interim", True, longest)
    assert proposal.clearance == held
    late.refresh_from_db()
    assert late.state == "checking", "the case goes on"
    after = current_clearance(late.person_id, at=overdue + timedelta(days=100))
    assert after is not None
    assert after.valid_until < timezone.localdate(overdue + timedelta(days=100))


def test_interim_when_one_hand_does_both_then_refused_and_the_database_refuses_too(
    late: Application, overdue: datetime, cast: Cast
) -> None:
    proposal = interim.propose(late, reason="Urgent.", **cast.alice.acts(overdue))
    with pytest.raises(Refused) as refusal:
        interim.agree(proposal, reason="Yes.", **cast.alice.acts(overdue))
    assert refusal.value.verdict.codes == ("capability_missing", "own_proposal")
    with pytest.raises(IntegrityError, match="interim_two_hands"), transaction.atomic():
        InterimProposal.objects.update(answered_by=cast.alice.user, state="agreed")


def test_interim_when_no_check_is_late_then_conflict(
    late: Application, overdue: datetime, cast: Cast, now: datetime
) -> None:
    with unchanged(), pytest.raises(Conflict, match="late"):
        interim.propose(late, reason="Urgent.", **cast.alice.acts(now))


def test_interim_when_identity_is_open_then_conflict(
    case: Application, overdue: datetime, cast: Cast
) -> None:
    rows.check_of(case, CheckKind.IDENTITY)
    case.checks.filter(kind="identity").update(state="requested", result="")
    with unchanged(), pytest.raises(Conflict, match="identity"):
        interim.propose(case, reason="Urgent.", **cast.alice.acts(overdue))


def test_interim_when_the_person_holds_a_clearance_then_conflict(
    late: Application, overdue: datetime, cast: Cast
) -> None:
    rows.cleared(late.person)
    with unchanged(), pytest.raises(Conflict, match="holds"):
        interim.propose(late, reason="Urgent.", **cast.alice.acts(overdue))


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_interim_when_the_end_is_impossible_then_refused_at_that_field(
    late: Application, overdue: datetime, cast: Cast, days: int
) -> None:
    end = timezone.localdate(overdue) + timedelta(days=days)
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        interim.propose(late, reason="Urgent.", valid_until=end, **cast.alice.acts(overdue))
    assert set(refusal.value.fields) == {"valid_until"}


def test_interim_when_declined_then_nothing_is_granted_and_another_can_be_proposed(
    late: Application, overdue: datetime, cast: Cast
) -> None:
    proposal = interim.propose(late, reason="Urgent.", **cast.alice.acts(overdue))
    with pytest.raises(Conflict):
        interim.propose(late, reason="Urgent.", **cast.alice.acts(overdue))
    interim.decline(proposal, reason="Wait.", **cast.bob.acts(overdue))
    assert not Clearance.objects.exists()
    interim.propose(late, reason="Still urgent.", **cast.alice.acts(overdue))
