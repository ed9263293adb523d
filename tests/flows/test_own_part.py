"""One application from the need to its checks: the person's own part, returned once and handed in again."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Port
from screening.models import Application, Check, Person, Post
from screening.selectors.declaration import facts, states_of_residence
from tests.people import Cast, SignIn
from tests.screening import declaring, rows
from tests.screening.declaring import BIRTH

pytestmark = [pytest.mark.flow, pytest.mark.django_db]

LINK = re.compile(r"http://testserver(/apply/[\w-]+/)")


@pytest.fixture
def crane(port: Port) -> Post:
    return rows.make_post(port)


def test_application_when_the_person_fills_it_in_then_returned_mended_and_checked(
    cast: Cast, port: Port, crane: Post
) -> None:
    rows.load_list()
    desk, phone = SignIn(Client())(cast.alice), Client()
    link = _need(desk, crane)
    _begin(phone, link)
    _tell(phone, link, until="2024-03-31")
    case = Application.objects.get()
    assert "61 days" in phone.get(f"{link}activities/").text
    assert phone.post(f"{link}check/", {"is_true": "on"}).status_code == 400

    gap = f"{link}gaps/activity/2024-04-01/"
    phone.post(gap, {"reason": "travel", "words": "Around the world", "upload": declaring.picture()})
    phone.post(f"{link}check/", {"is_true": "on"})
    case.refresh_from_db()
    assert case.state == "received"

    page = desk.get(f"/cases/{case.ref}/declaration/")
    assert "Around the world" in page.text
    assert "Complete" in page.text
    desk.post(f"/cases/{case.ref}/declaration/return/", {"items": "Send a ticket of the journey."})
    assert "Send a ticket of the journey." in phone.get(link).text
    phone.post(f"{link}documents/", {"kind": "gap", "upload": declaring.pdf()})
    phone.post(f"{link}check/", {"is_true": "on"})

    desk.post(f"/cases/{case.ref}/declaration/complete/", {})
    case.refresh_from_db()
    assert case.state == "checking"
    assert Check.objects.filter(application=case).exists()
    assert phone.get(link).status_code == 410
    _facts_follow(case)


def _need(desk: Client, post: Post) -> str:
    given = {
        "given_names": "Zoë",
        "family_name": "Domínguez",
        "birth_date": BIRTH.isoformat(),
        "nationality": "ES",
        "category": "employee",
        "post": post.pk,
        "reason": "Drives the crane at quay 5.",
        "since": timezone.localdate().isoformat(),
        "language": "en",
        "step": "enter",
    }
    sheet = desk.post("/cases/need/", given)
    assert sheet["Cache-Control"] == "no-store"
    found = LINK.search(sheet.text)
    assert found is not None
    assert "data:image/svg+xml;base64," in sheet.text
    assert Person.objects.get().full_name == "Zoë Domínguez"
    return found[1]


def _begin(phone: Client, link: str) -> None:
    phone.post(link, {"birth_date": BIRTH.isoformat()})
    phone.post(f"{link}notice/")
    about = declaring.ABOUT | {"nationality_1": "ES"}
    assert phone.post(f"{link}about/", about).status_code == 302


def _tell(phone: Client, link: str, *, until: str) -> None:
    """Spain, then Belgium; one job until spring 2024 and another from summer on."""
    moved = timezone.localdate() - timedelta(days=700)
    for place in (
        {"country": "ES", "place": "Cádiz", "since": "2015-01-01", "until": moved.isoformat()},
        {"country": "BE", "place": "Antwerpen", "since": moved.isoformat(), "until": ""},
    ):
        assert phone.post(f"{link}addresses/", place).status_code == 302
    for job in (
        {"kind": "job", "organisation": "Astillero", "since": "2015-01-01", "until": until},
        {"kind": "job", "organisation": "Quayside", "since": "2024-06-01", "until": ""},
    ):
        assert phone.post(f"{link}activities/", job).status_code == 302
    phone.post(f"{link}offences/", {"has_convictions": "no", "has_proceedings": "no"})
    answers = {"refused_elsewhere": "no", "port_ban": "no"}
    assert phone.post(f"{link}interests/", answers).status_code == 302
    case = Application.objects.get()
    for kind in ("identity", "photograph"):
        phone.post(f"{link}documents/", {"kind": kind, "upload": declaring.picture()})
    assert case.documents.count() == 2


def _facts_follow(case: Application) -> None:
    assert {stay.country for stay in states_of_residence(case)} == {"ES", "BE"}
    told = facts(case, today=timezone.localdate())
    assert told.has_declared_convictions is False
    assert [(gap.days, gap.explained) for gap in told.gaps or ()] == [(61, True)]
    assert [stay.country for stay in told.residences or ()] == ["ES", "BE"]
