"""Contractors and foreign experts on their pages: enter, sign, note papers, let in under escort."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Organisation, Port
from screening.models import Application, Certificate, Permit, Person, Post
from tests.people import Actor, Cast, SignIn
from tests.screening import people_rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def firm(port: Port) -> Actor:
    return people_rows.employer("finn", people_rows.cranecare(), port)


def newcomer(**values: str) -> dict[str, str]:
    given = {
        "given_names": "Rosa",
        "family_name": "Reyes",
        "birth_date": "1991-05-10",
        "nationality": "ES",
        "sex": "F",
        "job_title": "Fitter",
        "since": f"{people_rows.today()}",
        "ends_on": f"{people_rows.today() + timedelta(days=200)}",
        "language": "en",
    }
    return given | values


def contract(post: Post, host: Organisation, **values: str) -> dict[str, str]:
    given = {
        "post": str(post.pk),
        "host": str(host.pk),
        "reason": "Overhaul of crane 4.",
        "contract_number": "C-77",
        "tier": "1",
    }
    return newcomer(**given | values)


def test_contractor_when_entered_and_signed_on_the_pages_then_invited(
    crane: Post, quayside: Organisation, firm: Actor, cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(firm)
    assert "Ask both to sign" in browser.get(reverse("contractor-new")).content.decode()
    page = browser.post(reverse("contractor-new"), contract(crane, quayside), follow=True)
    case = Application.objects.get()
    assert case.person.organisation.code == "CRANECARE"
    assert case.ref in page.content.decode()
    asked = case.sponsorships.get(role="host")
    browser = signed_in(cast.emma)
    assert asked.ref in browser.get(reverse("sponsorship-list")).content.decode()
    url = reverse("sponsorship-detail", args=[asked.ref])
    assert "Overhaul of crane 4." in browser.get(url).content.decode()
    browser.post(url, {"answer": "sign"})
    own = case.sponsorships.get(role="hiring_firm")
    page = signed_in(firm).post(reverse("sponsorship-detail", args=[own.ref]), {"answer": "sign"})
    assert "/apply/" in page.content.decode()
    case.refresh_from_db()
    assert case.state == "invited"


def test_contractor_when_the_host_signs_last_then_the_link_is_not_shown_to_it(
    crane: Post, quayside: Organisation, firm: Actor, cast: Cast, port: Port, signed_in: SignIn
) -> None:
    case = people_rows.asked(people_rows.contractor(port), crane, quayside, firm)
    for role, actor in (("hiring_firm", firm), ("host", cast.emma)):
        url = reverse("sponsorship-detail", args=[case.sponsorships.get(role=role).ref])
        page = signed_in(actor).post(url, {"answer": "sign"}, follow=True)
    assert "/apply/" not in page.content.decode()
    assert "the hiring firm hands over the link" in page.content.decode()


def test_sponsor_when_declining_without_reason_then_said(
    crane: Post, quayside: Organisation, firm: Actor, cast: Cast, port: Port, signed_in: SignIn
) -> None:
    case = people_rows.asked(people_rows.contractor(port), crane, quayside, firm)
    url = reverse("sponsorship-detail", args=[case.sponsorships.get(role="host").ref])
    assert "Give a reason." in signed_in(cast.emma).post(url, {"answer": "decline"}).content.decode()
    signed_in(cast.emma).post(url, {"answer": "decline", "reason": "No such work."})
    case.refresh_from_db()
    assert case.state == "withdrawn"


def test_request_when_of_another_organisation_then_absent(
    crane: Post, quayside: Organisation, firm: Actor, port: Port, cast: Cast, signed_in: SignIn
) -> None:
    case = people_rows.asked(people_rows.contractor(port), crane, quayside, firm)
    own = case.sponsorships.get(role="hiring_firm")
    browser = signed_in(cast.emma)
    assert browser.get(reverse("sponsorship-detail", args=[own.ref])).status_code == 404
    assert own.ref not in browser.get(reverse("sponsorship-list")).content.decode()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"contract_number": ""}, "Contract number: This field is required."),
        ({"tier": "9"}, "less than or equal to 5"),
        ({"ends_on": "2020-01-01"}, "The contract must end after today"),
        ({"birth_date": ""}, "Enter the date of birth"),
        ({"birth_date": "2190-01-01"}, "between 1900 and today"),
        ({"family_name": ""}, "Family name: This field is required."),
    ],
)
def test_contractor_when_something_is_missing_then_named_and_nothing_is_kept(
    crane: Post, quayside: Organisation, firm: Actor, signed_in: SignIn, values: dict[str, str], said: str
) -> None:
    page = signed_in(firm).post(reverse("contractor-new"), contract(crane, quayside, **values))
    assert said in page.content.decode()
    assert not Person.objects.exists()


def test_contractor_when_an_officer_holds_the_paper_then_checks_follow_the_signatures(
    crane: Post, quayside: Organisation, firm: Actor, alice: Actor, cast: Cast, signed_in: SignIn
) -> None:
    paper = {"on_paper": "on", "declared_convictions": "no", "declared_history": "on"}
    given = contract(crane, quayside, organisation=str(people_rows.cranecare().pk), **paper)
    page = signed_in(alice).post(reverse("contractor-new"), given, follow=True)
    assert "asked to sign" in page.content.decode()
    case = Application.objects.get()
    for role, actor in (("hiring_firm", firm), ("host", cast.emma)):
        url = reverse("sponsorship-detail", args=[case.sponsorships.get(role=role).ref])
        signed_in(actor).post(url, {"answer": "sign"})
    case.refresh_from_db()
    assert (case.state, case.declared_convictions) == ("checking", False)
    terms = signed_in(alice).get(reverse("case-terms", args=[case.ref])).content.decode()
    assert "C-77" in terms


def test_expert_when_entered_by_the_host_then_the_link_is_handed_over(
    crane: Post, quayside: Organisation, cast: Cast, signed_in: SignIn
) -> None:
    given = newcomer(post=str(crane.pk), purpose="Class survey of the quay crane.")
    page = signed_in(cast.emma).post(reverse("expert-new"), given)
    assert "/apply/" in page.content.decode()
    case = Application.objects.get()
    assert (case.assignment.host, case.state) == (quayside, "invited")


@pytest.fixture
def visit(port: Port, crane: Post, quayside: Organisation, alice: Actor) -> Application:
    who = people_rows.surveyor(port, quayside)
    return people_rows.invited_expert(who, crane, quayside, alice)


def permit_said(**values: Any) -> dict[str, Any]:
    given = {
        "kind": "escorted_short",
        "first": f"{people_rows.today()}",
        "last": f"{people_rows.today() + timedelta(days=3)}",
        "days": "4",
    }
    return given | values


def test_expert_when_a_paper_is_noted_and_a_permit_issued_then_shown(
    visit: Application, alice: Actor, bob: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    paper = {"kind": "good_conduct", "state": "NO", "issued_on": "2026-01-05", "has_apostille": "on"}
    browser.post(reverse("certificate-new", args=[visit.ref]), paper)
    assert Certificate.objects.get().has_apostille
    browser.post(reverse("permit-new", args=[visit.ref]), permit_said())
    made = Permit.objects.get()
    text = browser.get(reverse("case-terms", args=[visit.ref])).content.decode()
    for said in ("Norway", "Apostille", "Not translated", made.ref, "In force now", "reefer stacks"):
        assert said in text
    assert made.ref in browser.get(reverse("person-detail", args=[visit.person.ref])).content.decode()
    signed_in(bob).post(reverse("permit-revoke", args=[made.ref]), {"reason": "No escort was there."})
    made.refresh_from_db()
    assert made.state == "revoked"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"last": "2099-01-01"}, "lasts until"),
        ({"days": "29"}, "less than or equal to 28"),
        ({"days": "5"}, "Enter 1 to 4 days."),
    ],
)
def test_permit_when_out_of_bounds_then_said_on_the_page(
    visit: Application, alice: Actor, signed_in: SignIn, values: dict[str, str], said: str
) -> None:
    page = signed_in(alice).post(reverse("permit-new", args=[visit.ref]), permit_said(**values))
    assert said in page.content.decode()
    assert not Permit.objects.exists()


def test_temporary_permit_when_extended_on_its_page_then_a_second_stands_there(
    visit: Application, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    browser.post(reverse("permit-new", args=[visit.ref]), permit_said(kind="escorted_temporary"))
    url = reverse("permit-extend", args=[Permit.objects.get().ref])
    assert browser.get(url).status_code == 200
    last = people_rows.today() + timedelta(days=10)
    browser.post(url, {"last": f"{last}", "days": "3"})
    assert Permit.objects.count() == 2
