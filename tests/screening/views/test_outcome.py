"""What employers learn."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Organisation, Port
from portsec.kernel import clock
from screening.enums import Outcome
from screening.models import Application, Person
from screening.services import clearance, decision, reassessment
from tests.people import Actor, Cast, SignIn
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def seen(cast: Cast, signed_in: SignIn) -> str:
    page = signed_in(cast.emma).get(reverse("outcome-list"))
    assert page.status_code == 200
    return str(page.content.decode())


def test_outcomes_when_nothing_is_decided_then_being_checked(
    case: Application, cast: Cast, signed_in: SignIn
) -> None:
    text = seen(cast, signed_in)
    assert "Being checked" in text
    assert case.ref not in text
    assert "/cases/SA-" not in text


def test_outcomes_when_cleared_then_word_and_end(erin: Person, cast: Cast, signed_in: SignIn) -> None:
    rows.cleared(erin)
    assert "Cleared" in seen(cast, signed_in)


def test_outcomes_when_refused_then_word_and_no_reason(
    case: Application, alice: Actor, bob: Actor, cast: Cast, signed_in: SignIn
) -> None:
    rows.reviewed(case, alice, rows.TRAFFICKING)
    rows.assessed(case, alice)
    proposal = rows.proposed(case, alice, Outcome.REFUSE)
    decision.countersign(proposal, reason="The record, wrote Bob.", **bob.acts(clock.now()))
    text = seen(cast, signed_in)
    assert "Not cleared" in text
    for secret in ("wrote", "0701", "rafficking", "record"):
        assert secret not in text


def test_outcomes_when_suspended_then_word_and_no_reason(
    erin: Person, bob: Actor, cast: Cast, signed_in: SignIn
) -> None:
    clearance.suspend(rows.cleared(erin), reason="Lent the badge.", **bob.acts(clock.now()))
    text = seen(cast, signed_in)
    assert "Suspended" in text
    assert "Lent the badge." not in text


def test_outcomes_when_reassessed_without_suspension_then_nobody_is_told(
    erin: Person, crane: object, cast: Cast, signed_in: SignIn
) -> None:
    rows.cleared(erin)
    reassessment.open_reassessment(
        erin,
        source="person_case:PC-1",
        reason="Looked up containers without work.",
        suspend=False,
        actor="system:test",
        at=clock.now(),
    )
    text = seen(cast, signed_in)
    assert "Cleared" in text
    assert "Being checked" not in text


def test_outcomes_when_people_belong_to_others_then_absent(
    port: Port, other_port: Port, cast: Cast, quayside: Organisation, signed_in: SignIn
) -> None:
    other = Organisation.objects.create(code="OTHER", name="Other Ltd")
    rows.make_person(port, other, "Elsewhere")
    rows.make_person(port, None, "Alone")
    rows.make_person(other_port, quayside, "Farport")
    text = seen(cast, signed_in)
    for name in ("Elsewhere", "Alone", "Farport"):
        assert name not in text


@pytest.mark.parametrize("name", ["alice", "bob", "carol", "frank", "dave"])
def test_outcomes_when_role_is_no_employer_then_404(cast: Cast, signed_in: SignIn, name: str) -> None:
    assert signed_in(getattr(cast, name)).get(reverse("outcome-list")).status_code == 404
