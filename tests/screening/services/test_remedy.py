"""Remedies: two doors after a refusal, decided by two officers who had no part in it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Port
from accounts.roles import Role
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.deciding.words import RemedyKind, RemedyState
from screening.enums import ClearanceKind
from screening.models import Application, Clearance, Decision, Finding, OutcomeNotice, Remedy
from screening.selectors.remedy import final_on, last_day, open_doors
from screening.services import remedy
from tests.people import Actor, Cast, make_actor
from tests.screening import rows
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

CLOCK = timedelta(days=42)  # objection of the starting policy


@pytest.fixture
def refused(case: Application, cast: Cast, now: datetime) -> Application:
    rows.reviewed(case, cast.alice)
    rows.assessed(case, cast.alice)
    rows.refused(case, cast, at=now)
    return case


@pytest.fixture
def lodged(refused: Application, now: datetime) -> Remedy:
    return remedy.lodge(
        refused, RemedyKind.APPEAL, grounds="It was my brother.", evidence=["Court paper"], at=now
    )


@pytest.fixture
def ada(port: Port, now: datetime) -> Actor:
    """Assesses like Alice, and had no part in the refusal."""
    return make_actor("ada", Role.VETTING_OFFICER, port, at=now)


def test_doors_when_refused_then_the_appeal_and_the_waiver_only_where_the_row_allows_it(
    refused: Application, now: datetime
) -> None:
    assert open_doors(refused) == (RemedyKind.APPEAL,)
    assert last_day(refused, RemedyKind.APPEAL) == timezone.localdate(now) + CLOCK
    assessment = refused.assessments.first()
    assert assessment is not None
    row = Finding.objects.create(assessment=assessment, criterion="x", effect="bar", sentence="Bars.")
    for waiver, doors in (
        ("none", 1),
        ("", 1),
        ("discretionary", 2),
        ("by_authority", 2),
    ):
        Finding.objects.filter(pk=row.pk).update(waiver=waiver)
        assert len(open_doors(refused)) == doors


def test_doors_when_not_refused_then_none(case: Application, now: datetime) -> None:
    assert open_doors(case) == ()
    with unchanged(), pytest.raises(Conflict):
        remedy.lodge(case, RemedyKind.APPEAL, grounds="x", evidence=[], at=now)


def test_lodge_when_a_remedy_is_open_or_used_then_conflict(lodged: Remedy, now: datetime) -> None:
    case = lodged.application
    for kind in RemedyKind:
        with unchanged(), pytest.raises(Conflict):
            remedy.lodge(case, kind, grounds="Again.", evidence=[], at=now)


def test_lodge_when_without_grounds_then_refused_at_that_field(refused: Application, now: datetime) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        remedy.lodge(refused, RemedyKind.APPEAL, grounds=" ", evidence=[], at=now)
    assert set(refusal.value.fields) == {"grounds"}


@pytest.mark.parametrize(("days", "late"), [(41, False), (42, False), (43, True)])
def test_lodge_when_around_the_last_day_then_kept_and_marked(
    refused: Application, now: datetime, days: int, late: bool
) -> None:
    made = remedy.lodge(refused, RemedyKind.APPEAL, grounds="x", evidence=[], at=now + timedelta(days=days))
    assert made.late is late


def test_decide_when_annulled_by_two_others_then_the_clearance_exists_and_the_case_is_cleared(
    lodged: Remedy, ada: Actor, cast: Cast, now: datetime, record: Record
) -> None:
    remedy.propose(lodged, RemedyState.ANNULLED, reason="The brother.", **ada.acts(now))
    assert not Clearance.objects.exists()
    record.new()
    remedy.decide(lodged, **cast.bea.acts(now))
    case = Application.objects.get()
    assert (lodged.state, case.state) == ("annulled", "granted")
    made = Decision.objects.get(remedy=lodged)
    assert (made.proposed_by, made.answered_by, made.state) == (ada.user, cast.bea.user, "countersigned")
    assert Clearance.objects.get().decision == made
    assert OutcomeNotice.objects.first().outcome == "suitable"  # type: ignore[union-attr]
    assert record.kinds() == [
        "screening.remedy.decided",
        "screening.clearance.granted",
        "screening.outcome.told",
        "screening.letter.issued",
        "screening.letter.issued",
    ]


def test_decide_when_varied_then_a_clearance_with_conditions(
    lodged: Remedy, ada: Actor, cast: Cast, now: datetime
) -> None:
    with pytest.raises(InvalidInput):
        remedy.propose(lodged, RemedyState.VARIED, reason="With care.", **ada.acts(now))
    remedy.propose(lodged, RemedyState.VARIED, reason="With care.", conditions="Days only.", **ada.acts(now))
    remedy.decide(lodged, **cast.bea.acts(now))
    assert Clearance.objects.get().kind_word is ClearanceKind.CONDITIONAL


@pytest.mark.parametrize("result", [RemedyState.UPHELD, RemedyState.DISMISSED])
def test_decide_when_it_stands_then_nothing_changes_but_the_refusal_is_final(
    lodged: Remedy, ada: Actor, cast: Cast, now: datetime, result: RemedyState
) -> None:
    assert final_on(lodged.application) is None
    remedy.propose(lodged, result, reason="No.", **ada.acts(now))
    late = now + timedelta(days=60)
    remedy.decide(lodged, **cast.bea.acts(late))
    case = Application.objects.get()
    assert case.state == "refused"
    assert final_on(case) == timezone.localdate(late)
    assert not Clearance.objects.exists()


def test_send_back_when_the_second_officer_disagrees_then_another_result_can_be_proposed(
    lodged: Remedy, ada: Actor, cast: Cast, now: datetime
) -> None:
    remedy.propose(lodged, RemedyState.UPHELD, reason="No.", **ada.acts(now))
    remedy.send_back(lodged, reason="Read the paper.", **cast.bea.acts(now))
    assert (lodged.result, lodged.proposed_by) == ("", None)
    remedy.propose(lodged, RemedyState.ANNULLED, reason="Read it.", **ada.acts(now))


@pytest.mark.parametrize("name", ["alice", "bob"])
def test_propose_when_the_officer_had_a_part_then_refused_and_the_database_refuses_too(
    lodged: Remedy, cast: Cast, now: datetime, name: str
) -> None:
    officer: Actor = getattr(cast, name)
    with pytest.raises(Refused) as refusal:
        remedy.propose(lodged, RemedyState.UPHELD, reason="No.", **officer.acts(now))
    assert refusal.value.verdict.codes == ("had_a_part",)
    with pytest.raises(IntegrityError, match="no part"), transaction.atomic():
        Remedy.objects.update(proposed_by=officer.user, proposed_at=now, result="upheld")


def test_decide_when_by_the_proposer_then_refused_and_the_database_refuses_too(
    lodged: Remedy, cast: Cast, now: datetime
) -> None:
    remedy.propose(lodged, RemedyState.UPHELD, reason="No.", **cast.bea.acts(now))
    with pytest.raises(Refused) as refusal:
        remedy.decide(lodged, **cast.bea.acts(now))
    assert refusal.value.verdict.codes == ("own_proposal",)
    with pytest.raises(IntegrityError, match="remedy_two_hands"), transaction.atomic():
        Remedy.objects.update(decided_by=cast.bea.user, decided_at=now, state="upheld")
