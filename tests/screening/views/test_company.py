"""Companies, and what ends soon, on the officers' pages."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organisation, Port
from screening.models import Application, Person
from tests.people import Actor, Cast, SignIn
from tests.screening import people_rows, rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_company_when_opened_then_people_cases_and_share(
    case: Application, erin: Person, port: Port, quayside: Organisation, alice: Actor, signed_in: SignIn
) -> None:
    rows.cleared(erin, days=60)
    rows.make_person(port, quayside, "Waiting")
    browser = signed_in(alice)
    text = browser.get(reverse("company-list")).content.decode()
    assert "Quayside Terminals" in text
    assert "50 %" in text
    text = browser.get(reverse("company-detail", args=["QUAYSIDE"])).content.decode()
    for said in (case.ref, erin.full_name, "Erin Waiting", "Ending soon"):
        assert said in text or said == case.ref
    assert reverse("case-detail", args=[case.ref]) in text


def test_companies_when_at_another_port_then_absent(
    erin: Person, other_cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(other_cast.alice)
    assert "Quayside" not in browser.get(reverse("company-list"), {"text": "quayside"}).content.decode()
    assert browser.get(reverse("company-detail", args=["QUAYSIDE"])).status_code == 404


def test_companies_when_there_are_more_then_no_more_queries(
    erin: Person, port: Port, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    browser.get(reverse("company-list"))
    with CaptureQueriesContext(connection) as one:
        browser.get(reverse("company-list"))
    for number in range(3):
        firm = Organisation.objects.create(code=f"FIRM{number}", name=f"Firm {number}")
        rows.cleared(rows.make_person(port, firm, f"Person{number}"))
    with CaptureQueriesContext(connection) as four:
        browser.get(reverse("company-list"))
    assert len(four) == len(one)


def test_endings_when_opened_then_earliest_first_and_the_reminder_is_told(
    erin: Person, port: Port, quayside: Organisation, alice: Actor, signed_in: SignIn
) -> None:
    later = rows.make_person(port, quayside, "Later")
    rows.cleared(later, days=150)
    rows.cleared(erin, days=20)
    text = signed_in(alice).get(reverse("renewal-list")).content.decode()
    assert text.index(erin.ref) < text.index(later.ref)
    assert "Start renewal" in text
    assert erin.ref not in signed_in(alice).get(reverse("renewal-list"), {"text": "later"}).content.decode()


def test_renewal_when_of_a_contractor_then_led_to_the_new_terms(
    port: Port, alice: Actor, signed_in: SignIn
) -> None:
    who = people_rows.contractor(port)
    rows.cleared(who, days=30)
    answer = signed_in(alice).post(reverse("renewal-start", args=[who.ref]))
    assert answer.headers["Location"] == f"{reverse('contractor-new')}?person={who.ref}"
    page = signed_in(alice).get(answer.headers["Location"])
    assert "Ask both to sign" in page.content.decode()


def test_person_when_opened_then_bans_permits_calls_and_the_end_are_shown(
    port: Port, alice: Actor, bob: Actor, cast: Cast, signed_in: SignIn
) -> None:
    rows.load_list()
    member = people_rows.screened(port, alice).members.get()
    rows.cleared(member.person, days=50)
    ban = people_rows.entered_ban(member.person, bob)
    text = signed_in(alice).get(reverse("person-detail", args=[member.person.ref])).content.decode()
    for said in ("Ends soon", "Example Star", "In force now", "walk path only", ban.ref, "Start renewal"):
        assert said in text
    carol = signed_in(cast.carol).get(reverse("person-detail", args=[member.person.ref])).content.decode()
    assert ban.ref not in carol
    assert "In force now" in carol
