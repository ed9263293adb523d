"""The register of people, a person, and the acts on a clearance."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organisation, Port
from ledger.models import Entry
from screening.models import Person
from tests.people import Actor, Cast, SignIn
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def url(person: Person) -> str:
    return reverse("person-detail", args=[person.ref])


def change_url(person: Person, step: str) -> str:
    return reverse("clearance-change", args=[person.ref, step])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("?text=dominguez erin", True),
        ("?text=nobody", False),
        ("?clearance=cleared", True),
        ("?clearance=suspended", False),
        ("?clearance=none", False),
    ],
)
def test_register_when_filtered_then_only_what_fits(
    erin: Person, alice: Actor, signed_in: SignIn, query: str, found: bool
) -> None:
    rows.cleared(erin)
    text = signed_in(alice).get(reverse("person-list") + query).content.decode()
    assert (erin.ref in text) is found


def test_register_when_clearance_has_ended_then_ended(erin: Person, alice: Actor, signed_in: SignIn) -> None:
    rows.cleared(erin, days=-1)
    browser = signed_in(alice)
    assert erin.ref in browser.get(reverse("person-list") + "?view=ended").content.decode()
    assert erin.ref not in browser.get(reverse("person-list") + "?view=cleared").content.decode()


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("alice", 200),
        ("carol", 200),
        ("anna", 200),
        ("frank", 200),
        ("emma", 404),
        ("dave", 404),
        ("paul", 404),
    ],
)
def test_people_when_opened_by_role_then_seen_or_absent(
    erin: Person, cast: Cast, signed_in: SignIn, name: str, status: int
) -> None:
    browser = signed_in(getattr(cast, name))
    assert browser.get(reverse("person-list")).status_code == status
    assert browser.get(url(erin)).status_code == status


def test_person_when_at_another_port_then_404(erin: Person, other_cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(other_cast.alice)
    assert browser.get(url(erin)).status_code == 404
    assert erin.ref not in browser.get(reverse("person-list")).content.decode()


def test_person_when_suspended_then_history_has_the_reason_for_officers_only(
    erin: Person, alice: Actor, bob: Actor, carol: Actor, signed_in: SignIn
) -> None:
    rows.cleared(erin)
    signed_in(bob).post(change_url(erin, "suspend"), {"reason": "Badge lent to a stranger."})
    seen_by_officer = signed_in(alice).get(url(erin)).content.decode()
    assert "Badge lent to a stranger." in seen_by_officer
    seen_by_badge_desk = signed_in(carol).get(url(erin)).content.decode()
    assert "Suspended" in seen_by_badge_desk
    assert "Badge lent to a stranger." not in seen_by_badge_desk


def test_person_when_badge_officer_reads_then_no_way_to_cases(
    erin: Person, case: object, carol: Actor, signed_in: SignIn
) -> None:
    text = signed_in(carol).get(url(erin)).content.decode()
    assert "/badges/?text=" in text
    assert "/cases/" not in text


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        (("suspend",), "suspended"),
        (("suspend", "reinstate"), "granted"),
        (("withdraw",), "withdrawn"),
        (("suspend", "withdraw"), "withdrawn"),
    ],
)
def test_clearance_when_changed_then_state_and_record(
    erin: Person, bob: Actor, signed_in: SignIn, steps: tuple[str, ...], state: str
) -> None:
    held = rows.cleared(erin)
    browser = signed_in(bob)
    for step in steps:
        assert "What happens" in browser.get(change_url(erin, step)).content.decode()
        assert browser.post(change_url(erin, step), {"reason": "Because."}).status_code == 302
    held.refresh_from_db()
    assert held.state == state
    assert Entry.objects.filter(kind__startswith="screening.clearance.", actor=bob.reference).count() == len(
        steps
    )


def test_clearance_when_step_is_not_possible_then_told_and_unchanged(
    erin: Person, bob: Actor, signed_in: SignIn
) -> None:
    held = rows.cleared(erin)
    answer = signed_in(bob).post(
        change_url(erin, "reinstate"),
        {"reason": "x"},
        HTTP_REFERER=f"http://testserver{url(erin)}",
        follow=True,
    )
    assert "is not possible while the state is" in answer.content.decode()
    held.refresh_from_db()
    assert held.state == "granted"


def test_clearance_when_reason_is_missing_then_error_names_the_field(
    erin: Person, bob: Actor, signed_in: SignIn
) -> None:
    held = rows.cleared(erin)
    text = signed_in(bob).post(change_url(erin, "suspend"), {"reason": ""}).content.decode()
    assert "Reason: This field is required." in text
    held.refresh_from_db()
    assert held.state == "granted"


def test_clearance_when_sign_in_is_old_then_sign_in_again_first(
    erin: Person, bob: Actor, signed_in: SignIn
) -> None:
    held = rows.cleared(erin)
    answer = signed_in(bob, fresh=False).post(change_url(erin, "suspend"), {"reason": "x"})
    assert "/accounts/reauthenticate/" in answer.headers["Location"]
    held.refresh_from_db()
    assert held.state == "granted"


@pytest.mark.parametrize("name", ["alice", "carol", "frank", "dave"])
def test_clearance_when_role_changes_nothing_then_404(
    erin: Person, cast: Cast, signed_in: SignIn, name: str
) -> None:
    rows.cleared(erin)
    browser = signed_in(getattr(cast, name))
    assert browser.get(change_url(erin, "suspend")).status_code == 404
    assert browser.post(change_url(erin, "suspend"), {"reason": "x"}).status_code == 404


def test_clearance_when_there_is_none_or_step_unknown_then_404(
    erin: Person, bob: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(bob)
    assert browser.get(change_url(erin, "suspend")).status_code == 404
    rows.cleared(erin)
    assert browser.get(change_url(erin, "promote")).status_code == 404


@pytest.mark.parametrize("page", ["person-list", "outcome-list"])
def test_lists_of_people_when_rows_grow_then_queries_do_not(
    erin: Person, port: Port, quayside: Organisation, cast: Cast, signed_in: SignIn, page: str
) -> None:
    browser = signed_in(cast.emma if page == "outcome-list" else cast.alice)
    rows.cleared(erin)
    browser.get(reverse(page))
    with CaptureQueriesContext(connection) as one:
        browser.get(reverse(page))
    for name in ("Second", "Third"):
        rows.cleared(rows.make_person(port, quayside, name))
    with CaptureQueriesContext(connection) as three:
        text = browser.get(reverse(page)).content.decode()
    assert "Third" in text
    assert len(three) == len(one)
