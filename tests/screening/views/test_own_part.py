"""The officer's and the employer's pages around the person's own part."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import Organisation
from screening.enums import ActivityKind, DocumentKind
from screening.models import Application, Document, Invitation, Person, Post
from screening.services import document, history
from screening.services.history import ActivityInput
from tests.people import Actor, Cast, SignIn
from tests.screening import declaring, rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]

NEED = {"reason": "Crane at quay 5.", "since": "2026-12-01", "until": "", "language": "fr"}


@pytest.fixture
def handed_in(cast: Cast, erin: Person, crane: Post, now: datetime) -> Application:
    return declaring.hand_in(erin, crane, cast.alice, at=now)[0]


def sign_in(actor: Actor) -> Client:
    return SignIn(Client())(actor)


def test_need_when_an_employer_declares_it_then_the_link_is_shown_once(
    cast: Cast, erin: Person, crane: Post
) -> None:
    browser = sign_in(cast.emma)
    given = NEED | {"person": erin.ref, "post": crane.pk}
    checked = browser.post("/cases/need/", given | {"step": "check"})
    assert "Crane at quay 5." in checked.text
    assert not Application.objects.exists()
    sheet = browser.post("/cases/need/", given | {"step": "enter"})
    assert "Invitation à remplir votre partie" in sheet.text
    assert sheet["Cache-Control"] == "no-store"
    case = Application.objects.get()
    page = browser.get(f"/cases/{case.ref}/invitation/")
    assert "Live" in page.text
    assert "/apply/" not in page.text
    assert browser.get(f"/cases/{case.ref}/declaration/").status_code == 404


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"reason": ""}, "required"),
        ({"since": "soon"}, "valid date"),
        ({"until": "2020-01-01"}, "before it begins"),
        ({"language": "ru"}, "not one of the available"),
        ({"post": 0}, "not one of the available"),
    ],
)
def test_need_when_a_field_is_wrong_then_named(
    cast: Cast, erin: Person, crane: Post, values: dict[str, Any], problem: str
) -> None:
    given = NEED | {"person": erin.ref, "post": crane.pk, "step": "enter"} | values
    page = sign_in(cast.alice).post("/cases/need/", given)
    assert problem in page.text
    assert not Application.objects.exists()


@pytest.mark.parametrize("category", ["contractor", "foreign_expert"])
def test_need_when_of_another_kind_of_people_then_led_to_their_page(
    cast: Cast, erin: Person, category: str
) -> None:
    Person.objects.filter(pk=erin.pk).update(category=category)
    answer = sign_in(cast.alice).get(f"/cases/need/?person={erin.ref}")
    assert answer.status_code == 302
    assert answer.url.endswith(f"?person={erin.ref}")


def test_link_when_renewed_and_cancelled_on_the_page_then_so(
    cast: Cast, erin: Person, crane: Post, now: datetime
) -> None:
    invitation, token = declaring.invite(erin, crane, cast.alice, at=now)
    ref = invitation.application.ref
    browser = sign_in(cast.alice)
    sheet = browser.post(f"/cases/{ref}/invitation/renew/", {"language": "de"})
    assert "Einladung" in sheet.text
    assert Client().get(f"/apply/{token}/").status_code == 410
    browser.post(f"/cases/{ref}/invitation/cancel/", {"reason": "Wrong hands."})
    assert "Dead" in browser.get(f"/cases/{ref}/invitation/").text
    assert Invitation.objects.filter(ended_at=None).count() == 0


def test_declaration_when_officers_look_then_conviction_data_only_for_their_circle(
    cast: Cast, handed_in: Application
) -> None:
    assert "Restricted to the officers" not in sign_in(cast.bob).get(declaration(handed_in)).text
    page = sign_in(cast.frank).get(declaration(handed_in)).text
    assert page.count("Restricted to the officers") == 2
    assert "Return with a list" not in page


def declaration(case: Application, step: str = "") -> str:
    return f"/cases/{case.ref}/declaration/{step}"


def test_declaration_when_it_has_a_gap_then_drawn_and_put_on_the_list(
    cast: Cast, handed_in: Application, now: datetime
) -> None:
    browser = sign_in(cast.alice)
    browser.post(declaration(handed_in, "return/"), {"items": "The jobs."})
    invitation = Invitation.objects.get()
    kept = handed_in.declaration.activities.get()
    given = ActivityInput(date(2015, 1, 1), date(2024, 3, 31), ActivityKind.JOB, organisation="Astillero")
    history.keep_activity(invitation, given, number=kept.pk, at=now)
    Application.objects.update(state="received")
    page = browser.get(declaration(handed_in))
    assert "Open gap" in page.text
    assert "Nothing is told from 2024-04-01" in page.text
    refused = browser.post(declaration(handed_in, "complete/"), {"reason": ""})
    assert refused.status_code == 400
    assert "Something is missing" in refused.text


@pytest.mark.parametrize("items", ["", "  \n "])
def test_return_when_nothing_is_listed_then_named(cast: Cast, handed_in: Application, items: str) -> None:
    answer = sign_in(cast.alice).post(declaration(handed_in, "return/"), {"items": items})
    assert answer.status_code == 400
    assert Application.objects.get().state == "received"


def test_list_when_time_runs_out_then_the_case_stands_there_and_is_closed_by_hand(
    cast: Cast, erin: Person, crane: Post, now: datetime
) -> None:
    case = declaring.begin(erin, crane, cast.alice, at=now)[0].application
    browser = sign_in(cast.alice)
    assert case.ref not in browser.get("/declarations/?view=overdue").text
    Invitation.objects.update(expires_on=timezone.localdate(now) - timedelta(days=1))
    assert case.ref in browser.get("/declarations/?view=overdue").text
    assert "Close as incomplete" in browser.get(declaration(case)).text
    browser.post(declaration(case, "close/"), {"reason": "No answer."})
    assert Application.objects.get().state == "incomplete"


def test_papers_when_added_and_opened_then_only_as_a_download_for_a_reason(
    cast: Cast, case: Application
) -> None:
    browser = sign_in(cast.alice)
    papers = f"/cases/{case.ref}/documents/"
    browser.post(papers, {"kind": "court", "title": "Judgement", "upload": declaring.pdf()})
    kept = Document.objects.get()
    assert "Judgement" in browser.get(papers).text
    assert browser.post(f"{papers}{kept.pk}/", {"reason": ""}).status_code == 400
    answer = browser.post(f"{papers}{kept.pk}/", {"reason": "Dates of the sentence."})
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert answer.content.startswith(b"%PDF-")


def test_papers_when_the_file_is_none_that_is_taken_then_named(cast: Cast, case: Application) -> None:
    upload = declaring.picture(size=(20, 20))
    answer = sign_in(cast.alice).post(f"/cases/{case.ref}/documents/", {"kind": "court", "upload": upload})
    assert answer.status_code == 400
    assert "too small" in answer.text


def test_papers_when_an_auditor_looks_then_kinds_only(cast: Cast, case: Application, now: datetime) -> None:
    kept = document.add(case, DocumentKind.COURT, declaring.pdf(), title="Judgement", **cast.alice.acts(now))
    browser = sign_in(cast.frank)
    page = browser.get(f"/cases/{case.ref}/documents/").text
    assert "Court or authority paper" in page
    assert "Judgement" not in page
    assert browser.get(f"/cases/{case.ref}/documents/{kept.pk}/").status_code == 404


HEAD = "given_names,family_name,birth_date,post,reason,since,language\n"
GOOD = "Zoë,Жукова,1990-01-02,CRANE,Crane at quay 5,2026-12-01,es\n"
BAD = "Ali,,1990-01-02,NONE,Crane,soon,\n"


def test_list_when_a_row_is_bad_then_nothing_is_entered_until_chosen_and_nothing_is_lost(
    cast: Cast, crane: Post
) -> None:
    browser = sign_in(cast.alice)
    looked = browser.post("/cases/import/", {"table": HEAD + GOOD + BAD, "step": "look"})
    assert "family_name is missing" in looked.text
    assert "Жукова" in looked.text
    browser.post("/cases/import/", {"table": HEAD + GOOD + BAD, "step": "all"})
    assert not Application.objects.exists()
    sheet = browser.post("/cases/import/", {"table": HEAD + GOOD + BAD, "step": "good"})
    assert "Invitación" in sheet.text
    assert "Ali,,,1990-01-02" in sheet.text
    assert sheet["Cache-Control"] == "no-store"
    assert Application.objects.get().person.family_name == "Жукова"


def test_list_when_an_employer_hands_it_in_as_a_file_then_their_own_people(
    cast: Cast, crane: Post, quayside: Organisation
) -> None:
    upload = SimpleUploadedFile("people.csv", ("\ufeff" + HEAD + GOOD).encode())
    sign_in(cast.emma).post("/cases/import/", {"upload": upload, "step": "all"})
    assert Person.objects.get().organisation == quayside


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"\xff\xfe\x00", "not in UTF-8"), (b"", "empty"), (b"a,b\n1,2\n", "lacks family_name")],
)
def test_list_when_the_file_cannot_be_read_then_said_why(
    cast: Cast, crane: Post, content: bytes, problem: str
) -> None:
    upload = SimpleUploadedFile("people.csv", content)
    answer = sign_in(cast.alice).post("/cases/import/", {"upload": upload, "step": "look"})
    assert answer.status_code == 400
    assert problem in answer.text


def test_case_page_when_the_person_fills_in_then_leads_to_their_part(
    cast: Cast, handed_in: Application
) -> None:
    rows.load_list()
    page = sign_in(cast.alice).get(f"/cases/{handed_in.ref}/").text
    assert declaration(handed_in) in page
    assert f"/cases/{handed_in.ref}/invitation/" in page
