"""The requests desk and the steps of a request."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ledger.models import Entry
from screening.enums import CheckKind
from screening.models import Application, Check, Person, Post
from screening.services import check
from tests.people import Actor, Cast, SignIn
from tests.screening import rows
from tests.screening.rows import TRAFFICKING

pytestmark = [pytest.mark.db, pytest.mark.django_db]

DESK = "request-list"


@pytest.fixture
def spain(case: Application, alice: Actor, now: datetime) -> Check:
    """Asked three weeks ago, and late."""
    check.ask(case, CheckKind.CRIMINAL_RECORD, "ES", **alice.acts(now))
    Check.objects.filter(country="ES").update(due_on=now.date() - timedelta(days=8))
    return rows.check_of(case, CheckKind.CRIMINAL_RECORD, "ES")


def url(name: str, asked: Check, *more: str) -> str:
    return reverse(name, args=[asked.application.ref, asked.address, *more])


def test_desk_when_opened_then_overdue_first_with_days_and_without_own_work(
    spain: Check, alice: Actor, signed_in: SignIn
) -> None:
    text = signed_in(alice).get(reverse(DESK)).content.decode()
    table = text.split("<tbody", 1)[1]
    assert table.index("Spain") < table.index("Belgium")
    assert "days late" in text
    assert "days left" in text
    assert "Identity document" not in table
    assert "Not sent yet" in text


@pytest.mark.parametrize(
    ("query", "spanish", "belgian"),
    [
        ("?view=open", True, True),
        ("?view=overdue", True, False),
        ("?view=mine", False, False),
        ("?view=unclear", False, False),
        ("?view=unsent", True, True),
        ("?country=ES", True, False),
        ("?kind=ecris", False, False),
        ("?owner=none", True, True),
        ("?text=dominguez", True, True),
        ("?text=nobody", False, False),
    ],
)
def test_desk_when_filtered_then_only_what_fits(
    spain: Check, alice: Actor, signed_in: SignIn, query: str, spanish: bool, belgian: bool
) -> None:
    page = signed_in(alice).get(reverse(DESK) + query).content.decode()
    assert (url("check-detail", spain) in page) is spanish
    home = rows.check_of(spain.application, CheckKind.CRIMINAL_RECORD, "BE")
    assert (url("check-detail", home) in page) is belgian


def test_desk_when_opened_by_another_port_or_role_then_empty_or_absent(
    spain: Check, other_cast: Cast, cast: Cast, signed_in: SignIn
) -> None:
    assert "No requests here" in signed_in(other_cast.alice).get(reverse(DESK)).content.decode()
    for name in ("carol", "emma", "dave", "paul"):
        assert signed_in(getattr(cast, name)).get(reverse(DESK)).status_code == 404


def test_desk_when_ticked_rows_are_chased_then_those_that_are_late_and_on_record(
    spain: Check, alice: Actor, signed_in: SignIn
) -> None:
    home = rows.check_of(spain.application, CheckKind.CRIMINAL_RECORD, "BE")
    browser = signed_in(alice)
    ticked = {"selected": [str(spain.pk), str(home.pk), "999999", "x"]}
    text = browser.post(reverse("request-chase"), ticked, follow=True).content.decode()
    assert "1 reminder is on record. 1 passed over" in text
    spain.refresh_from_db()
    assert spain.chasers == 1
    assert Entry.objects.filter(kind="screening.check.chased").count() == 1


def test_desk_when_row_of_another_port_is_ticked_then_nothing_is_sent(
    spain: Check, other_cast: Cast, frank: Actor, signed_in: SignIn
) -> None:
    ticked = {"selected": [str(spain.pk)]}
    signed_in(other_cast.alice).post(reverse("request-chase"), ticked)
    assert signed_in(frank).post(reverse("request-chase"), ticked).status_code == 404
    spain.refresh_from_db()
    assert spain.chasers == 0


def test_desk_when_exported_then_the_same_rows_and_on_record(
    spain: Check, alice: Actor, signed_in: SignIn
) -> None:
    answer = signed_in(alice).get(reverse(DESK) + "?view=overdue&format=csv")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(body)))
    assert [(row["kind"], row["country"]) for row in table] == [("criminal_record", "ES")]
    assert Entry.objects.get(kind="accounts.list.exported").body["rows"] == 1


def test_desk_when_there_are_more_rows_then_no_more_queries(
    spain: Check, erin: Person, crane: Post, alice: Actor, signed_in: SignIn, now: datetime
) -> None:
    browser = signed_in(alice)
    browser.get(reverse(DESK))
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get(reverse(DESK))
    for country in ("FR", "DE", "IT"):
        check.ask(spain.application, CheckKind.CRIMINAL_RECORD, country, **alice.acts(now))
    with CaptureQueriesContext(connection) as many:
        browser.get(reverse(DESK))
    assert len(many) <= len(few)


def test_check_when_steps_are_taken_then_said_and_kept(spain: Check, alice: Actor, signed_in: SignIn) -> None:
    browser = signed_in(alice)
    page = browser.get(url("check-detail", spain)).content.decode()
    for words in ("Central authorities (ECRIS)", "Mark as sent today", "Send a reminder", "Spanish"):
        assert words in page
    chased = browser.post(url("check-step", spain, "chase"), follow=True).content.decode()
    assert "Recordatorio: nuestra solicitud" in chased
    assert 'lang="es"' in chased
    browser.post(url("check-step", spain, "send"))
    spain.refresh_from_db()
    assert (spain.chasers, spain.sent_on is not None) == (1, True)
    assert "Send a reminder" not in browser.get(url("check-detail", spain)).content.decode()


def test_check_when_the_step_is_unknown_or_not_open_then_404_or_conflict(
    spain: Check, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    assert browser.post(url("check-step", spain, "burn")).status_code == 404
    assert browser.get(url("check-step", spain, "send")).status_code == 405
    assert browser.post(url("check-step", spain, "data")).status_code in {302, 409}


def test_check_when_identity_is_unclear_then_the_clock_stands_until_data_are_given(
    spain: Check, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    form = {
        "answer": "unclear",
        "conviction-TOTAL_FORMS": "0",
        "conviction-INITIAL_FORMS": "0",
        "proceeding-TOTAL_FORMS": "0",
        "proceeding-INITIAL_FORMS": "0",
    }
    browser.post(url("check-detail", spain), form)
    page = browser.get(url("check-detail", spain)).content.decode()
    assert "The State waits for data" in page
    assert "Data given today" in page
    assert "Waits for data" in browser.get(reverse(DESK) + "?view=unclear").content.decode()
    browser.post(url("check-step", spain, "data"))
    spain.refresh_from_db()
    assert spain.unclear_since is None


def test_sheet_when_printed_then_purpose_person_and_question_in_the_states_language(
    spain: Check, alice: Actor, signed_in: SignIn
) -> None:
    text = signed_in(alice).get(url("check-sheet", spain)).content.decode()
    for words in (
        "Solicitud de información de antecedentes penales",
        "port_security",
        "Framework Decision 2009/315/JHA",
        "Domínguez",
        "No retransmisible",
    ):
        assert words in text


def test_sheet_when_the_state_has_another_language_then_said_that_it_must_be_translated(
    case: Application, alice: Actor, now: datetime, signed_in: SignIn
) -> None:
    poland = check.ask(case, CheckKind.CRIMINAL_RECORD, "PL", **alice.acts(now))
    text = signed_in(alice).get(url("check-sheet", poland)).content.decode()
    assert "takes requests in Polish" in text
    assert "Request for information from the criminal record" in text


def test_sheet_when_no_state_is_asked_then_404(case: Application, alice: Actor, signed_in: SignIn) -> None:
    identity = rows.check_of(case, CheckKind.IDENTITY)
    browser = signed_in(alice)
    assert browser.get(url("check-sheet", identity)).status_code == 404
    assert browser.get(url("check-unobtainable", identity)).status_code == 404


def test_state_when_asked_on_the_page_then_there_and_twice_is_a_conflict(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    address = reverse("check-new", args=[case.ref])
    assert address in browser.get(reverse("case-detail", args=[case.ref])).content.decode()
    text = browser.post(address, {"kind": "criminal_record", "country": "MA"}, follow=True).content.decode()
    assert "Criminal record, Morocco asked for." in text
    assert "own request" in text
    browser.post(address, {"kind": "criminal_record", "country": "MA"})
    assert case.checks.filter(country="MA").count() == 1
    assert "Select a valid choice" in browser.post(address, {"kind": "x", "country": ""}).content.decode()


@pytest.mark.parametrize(("step", "state"), [("ask-again", "requested"), ("invalid", "invalid")])
def test_answer_when_reconsidered_then_with_its_reason(
    case: Application, alice: Actor, signed_in: SignIn, step: str, state: str
) -> None:
    rows.reviewed(case, alice, TRAFFICKING)
    asked = rows.check_of(case, CheckKind.CRIMINAL_RECORD)
    browser = signed_in(alice)
    address = url("check-reconsider", asked, step)
    assert address in browser.get(url("check-detail", asked)).content.decode()
    assert "This field is required" in browser.post(address, {"reason": ""}).content.decode()
    browser.post(address, {"reason": "It was about a namesake."})
    asked.refresh_from_db()
    assert asked.state == state
    assert browser.get(url("check-detail", asked)).status_code == 200
    assert browser.get(url("check-reconsider", asked, "burn")).status_code == 404
