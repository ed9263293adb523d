"""The person's own pages, as a phone without scripts uses them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from screening.models import Application, Invitation, Person, Post
from screening.services import invitation as invitations
from tests.people import Actor
from tests.screening import declaring
from tests.screening.declaring import BIRTH

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def link(erin: Person, crane: Post, alice: Actor, now: datetime) -> tuple[Invitation, str]:
    return declaring.invite(erin, crane, alice, at=now)


@pytest.fixture
def phone(client: Client, link: tuple[Invitation, str]) -> Client:
    """A phone that has given the birth date and accepted the notice."""
    client.post(f"/apply/{link[1]}/", {"birth_date": BIRTH.isoformat()})
    client.post(f"/apply/{link[1]}/notice/")
    return client


def page(browser: Client, link: tuple[Invitation, str], path: str = "") -> Any:
    return browser.get(f"/apply/{link[1]}/{path}")


def test_door_when_opened_then_asks_the_birth_date_and_is_never_stored(
    client: Client, link: tuple[Invitation, str]
) -> None:
    response = page(client, link)
    assert response.status_code == 200
    assert "Your date of birth" in response.text
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert "script-src 'none'" in response["Content-Security-Policy"]
    assert "<script" not in response.text
    assert "Erin" not in response.text


def test_door_when_the_birth_date_is_right_then_a_cookie_for_this_link_alone(
    client: Client, link: tuple[Invitation, str]
) -> None:
    response = client.post(f"/apply/{link[1]}/", {"birth_date": BIRTH.isoformat()})
    assert response.status_code == 302
    cookie = response.cookies["apply_key"]
    assert cookie["path"] == f"/apply/{link[1]}/"
    assert cookie["httponly"]
    assert page(client, link).url.endswith("/notice/")


def test_door_when_the_birth_date_is_wrong_five_times_then_shut_for_a_quarter_of_an_hour(
    client: Client, link: tuple[Invitation, str]
) -> None:
    said = [client.post(f"/apply/{link[1]}/", {"birth_date": "1980-01-01"}).text for _ in range(5)]
    assert "16 tries are left" in said[3]
    assert "Too many wrong dates" in said[4]
    client.post(f"/apply/{link[1]}/", {"birth_date": BIRTH.isoformat()})
    assert "apply_key" not in client.cookies
    Invitation.objects.update(tried_at=timezone.now() - timedelta(minutes=16))
    client.post(f"/apply/{link[1]}/", {"birth_date": BIRTH.isoformat()})
    assert "apply_key" in client.cookies
    link[0].refresh_from_db()
    assert link[0].wrong_tries == 0


@pytest.mark.parametrize("path", ["notice/", "about/", "addresses/", "documents/", "check/"])
def test_pages_when_the_key_is_missing_then_lead_to_the_door(
    client: Client, link: tuple[Invitation, str], path: str
) -> None:
    assert page(client, link, path).url == f"/apply/{link[1]}/"


def test_key_when_it_is_of_another_link_then_opens_nothing(
    phone: Client, link: tuple[Invitation, str], alice: Actor, now: datetime
) -> None:
    link[0].application.refresh_from_db()
    newer = invitations.renew(link[0].application, **alice.acts(now))
    phone.cookies["apply_key"]["path"] = "/"
    assert phone.get(f"{newer.path}about/").url == newer.path
    assert page(phone, link).status_code == 410


@pytest.mark.parametrize("token", ["nothing", "x" * 200, "A-_9"])
def test_link_when_it_never_was_then_says_so_without_a_hint(client: Client, token: str, db: None) -> None:
    response = client.get(f"/apply/{token}/")
    assert response.status_code == 404
    assert "This link leads nowhere" in response.text


def test_link_when_run_out_then_says_so(client: Client, link: tuple[Invitation, str], now: datetime) -> None:
    Invitation.objects.update(expires_on=timezone.localdate(now) - timedelta(days=1))
    assert page(client, link).status_code == 410
    assert client.post(f"/apply/{link[1]}/", {"birth_date": BIRTH.isoformat()}).status_code == 410


def test_notice_when_declined_then_the_case_is_closed(client: Client, link: tuple[Invitation, str]) -> None:
    client.post(f"/apply/{link[1]}/", {"birth_date": BIRTH.isoformat()})
    assert "never a machine alone" in page(client, link, "notice/").text
    assert "You gave it up" in client.post(f"/apply/{link[1]}/decline/").text
    assert Application.objects.get().state == "withdrawn"
    assert page(client, link).status_code == 410


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("nl", "Voordat u begint"),
        ("fr", "Avant de commencer"),
        ("de", "Bevor Sie"),
        ("es", "Antes de empezar"),
    ],
)
def test_notice_when_another_language_is_chosen_then_said_in_it_and_kept(
    client: Client, link: tuple[Invitation, str], code: str, words: str
) -> None:
    client.post(f"/apply/{link[1]}/", {"birth_date": BIRTH.isoformat()})
    client.get(f"/apply/{link[1]}/?lang={code}")
    shown = page(client, link, "notice/").text
    assert words in shown
    assert f'<html lang="{code}"' in shown
    client.post(f"/apply/{link[1]}/notice/")
    assert link[0].application.declaration.notice_language == code


def test_about_when_kept_then_goes_on_and_is_there_again(phone: Client, link: tuple[Invitation, str]) -> None:
    given = {
        "nationality_1": "ES",
        "nationality_2": "MA",
        "birth_place": "طنجة",
        "birth_country": "MA",
        "native_name": "دومينغيز",
        "document_type": "Passport",
        "document_country": "ES",
        "document_expires_on": "2035-01-01",
    }
    response = phone.post(f"/apply/{link[1]}/about/", given)
    assert response.url == f"/apply/{link[1]}/addresses/"
    shown = page(phone, link, "about/").text
    assert "طنجة" in shown
    assert "دومينغيز" in shown
    assert link[0].application.declaration.nationalities == ["ES", "MA"]


def test_about_when_the_document_has_expired_then_named_at_its_field(
    phone: Client, link: tuple[Invitation, str]
) -> None:
    given = declaring.ABOUT | {"nationality_1": "ES", "document_expires_on": "2020-01-01"}
    response = phone.post(f"/apply/{link[1]}/about/", given)
    assert response.status_code == 400
    assert "This document has expired" in response.text


@pytest.mark.parametrize(
    ("days", "problem"),
    [
        ({"since": "2999-01-01"}, "lies in the future"),
        ({"since": "2024-05-01", "until": "2024-04-01"}, "before the beginning"),
        ({"since": "1900-01-01"}, "after 1930"),
        ({"since": "yesterday"}, "valid date"),
        ({"since": ""}, "required"),
    ],
)
def test_address_when_a_day_is_impossible_then_named_and_nothing_kept(
    phone: Client, link: tuple[Invitation, str], days: dict[str, str], problem: str
) -> None:
    response = phone.post(
        f"/apply/{link[1]}/addresses/", {"country": "BE", "place": "Kaai 5", "until": ""} | days
    )
    assert response.status_code == 400
    assert problem in response.text
    assert not link[0].application.declaration.addresses.exists()


def test_history_when_it_has_a_hole_then_shown_filled_and_explained(
    phone: Client, link: tuple[Invitation, str]
) -> None:
    today = timezone.localdate()
    job = {"kind": "job", "organisation": "Hafen", "since": "2015-01-01", "until": "2024-03-31"}
    phone.post(f"/apply/{link[1]}/activities/", job)
    later = {"kind": "job", "organisation": "上海港", "since": "2024-06-01", "until": ""}
    phone.post(f"/apply/{link[1]}/activities/", later)
    shown = page(phone, link, "activities/").text
    assert "1 Apr 2024 to 31 May 2024" in shown
    assert "61 days" in shown
    assert "上海港" in shown
    gap = f"/apply/{link[1]}/gaps/activity/2024-04-01/"
    assert "1 Apr 2024" in phone.get(gap).text
    upload = {"reason": "illness", "words": "Broken leg", "upload": declaring.picture()}
    assert phone.post(gap, upload).url == f"/apply/{link[1]}/activities/"
    assert "Explained" in page(phone, link, "activities/").text
    kept = link[0].application.declaration.explanations.get()
    assert kept.proof is not None
    assert kept.proof.media_type == "image/jpeg"
    assert today


@pytest.mark.parametrize(
    "path",
    ["gaps/activity/2024-04-02/", "gaps/nothing/2024-04-01/", "gaps/activity/2024-13-45/", "addresses/99/"],
)
def test_row_when_there_is_none_then_not_found(
    phone: Client, link: tuple[Invitation, str], path: str
) -> None:
    assert page(phone, link, path).status_code == 404


def test_address_when_changed_and_removed_then_so(phone: Client, link: tuple[Invitation, str]) -> None:
    address = {"country": "BE", "place": "Kaai 5", "since": "2019-01-01", "until": ""}
    phone.post(f"/apply/{link[1]}/addresses/", address)
    kept = link[0].application.declaration.addresses.get()
    assert "Kaai 5" in page(phone, link, f"addresses/{kept.pk}/").text
    phone.post(f"/apply/{link[1]}/addresses/{kept.pk}/", address | {"place": "Kaai 7"})
    assert link[0].application.declaration.addresses.get().place == "Kaai 7"
    phone.post(f"/apply/{link[1]}/remove/addresses/{kept.pk}/")
    assert not link[0].application.declaration.addresses.exists()


def test_two_jobs_when_at_a_time_then_named_and_kept(phone: Client, link: tuple[Invitation, str]) -> None:
    for name in ("Day shift", "Night shift"):
        phone.post(
            f"/apply/{link[1]}/activities/",
            {"kind": "job", "organisation": name, "since": "2019-01-01", "until": ""},
        )
    assert "Two jobs at a time" in page(phone, link, "activities/").text


def test_offences_when_left_open_then_told_first_and_answered(
    phone: Client, link: tuple[Invitation, str]
) -> None:
    assert "You need not accuse yourself" in page(phone, link, "offences/").text
    phone.post(f"/apply/{link[1]}/offences/", {"has_convictions": "open", "has_proceedings": "no"})
    kept = link[0].application.declaration
    assert (kept.has_convictions, kept.has_proceedings, kept.offences_left_open) == (None, False, True)


def test_offences_when_a_line_is_named_then_counts_as_yes_and_a_no_is_refused(
    phone: Client, link: tuple[Invitation, str]
) -> None:
    line = {"is_pending": "no", "what": "Theft of a bicycle", "year": "2021", "country": "BE"}
    assert phone.post(f"/apply/{link[1]}/offences/new/", line).url.endswith("/offences/")
    kept = link[0].application.declaration
    assert kept.has_convictions is True
    phone.post(
        f"/apply/{link[1]}/offences/",
        {"has_convictions": "no", "has_proceedings": "no"},
        headers={"referer": f"http://testserver/apply/{link[1]}/offences/"},
    )
    kept.refresh_from_db()
    assert kept.has_convictions is True
    assert phone.post(f"/apply/{link[1]}/offences/new/", line | {"year": "2999"}).status_code == 400


def test_papers_when_the_file_is_none_that_is_taken_then_said_why(
    phone: Client, link: tuple[Invitation, str]
) -> None:
    wrong = declaring.pdf(name="script.html")
    wrong.file.seek(0)
    wrong = type(wrong)("page.html", b"<script>alert(1)</script>", content_type="image/png")
    response = phone.post(f"/apply/{link[1]}/documents/", {"kind": "court", "upload": wrong})
    assert response.status_code == 400
    assert "This kind of file cannot be taken" in response.text
    assert not link[0].application.documents.exists()


def test_papers_when_handed_in_then_can_be_taken_back(phone: Client, link: tuple[Invitation, str]) -> None:
    phone.post(f"/apply/{link[1]}/documents/", {"kind": "court", "upload": declaring.pdf()})
    kept = link[0].application.documents.get()
    assert "Court or authority paper" in page(phone, link, "documents/").text
    phone.post(f"/apply/{link[1]}/remove/documents/{kept.pk}/")
    kept.refresh_from_db()
    assert not kept.is_held


def test_submission_when_something_lacks_then_listed_and_refused(
    phone: Client, link: tuple[Invitation, str]
) -> None:
    assert "Enter where you lived" in page(phone, link, "check/").text
    assert phone.post(f"/apply/{link[1]}/check/", {"is_true": "on"}).status_code == 400
    assert Application.objects.get().state == "declaring"


def test_submission_when_complete_then_handed_in_and_closed_to_changes(
    phone: Client, link: tuple[Invitation, str], now: datetime
) -> None:
    declaring.fill_in(link[0], at=now)
    assert phone.post(f"/apply/{link[1]}/check/", {}).status_code == 400
    assert phone.post(f"/apply/{link[1]}/check/", {"is_true": "on"}).status_code == 302
    assert "your part is handed in" in page(phone, link).text
    assert page(phone, link, "about/").status_code == 302
    assert Application.objects.get().state == "received"
