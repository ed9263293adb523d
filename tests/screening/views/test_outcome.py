"""What employers learn."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Organisation, Port
from portsec.kernel import clock
from screening.models import Application, Person, Post
from screening.services import clearance, reassessment
from tests.people import Actor, Cast, SignIn
from tests.screening import people_rows, rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def seen(cast: Cast, signed_in: SignIn) -> str:
    page = signed_in(cast.emma).get(reverse("outcome-list"))
    assert page.status_code == 200
    return str(page.content.decode())


def test_outcomes_when_nothing_is_decided_then_being_checked(
    case: Application, cast: Cast, signed_in: SignIn
) -> None:
    text = seen(cast, signed_in)
    assert "Amber: being checked" in text
    assert case.ref not in text
    assert "/cases/SA-" not in text


def test_outcomes_when_cleared_then_word_and_end(erin: Person, cast: Cast, signed_in: SignIn) -> None:
    rows.cleared(erin)
    assert "Green: cleared" in seen(cast, signed_in)


def test_outcomes_when_refused_then_word_and_no_reason(
    case: Application, alice: Actor, cast: Cast, signed_in: SignIn
) -> None:
    rows.reviewed(case, alice, rows.TRAFFICKING)
    rows.triage_all(case, alice)
    rows.assessed(case, alice)
    rows.refused(case, cast)
    text = seen(cast, signed_in)
    assert "Red: not cleared" in text
    for secret in ("weighs", "0701", "rafficking", "record"):
        assert secret not in text


def test_outcomes_when_suspended_then_word_and_no_reason(
    erin: Person, bob: Actor, cast: Cast, signed_in: SignIn
) -> None:
    clearance.suspend(rows.cleared(erin), reason="Lent the badge.", **bob.acts(clock.now()))
    text = seen(cast, signed_in)
    assert "Red: not cleared" in text
    assert "Suspended" not in text
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
    assert "Green: cleared" in text
    assert "Amber" not in text


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


def test_outcomes_when_in_the_middle_of_a_case_then_no_stage_is_told(
    case: Application, alice: Actor, cast: Cast, signed_in: SignIn
) -> None:
    rows.reviewed(case, alice)
    rows.assessed(case, alice)
    rows.proposed(case, alice)
    text = seen(cast, signed_in)
    for stage in ("Second opinion", "In review", "Checks running", "Hearing"):
        assert stage not in text


def test_outcomes_when_the_end_is_near_then_renewal_is_one_click(
    erin: Person, crane: Post, case: Application, cast: Cast, alice: Actor, signed_in: SignIn
) -> None:
    rows.cleared(erin, days=100)
    browser = signed_in(cast.emma)
    assert "Start renewal" in seen(cast, signed_in)
    page = browser.post(reverse("renewal-start", args=[erin.ref]))
    assert "/apply/" in page.content.decode()
    assert erin.applications.filter(kind="renewal", post=crane).exists()
    assert "Start renewal" not in seen(cast, signed_in)


def test_outcomes_when_the_person_fills_in_then_the_link_can_be_handed_over(
    port: Port, crane: Post, quayside: Organisation, alice: Actor, cast: Cast, signed_in: SignIn
) -> None:
    case = people_rows.invited_expert(people_rows.surveyor(port, quayside), crane, quayside, alice)
    link = reverse("case-invitation", args=[case.ref])
    assert link in seen(cast, signed_in)
    assert signed_in(cast.emma).get(link).status_code == 200


def test_outcomes_when_the_end_is_far_then_nothing_to_do(erin: Person, cast: Cast, signed_in: SignIn) -> None:
    rows.cleared(erin, days=181)
    assert "Start renewal" not in seen(cast, signed_in)


def test_leaver_when_reported_then_no_longer_among_our_people(
    erin: Person, cast: Cast, signed_in: SignIn
) -> None:
    held = rows.cleared(erin)
    browser = signed_in(cast.emma)
    url = reverse("leaver-report", args=[erin.ref])
    assert "What happens" in browser.get(url).content.decode()
    page = browser.post(url, {"left_on": f"{people_rows.today()}"}, follow=True).content.decode()
    assert "the badge must be returned" in page
    assert erin.ref not in page
    assert erin.ref in browser.get(reverse("outcome-list") + "?view=left").content.decode()
    held.refresh_from_db()
    assert held.state == "withdrawn"


def test_leaver_when_the_day_lies_ahead_then_said(erin: Person, cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.emma).post(reverse("leaver-report", args=[erin.ref]), {"left_on": "2190-01-01"})
    assert "Enter a day of the last year" in page.content.decode()


def test_leaver_when_of_another_employer_then_absent(port: Port, cast: Cast, signed_in: SignIn) -> None:
    stranger = people_rows.contractor(port)
    assert signed_in(cast.emma).get(reverse("leaver-report", args=[stranger.ref])).status_code == 404


def test_outcomes_when_something_is_to_sign_then_said(
    crane: Post, quayside: Organisation, alice: Actor, port: Port, cast: Cast, signed_in: SignIn
) -> None:
    people_rows.asked(people_rows.contractor(port), crane, quayside, alice)
    assert "1 contractor cannot begin before your organisation signs." in seen(cast, signed_in)
