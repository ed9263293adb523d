"""The work queue."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organisation, Port
from ledger.models import Entry
from screening.models import Application, Person, Post
from tests.people import Actor, Cast, SignIn
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_queue_when_vetting_officer_looks_then_case_stands_there(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    page = signed_in(alice).get(reverse("case-list"))
    text = page.content.decode()
    assert page.status_code == 200
    assert case.person.full_name in text
    assert case.ref in text
    assert "0 of 3" in text
    assert "Quayside Terminals" in text


@pytest.mark.parametrize("name", ["carol", "dave", "anna", "emma", "adam", "reader"])
def test_queue_when_role_does_not_see_cases_then_404(
    case: Application, cast: Cast, signed_in: SignIn, name: str
) -> None:
    assert signed_in(getattr(cast, name)).get(reverse("case-list")).status_code == 404


def test_queue_when_officer_of_another_port_looks_then_empty(
    case: Application, other_cast: Cast, signed_in: SignIn
) -> None:
    page = signed_in(other_cast.alice).get(reverse("case-list"))
    assert case.ref not in page.content.decode()
    assert "No applications here" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?text=dominguez", True),
        ("?text=Quayside", True),
        ("?text=somebody", False),
        ("?state=checking", True),
        ("?state=proposed", False),
        ("?owner=none", True),
        ("?owner=me", False),
        ("?kind=reassessment", False),
        ("?view=overdue", False),
        ("?view=everything", True),
    ],
)
def test_queue_when_filtered_then_only_what_fits(
    case: Application, alice: Actor, signed_in: SignIn, query: str, found: bool
) -> None:
    page = signed_in(alice).get(reverse("case-list") + query)
    assert (case.ref in page.content.decode()) is found


def test_queue_when_filter_is_unknown_then_error_names_the_field(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    page = signed_in(alice).get(reverse("case-list") + "?state=flying")
    assert "flying is not one of the available choices" in page.content.decode()
    assert case.ref not in page.content.decode()


def test_queue_when_ticked_rows_are_assigned_then_they_are_mine_and_recorded(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    answer = browser.post(reverse("case-assign"), {"selected": [str(case.pk), "999999", "x"]})
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.owner == alice.user
    assert Entry.objects.filter(kind="screening.application.assigned", subject=case.reference).count() == 1
    assert case.ref in browser.get(reverse("case-list") + "?view=mine").content.decode()


def test_queue_when_another_officer_is_chosen_then_the_cases_are_theirs(
    case: Application, alice: Actor, bob: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    assert f'<option value="{bob.user.username}">' in browser.get(reverse("case-list")).content.decode()
    browser.post(reverse("case-assign"), {"selected": [str(case.pk)], "owner": bob.user.username})
    case.refresh_from_db()
    assert case.owner == bob.user


@pytest.mark.parametrize("owner", ["carol", "nobody", "\x00"])
def test_queue_when_the_chosen_one_does_not_work_on_cases_then_400_and_nothing_changes(
    case: Application, alice: Actor, signed_in: SignIn, owner: str
) -> None:
    answer = signed_in(alice).post(reverse("case-assign"), {"selected": [str(case.pk)], "owner": owner})
    assert answer.status_code == 400
    case.refresh_from_db()
    assert case.owner is None


def test_queue_when_row_of_another_port_is_ticked_then_it_stays(
    case: Application, other_cast: Cast, signed_in: SignIn
) -> None:
    signed_in(other_cast.alice).post(reverse("case-assign"), {"selected": [str(case.pk)]})
    case.refresh_from_db()
    assert case.owner is None


def test_queue_when_auditor_looks_then_nothing_can_be_assigned(
    case: Application, frank: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(frank)
    page = browser.get(reverse("case-list"))
    assert case.ref in page.content.decode()
    assert "Assign" not in page.content.decode()
    assert browser.post(reverse("case-assign"), {"selected": [str(case.pk)]}).status_code == 404


def test_queue_when_exported_then_same_rows_and_on_record(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    answer = signed_in(alice).get(reverse("case-list") + "?view=open&format=csv")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(body)))
    assert [row["reference"] for row in table] == [case.ref]
    entry = Entry.objects.get(kind="accounts.list.exported")
    assert entry.body["rows"] == 1
    assert entry.actor == alice.reference


def test_queue_when_rows_grow_then_queries_do_not(
    case: Application,
    crane: Post,
    alice: Actor,
    port: Port,
    quayside: Organisation,
    erin: Person,
    signed_in: SignIn,
) -> None:
    browser = signed_in(alice)
    browser.get(reverse("case-list"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        browser.get(reverse("case-list"))
    for name in ("Second", "Third"):
        rows.make_case(rows.make_person(port, quayside, name), crane, alice)
    with CaptureQueriesContext(connection) as three:
        page = browser.get(reverse("case-list"))
    assert page.content.decode().count("row-link") == 3
    assert len(three) == len(one)
