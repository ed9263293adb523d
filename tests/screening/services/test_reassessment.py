"""Reassessments: the way back in, with the interim measure in the same transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from accounts.models import Organisation
from portsec.kernel.errors import InvalidInput
from screening.enums import ClearanceState
from screening.models import Application, Clearance, Person, Post
from screening.services import application, clearance, reassessment
from tests.people import Actor, Cast
from tests.screening import rows
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

SOURCE = "person_case:PC-2026-00001"


@pytest.fixture
def held(erin: Person, crane: Post, alice: Actor, now: datetime) -> Clearance:
    """Erin is cleared for the crane, and her application is closed."""
    earlier = rows.make_case(erin, crane, alice, at=now - timedelta(days=30))
    application.withdraw(earlier, reason="Imported instead.", **alice.acts(now))
    return rows.cleared(erin)


def reopen(
    person: Person, at: datetime, *, suspend: bool = True, reason: str = " Look again. "
) -> Application:
    return reassessment.open_reassessment(
        person, source=SOURCE, reason=reason, suspend=suspend, actor="user:anna", at=at
    )


def test_reassessment_when_opened_then_case_and_interim_measure_stand_together(
    held: Clearance, erin: Person, crane: Post, now: datetime, record: Record
) -> None:
    case = reopen(erin, now)
    assert (case.kind, case.state, case.urgent) == ("reassessment", "checking", True)
    assert (case.post, case.ground, case.source) == (crane, "Look again.", SOURCE)
    assert case.declared_convictions is None, "nobody was asked"
    held.refresh_from_db()
    assert held.state_word is ClearanceState.SUSPENDED
    assert held.changes.latest("pk").reason == f"Interim measure while {case.ref} is open."
    entries = record.new()
    assert [entry.kind for entry in entries] == [
        "screening.application.submitted",
        *["screening.check.requested"] * 3,
        "screening.clearance.suspended",
        "screening.reassessment.opened",
    ]
    assert {(entry.actor, entry.port, entry.at) for entry in entries} == {("user:anna", "XXPEX", now)}
    assert entries[-1].subject == erin.reference
    assert entries[-1].body == {
        "source": SOURCE,
        "interim": "clearance suspended",
        "reason": "Look again.",
    }


def test_reassessment_when_no_interim_measure_is_asked_for_then_the_clearance_stands(
    held: Clearance, erin: Person, now: datetime, record: Record
) -> None:
    reopen(erin, now, suspend=False)
    held.refresh_from_db()
    assert held.state_word is ClearanceState.GRANTED
    assert record.one("screening.reassessment.opened").body["interim"] == "no interim measure"


def test_reassessment_when_the_clearance_is_suspended_already_then_it_stays_so(
    held: Clearance, erin: Person, cast: Cast, now: datetime, record: Record
) -> None:
    clearance.suspend(held, reason="Look.", **cast.bob.acts(now))
    reopen(erin, now)
    held.refresh_from_db()
    assert held.state_word is ClearanceState.SUSPENDED
    assert record.one("screening.reassessment.opened").body["interim"] == "no interim measure"


def test_reassessment_when_asked_for_again_then_the_open_one_is_returned(
    held: Clearance, erin: Person, now: datetime
) -> None:
    first = reopen(erin, now, suspend=False)
    second = reopen(erin, now + timedelta(hours=1), reason="And again.")
    assert second == first
    assert Application.objects.filter(kind="reassessment").count() == 1
    held.refresh_from_db()
    assert held.state_word is ClearanceState.SUSPENDED, "the second report asked for it"


def test_reassessment_when_an_application_for_the_post_is_open_then_it_opens_beside_it(
    held: Clearance, erin: Person, crane: Post, alice: Actor, now: datetime
) -> None:
    """An open renewal must not shield anybody from being looked at."""
    renewal = rows.make_case(erin, crane, alice)
    case = reopen(erin, now)
    assert case != renewal
    held.refresh_from_db()
    assert held.state_word is ClearanceState.SUSPENDED


def test_reassessment_when_reason_is_empty_then_refused_at_that_field(erin: Person, now: datetime) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        reopen(erin, now, reason="\t")
    assert set(refusal.value.fields) == {"reason"}


def test_reassessment_when_the_person_never_applied_then_for_a_post_of_their_employer(
    erin: Person, crane: Post, quayside: Organisation, now: datetime
) -> None:
    own = rows.make_post(erin.port, "CLERK", name="Clerk", organisation=quayside)
    assert reopen(erin, now).post == own


def test_reassessment_when_no_post_is_known_then_for_one_that_is_assessed_as_critical(
    erin: Person, crane: Post, now: datetime
) -> None:
    case = reopen(erin, now)
    assert (case.post.code, case.post.risk) == (reassessment.UNSPECIFIED, 3)
    assert case.level_word.rank > crane.level_word.rank


def test_reassessment_when_the_person_holds_no_clearance_then_the_case_opens_all_the_same(
    erin: Person, crane: Post, now: datetime, record: Record
) -> None:
    reopen(erin, now)
    assert record.one("screening.reassessment.opened").body["interim"] == "no interim measure"
