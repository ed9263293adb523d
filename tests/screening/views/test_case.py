"""The case page and the small acts around it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ledger.models import Entry
from screening.models import Application, Note
from tests.people import Actor, Cast, SignIn
from tests.screening import rows
from tests.screening.rows import TRAFFICKING

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def url(case: Application, name: str = "case-detail") -> str:
    return reverse(name, args=[case.ref])


def test_case_when_vetting_officer_opens_then_checks_person_and_timeline_stand_there(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    page = signed_in(alice).get(url(case))
    text = page.content.decode()
    assert page.status_code == 200
    for words in ("Identity document", "Criminal record", "Watchlists", "10 May 1991", "Spain", "Timeline"):
        assert words in text
    assert "First application for CRANE, level standard." in text
    assert "Take case" in text


@pytest.mark.parametrize("name", ["carol", "dave", "emma", "adam", "paul", "reader"])
def test_case_when_role_does_not_see_cases_then_404(
    case: Application, cast: Cast, signed_in: SignIn, name: str
) -> None:
    assert signed_in(getattr(cast, name)).get(url(case)).status_code == 404


def test_case_when_at_another_port_then_same_answer_as_absent(
    case: Application, other_cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(other_cast.alice)
    foreign = browser.get(url(case))
    absent = browser.get(reverse("case-detail", args=["SA-2026-99999"]))
    assert foreign.status_code == absent.status_code == 404
    assert _without_noise(foreign, case.ref) == _without_noise(absent, "SA-2026-99999")


def test_case_when_read_then_nothing_changes(case: Application, alice: Actor, signed_in: SignIn) -> None:
    browser = signed_in(alice)
    before = Entry.objects.count()
    browser.get(url(case))
    for name in ("case-take", "case-note", "case-assess"):
        assert browser.get(url(case, name)).status_code == 405
    assert Entry.objects.count() == before


def test_case_when_taken_then_owner_and_record(case: Application, alice: Actor, signed_in: SignIn) -> None:
    browser = signed_in(alice)
    assert browser.post(url(case, "case-take")).status_code == 302
    case.refresh_from_db()
    assert case.owner == alice.user
    text = browser.get(url(case)).content.decode()
    assert "Assigned to alice." in text
    assert "Take case" not in text


def test_case_when_noted_then_note_stands_on_timeline_under_its_author(
    case: Application, alice: Actor, frank: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    browser.post(url(case, "case-note"), {"text": "Spoke with the employer."})
    assert "Spoke with the employer." in browser.get(url(case)).content.decode()
    seen_by_auditor = signed_in(frank).get(url(case)).content.decode()
    assert "Note added." in seen_by_auditor
    assert "Spoke with the employer." not in seen_by_auditor


def test_case_when_note_is_empty_then_told_and_nothing_kept(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    answer = signed_in(alice).post(
        url(case, "case-note"), {"text": " "}, HTTP_REFERER=f"http://testserver{url(case)}", follow=True
    )
    assert "The note was not kept" in answer.content.decode()
    assert not Note.objects.exists()


def test_case_when_auditor_acts_then_404(case: Application, frank: Actor, signed_in: SignIn) -> None:
    browser = signed_in(frank)
    for name in ("case-take", "case-note", "case-assess", "case-withdraw", "case-decide"):
        assert browser.post(url(case, name), {"text": "x", "reason": "x"}).status_code == 404
    text = browser.get(url(case)).content.decode()
    for words in ("Take case", "Add note", "Withdraw the application"):
        assert words not in text


def test_case_when_assessed_then_findings_and_recommendation_stand_there(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    rows.reviewed(case, alice, TRAFFICKING)
    browser = signed_in(alice)
    assert "Not assessed yet" in browser.get(url(case)).content.decode()
    browser.post(url(case, "case-assess"))
    text = browser.get(url(case)).content.decode()
    assert "The rules recommend: <strong>unsuitable</strong>; an officer decides." in text
    assert "0701 00" in text
    assert "Unconfirmed" in text
    assert "Propose refusal" in text


def test_case_when_auditor_reads_then_nothing_of_the_record_shows(
    case: Application, alice: Actor, frank: Actor, signed_in: SignIn
) -> None:
    rows.reviewed(case, alice, TRAFFICKING)
    rows.assessed(case, alice)
    text = signed_in(frank).get(url(case)).content.decode()
    assert "Something found" in text
    assert "Details are restricted to officers who may see record answers." in text
    assert "restricted to officers" in text
    for secret in ("0701", "rafficking", "Central register"):
        assert secret not in text


def test_case_when_withdrawn_then_closed_with_its_reason(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    page = browser.get(url(case, "case-withdraw"))
    assert "closed without a decision" in page.content.decode()
    browser.post(url(case, "case-withdraw"), {"reason": "Found other work."})
    case.refresh_from_db()
    assert case.state == "withdrawn"
    text = browser.get(url(case)).content.decode()
    assert "Found other work." in text
    assert "Withdraw the application" not in text


def test_case_when_withdrawn_without_reason_then_error_names_the_field(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    page = signed_in(alice).post(url(case, "case-withdraw"), {"reason": ""})
    assert "Reason: This field is required." in page.content.decode()
    case.refresh_from_db()
    assert case.state == "checking"


def _without_noise(page: object, ref: str) -> str:
    return page.content.decode().replace(ref, "REF")  # type: ignore[attr-defined]


def test_case_when_it_is_about_the_officer_then_grounds_and_records_stay_shut(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    rows.reviewed(case, alice, TRAFFICKING)
    rows.assessed(case, alice)
    Application.objects.filter(pk=case.pk).update(ground="Looked up containers without work.")
    alice.user.person_ref = case.person.ref
    alice.user.save()
    browser = signed_in(alice)
    text = browser.get(url(case)).content.decode()
    record = browser.get(reverse("check-detail", args=[case.ref, "criminal_record-BE"])).content.decode()
    for secret in ("Looked up containers", "0701", "rafficking", "Central register"):
        assert secret not in text + record
    assert "Assess" not in text.replace("Assessment", "").replace("Assessed", "")


def test_case_when_closed_then_checks_take_no_more_answers(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    browser.post(url(case, "case-withdraw"), {"reason": "Found other work."})
    identity = browser.get(reverse("check-detail", args=[case.ref, "identity"])).content.decode()
    assert "The case is closed" in identity
    assert "Keep the answer" not in identity
    watchlist = browser.get(reverse("check-detail", args=[case.ref, "watchlist"])).content.decode()
    assert "Not searched" in watchlist
