"""The pages of crew lists: send, look, take in, correct, and an officer's word on a hit."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Port
from ledger.models import Entry
from screening.crew.crew_list import parse
from screening.models import CrewList, CrewMember, Permit
from screening.watchlists.birth_date import BirthDate
from tests.moment import port_now
from tests.people import Actor, Cast, SignIn
from tests.screening import people_rows, rows
from tests.screening.crew.files import row, written

pytestmark = [pytest.mark.db, pytest.mark.django_db]

LISTED = {"family_name": "Morozov", "given_names": "Viktor", "gender": "M", "birth_date": "1979-11-02"}


def sent(browser: Client, port: Port, text: str | bytes, **values: str) -> Any:
    now = port_now()
    data = text.encode() if isinstance(text, str) else text
    said = {
        "port": str(port.pk),
        "call_ref": "VC-1",
        "ship_name": "Example Star",
        "imo_number": "IMO 9074729",
        "eta": f"{now:%Y-%m-%dT%H:%M}",
        "etd": f"{now + timedelta(days=2):%Y-%m-%dT%H:%M}",
        "file": SimpleUploadedFile("crew.csv", data),
    }
    return browser.post(reverse("crew-new"), said | values, follow=True)


def test_list_when_sent_then_previewed_row_by_row_and_taken(
    port: Port, alice: Actor, signed_in: SignIn
) -> None:
    rows.load_list()
    browser = signed_in(alice)
    page = sent(browser, port, written([row(1), row(2, birth_date="03/04/1990", gender="q")]))
    text = page.content.decode()
    assert "Nothing is taken in yet" in text
    assert "Maria Santos" in text
    for said in ("Row 3", "Date of birth:", "Gender:", "write 1985-03-29"):
        assert said in text
    made = CrewList.objects.get()
    taken = browser.post(reverse("crew-take", args=[made.ref]), follow=True).content.decode()
    assert "is taken in and being screened" in taken
    assert "1 are still to be screened" in taken
    people_rows.run_jobs("screening.crew_screening", made.reference)
    fragment = browser.get(reverse("crew-progress", args=[made.ref]))
    assert "Everybody is screened" in fragment.content.decode()
    assert fragment.headers["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("text", "values", "said"),
    [
        (written([row()], header=["Religion"] * 10 + ["Blood group"]), {}, "Religion"),
        (b"Family name;Nationality\xff\n", {}, "Row 1 has letters that are not in UTF-8"),
        ("", {}, "The submitted file is empty."),
        ("Family name,Given names\n", {}, "is missing"),
        (written([row()]), {"imo_number": "9074728"}, "check digit is wrong"),
        (written([row()]), {"etd": "2020-01-01T10:00"}, "leaves before it arrives"),
    ],
)
def test_list_when_it_cannot_be_used_then_said_beside_the_field(
    port: Port, alice: Actor, signed_in: SignIn, text: str, values: dict[str, str], said: str
) -> None:
    page = sent(signed_in(alice), port, text, **values)
    assert said in page.content.decode()
    assert not CrewList.objects.exists()


def test_rows_when_downloaded_corrected_and_sent_again_then_taken(
    port: Port, alice: Actor, signed_in: SignIn
) -> None:
    rows.load_list()
    made = people_rows.taken(port, alice, row(1), row(2, family_name="=1+1"))
    answer = signed_in(alice).post(reverse("crew-rejected", args=[made.ref]))
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    header, bad = list(csv.reader(StringIO(body)))
    assert header[-1] == "error"
    assert bad[1] == "'=1+1"
    assert "does not belong to a name" in bad[-1]
    mended = parse(body.replace("'=1+1", "Cruz"), today=date(2026, 1, 1))
    assert [good.family_name for good in mended.rows] == ["Cruz"]
    assert Entry.objects.filter(kind__contains="export", actor=alice.reference).exists()


@pytest.mark.parametrize("form", ["fal", "emswe"])
def test_template_when_downloaded_then_its_headings_are_taken(
    alice: Actor, signed_in: SignIn, form: str
) -> None:
    answer = signed_in(alice).get(reverse("crew-template", args=[form]))
    header = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[0]
    assert next(csv.reader([header]))


def test_template_when_unknown_then_404(alice: Actor, signed_in: SignIn) -> None:
    assert signed_in(alice).get(reverse("crew-template", args=["other"])).status_code == 404


@pytest.fixture
def viktor(port: Port, alice: Actor) -> CrewMember:
    rows.load_list(
        rows.entity("77", "Viktor Morozov", births=(BirthDate.on(date(1979, 11, 2)),), nationalities=())
    )
    return people_rows.screened(port, alice, row(1), row(2, **LISTED)).members.get(row=3)


def hit_url(member: CrewMember) -> str:
    return reverse("crew-hit", args=[member.crew_list.ref, member.row, member.hits.get().pk])


def test_hit_when_dismissed_on_its_page_then_the_permit_is_issued(
    viktor: CrewMember, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    assert "Viktor Morozov" in browser.get(hit_url(viktor)).content.decode()
    page = browser.post(hit_url(viktor), {"state": "different", "reason": "Another passport."}, follow=True)
    assert "Permit issued" in page.content.decode()
    assert Permit.objects.filter(crew_member=viktor).exists()


def test_hit_when_no_reason_is_given_then_said(viktor: CrewMember, alice: Actor, signed_in: SignIn) -> None:
    page = signed_in(alice).post(hit_url(viktor), {"state": "same", "reason": ""})
    assert "Give the reason." in page.content.decode()
    viktor.refresh_from_db()
    assert viktor.state == "with_officer"


def test_member_when_refused_with_an_old_sign_in_then_asked_again(
    viktor: CrewMember, alice: Actor, signed_in: SignIn
) -> None:
    url = reverse("crew-member", args=[viktor.crew_list.ref, viktor.row])
    answer = signed_in(alice, fresh=False).post(url, {"answer": "refuse", "reason": "No."})
    assert "/accounts/reauthenticate/" in answer.headers["Location"]
    page = signed_in(alice).post(url, {"answer": "refuse", "reason": "Known to the police."}, follow=True)
    assert "No permit" in page.content.decode()


def test_crew_when_an_auditor_reads_then_no_reasons_and_no_buttons(
    viktor: CrewMember, alice: Actor, cast: Cast, signed_in: SignIn
) -> None:
    for officer in (alice, cast.bob):
        signed_in(officer).post(hit_url(viktor), {"state": "same", "reason": "Seen with Alpha."})
    url = reverse("crew-member", args=[viktor.crew_list.ref, viktor.row])
    text = signed_in(cast.frank).get(url).content.decode()
    assert "Seen with Alpha." not in text
    assert 'name="answer"' not in text
    assert "Seen with Alpha." in signed_in(alice).get(url).content.decode()


def test_people_when_narrowed_then_those_in_the_state(
    viktor: CrewMember, alice: Actor, signed_in: SignIn
) -> None:
    url = reverse("crew-members", args=[viktor.crew_list.ref])
    text = signed_in(alice).get(f"{url}?view=officer").content.decode()
    assert "Viktor Morozov" in text
    assert "Maria Santos" not in text
    assert "Maria Santos" in signed_in(alice).get(f"{url}?text=santos").content.decode()


def test_lists_when_searched_then_found_by_ship_call_and_number(
    viktor: CrewMember, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    for wanted in ("example", "VC-1", "IMO 9074729", viktor.crew_list.ref):
        text = browser.get(reverse("crew-list"), {"text": wanted}).content.decode()
        assert viktor.crew_list.ref in text, wanted
    assert viktor.crew_list.ref not in browser.get(reverse("crew-list"), {"text": "nobody"}).content.decode()


def test_call_when_the_ship_stays_longer_then_changed_on_the_page(
    viktor: CrewMember, alice: Actor, bob: Actor, signed_in: SignIn
) -> None:
    url = reverse("crew-detail", args=[viktor.crew_list.ref])
    eta, etd = port_now(), port_now() + timedelta(days=9)
    said = {"eta": f"{eta:%Y-%m-%dT%H:%M}", "etd": f"{etd:%Y-%m-%dT%H:%M}"}
    assert "follow the ship" in signed_in(alice).post(url, said, follow=True).content.decode()
    turned = {"eta": said["etd"], "etd": said["eta"]}
    assert "leaves before it arrives" in signed_in(alice).post(url, turned).content.decode()
    assert signed_in(bob).post(url, said).status_code == 404
