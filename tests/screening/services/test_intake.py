"""Person and application entered together, both or neither."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from accounts.models import Organisation, Port
from portsec.kernel.errors import InvalidInput, Refused, Unavailable
from screening.models import Person, Post
from screening.services import intake
from tests.people import Actor, Cast
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def details(quayside: Organisation) -> dict[str, Any]:
    return {
        "family_name": "Roth",
        "given_names": "Ines",
        "birth_date": date(1985, 5, 6),
        "organisation": quayside,
    }


def test_enter_when_taken_then_person_and_case_stand_together(
    crane: Post, details: dict[str, Any], alice: Actor, now: datetime, record: Record
) -> None:
    case = intake.enter(crane, details, declared_history=True, **alice.acts(now))
    assert case.person == Person.objects.get()
    assert (case.person.full_name, case.person.port) == ("Ines Roth", crane.port)
    assert (case.declared_history, case.declared_convictions) == (True, None)
    assert record.kinds() == [
        "screening.person.registered",
        "screening.application.submitted",
        *["screening.check.requested"] * 3,
    ]


@pytest.mark.parametrize("wrong", [{"family_name": " "}, {"birth_date": date(1850, 1, 1)}], ids=str)
def test_enter_when_a_detail_is_impossible_then_neither(
    crane: Post, details: dict[str, Any], alice: Actor, now: datetime, wrong: dict[str, Any]
) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        intake.enter(crane, details | wrong, **alice.acts(now))
    assert set(refusal.value.fields) == set(wrong)


def test_enter_when_the_application_fails_then_no_person_stays(
    crane: Post, details: dict[str, Any], alice: Actor, now: datetime
) -> None:
    with unchanged(), pytest.raises(Unavailable):
        intake.enter(crane, details, **alice.acts(now.replace(year=2024)))


def test_enter_when_employer_names_another_organisation_then_refused(
    crane: Post, details: dict[str, Any], cast: Cast, now: datetime
) -> None:
    blueline = Organisation.objects.create(code="BLUE", name="Blueline")
    for organisation in (blueline, None):
        with unchanged(), pytest.raises(Refused) as refusal:
            intake.enter(crane, details | {"organisation": organisation}, **cast.emma.acts(now))
        assert "not_own_staff" in refusal.value.verdict.codes


def test_enter_when_post_is_at_another_port_then_refused(
    other_port: Port, details: dict[str, Any], cast: Cast, now: datetime
) -> None:
    elsewhere = Post.objects.create(port=other_port, code="X", name="Elsewhere", reason="Test.")
    for actor in (cast.alice, cast.emma):
        with unchanged(), pytest.raises(Refused):
            intake.enter(elsewhere, details, **actor.acts(now))
