"""Entering new applications."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Organisation, Port
from ledger.models import Entry
from screening.models import Application, Person, Post
from tests.people import Actor, Cast, SignIn
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]

URL = "/cases/new/"


def newcomer(what: Post, organisation: Organisation | None = None, **changes: str) -> dict[str, str]:
    given = {
        "given_names": "Erin",
        "family_name": "Domínguez",
        "birth_date": "1991-05-10",
        "nationality": "ES",
        "sex": "F",
        "category": "employee",
        "organisation": str(organisation.pk) if organisation else "",
        "job_title": "Crane operator",
        "post": str(what.pk),
        "declared_convictions": "no",
        "step": "check",
    }
    return given | changes


def test_new_case_when_opened_then_posts_in_reach_are_offered(
    crane: Post, other_port: Port, alice: Actor, signed_in: SignIn
) -> None:
    rows.make_post(other_port, "FAR", name="Far away post")
    text = signed_in(alice).get(URL).content.decode()
    assert "Crane operator" in text
    assert "Far away post" not in text


@pytest.mark.parametrize("name", ["bob", "carol", "dave", "frank", "anna", "adam"])
def test_new_case_when_role_enters_nothing_then_404(cast: Cast, signed_in: SignIn, name: str) -> None:
    assert signed_in(getattr(cast, name)).get(URL).status_code == 404


def test_new_case_when_checked_then_says_what_follows_and_enters_nothing(
    crane: Post, quayside: Organisation, alice: Actor, signed_in: SignIn
) -> None:
    page = signed_in(alice).post(URL, newcomer(crane, quayside))
    text = page.content.decode()
    assert "Nothing is entered yet." in text
    assert "Why this level" in text
    assert "Identity on documents" in text
    assert not Application.objects.exists()
    assert not Person.objects.exists()


def test_new_case_when_entered_then_person_and_case_exist_and_officer_sees_the_case(
    crane: Post, quayside: Organisation, alice: Actor, signed_in: SignIn
) -> None:
    answer = signed_in(alice).post(URL, newcomer(crane, quayside, step="enter", declared_history="on"))
    case = Application.objects.get()
    assert answer.headers["Location"] == reverse("case-detail", args=[case.ref])
    assert case.person.full_name == "Erin Domínguez"
    assert case.person.organisation == quayside
    assert (case.declared_convictions, case.declared_history) == (False, True)
    assert case.checks.count() == 3


def test_new_case_when_change_is_chosen_then_values_come_back(
    crane: Post, quayside: Organisation, alice: Actor, signed_in: SignIn
) -> None:
    text = signed_in(alice).post(URL, newcomer(crane, quayside, step="edit")).content.decode()
    assert 'value="Domínguez"' in text
    assert 'value="1991-05-10"' in text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"family_name": ""}, "Family name: This field is required."),
        ({"birth_date": "1991-13-01"}, "Date of birth: Enter a valid date."),
        ({"nationality": "ZZ"}, "Nationality: Select a valid choice."),
        ({"post": "99999"}, "Post: Select a valid choice."),
    ],
)
def test_new_case_when_a_value_is_wrong_then_error_names_the_field(
    crane: Post, alice: Actor, signed_in: SignIn, changes: dict[str, str], sentence: str
) -> None:
    text = signed_in(alice).post(URL, newcomer(crane, **changes)).content.decode()
    assert sentence in text


def test_new_case_when_command_refuses_the_birth_date_then_error_names_the_field(
    crane: Post, alice: Actor, signed_in: SignIn
) -> None:
    page = signed_in(alice).post(URL, newcomer(crane, birth_date="1850-01-01", step="enter"))
    assert "Date of birth: Enter a date between 1900 and today." in page.content.decode()
    assert not Person.objects.exists()


def test_new_case_when_person_is_known_then_found_used_and_not_doubled(
    erin: Person, crane: Post, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    assert f"?person={erin.ref}" in browser.get(URL + "?find=dominguez").content.decode()
    assert "are known already" in browser.post(URL, newcomer(crane)).content.decode()
    page = browser.get(f"{URL}?person={erin.ref}").content.decode()
    assert "10 May 1991" in page
    assert 'name="family_name"' not in page
    browser.post(URL, {"person": erin.ref, "post": str(crane.pk), "step": "enter"})
    case = Application.objects.get()
    assert case.person == erin
    assert case.declared_convictions is None


def test_new_case_when_person_is_out_of_reach_then_404(
    other_port: Port, crane: Post, alice: Actor, signed_in: SignIn
) -> None:
    stranger = rows.make_person(other_port, None)
    assert signed_in(alice).get(f"{URL}?person={stranger.ref}").status_code == 404


def test_new_case_when_one_is_open_already_then_told_and_only_one(
    case: Application, crane: Post, alice: Actor, signed_in: SignIn
) -> None:
    answer = signed_in(alice).post(
        URL,
        {"person": case.person.ref, "post": str(crane.pk), "step": "enter"},
        HTTP_REFERER=f"http://testserver{URL}",
        follow=True,
    )
    assert "is open already" in answer.content.decode()
    assert Application.objects.count() == 1


def test_new_case_when_employer_enters_then_only_own_people_and_no_file(
    crane: Post, quayside: Organisation, cast: Cast, signed_in: SignIn
) -> None:
    other = Organisation.objects.create(code="OTHER", name="Other Ltd")
    browser = signed_in(cast.emma)
    assert 'name="organisation"' not in browser.get(URL).content.decode()
    answer = browser.post(URL, newcomer(crane, other, step="enter"))
    assert answer.headers["Location"] == reverse("outcome-list")
    case = Application.objects.get()
    assert case.person.organisation == quayside
    assert browser.get(reverse("case-detail", args=[case.ref])).status_code == 404


def test_new_case_when_employer_names_another_employers_person_then_404(
    port: Port, crane: Post, cast: Cast, signed_in: SignIn
) -> None:
    other = Organisation.objects.create(code="OTHER", name="Other Ltd")
    stranger = rows.make_person(port, other)
    answer = signed_in(cast.emma).post(URL, {"person": stranger.ref, "post": str(crane.pk), "step": "enter"})
    assert answer.status_code == 404
    assert not Application.objects.exists()


def test_new_case_when_read_then_nothing_is_recorded(crane: Post, alice: Actor, signed_in: SignIn) -> None:
    browser = signed_in(alice)
    before = Entry.objects.count()
    browser.get(URL)
    assert Entry.objects.count() == before
