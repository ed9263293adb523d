"""Leavers are reported at once, and what let them in ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portsec.kernel import clock
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.models import Application, Person, Post
from screening.services import leaving, reassessment
from tests.people import Actor, Cast
from tests.screening import people_rows, rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def reported(who: Person, actor: Actor, *, days: int = 0) -> Person:
    return leaving.report(who, left_on=people_rows.today() - timedelta(days=days), **actor.acts(clock.now()))


def test_leaver_when_reported_by_the_employer_then_clearance_and_case_end(
    case: Application, erin: Person, cast: Cast
) -> None:
    held = rows.cleared(erin)
    assert reported(erin, cast.emma).left_on == people_rows.today()
    held.refresh_from_db()
    case.refresh_from_db()
    assert (held.state, case.state) == ("withdrawn", "withdrawn")


def test_leaver_when_reassessed_then_the_reassessment_goes_on(erin: Person, crane: Post, cast: Cast) -> None:
    rows.load_list()
    rows.cleared(erin)
    case = reassessment.open_reassessment(
        erin,
        source="person_case:PC-1",
        reason="Look-ups.",
        suspend=False,
        actor="system:test",
        at=clock.now(),
    )
    reported(erin, cast.emma)
    case.refresh_from_db()
    assert case.closed_at is None


def test_leaver_when_reported_by_another_employer_then_refused(erin: Person, cast: Cast) -> None:
    stranger = people_rows.employer("finn", people_rows.cranecare(), erin.port)
    with pytest.raises(Refused):
        reported(erin, stranger)


@pytest.mark.parametrize("days", [-1, 400])
def test_leaver_when_the_day_is_impossible_then_named(erin: Person, cast: Cast, days: int) -> None:
    with pytest.raises(InvalidInput) as caught:
        reported(erin, cast.emma, days=days)
    assert "left_on" in caught.value.fields


def test_leaver_when_reported_twice_then_conflict(erin: Person, cast: Cast) -> None:
    reported(erin, cast.emma)
    with pytest.raises(Conflict, match="reported already"):
        reported(erin, cast.emma)


def test_leaver_when_applying_again_then_not_a_leaver_any_more(
    erin: Person, crane: Post, cast: Cast, alice: Actor
) -> None:
    rows.load_list()
    reported(erin, cast.emma)
    rows.make_case(erin, crane, alice)
    erin.refresh_from_db()
    assert erin.left_on is None
