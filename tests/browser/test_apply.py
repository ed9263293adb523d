"""The person's own part on a narrow phone: walked with the key, and filled in with scripts off."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Organisation, Port
from screening.models import Application, Invitation
from screening.services import declaration
from tests import people
from tests.browser.conftest import PageAs
from tests.browser.walk import PHONE, findings
from tests.people import Cast
from tests.screening import declaring, rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STEPS = ("", "notice/", "decline/", "about/", "addresses/", "activities/", "offences/", "offences/new/")
MORE = ("interests/", "documents/", "check/", "gaps/activity/2024-04-01/")


@pytest.fixture
def cast(transactional_db: None, now: datetime) -> Cast:
    port = Port.objects.create(locode="XXPEX", name="Port of Example", country="BE")
    quayside = Organisation.objects.create(code="QUAYSIDE", name="Quayside Terminals", country="BE")
    return people.make_cast(port, quayside, at=now)


@pytest.fixture
def link(cast: Cast, now: datetime) -> tuple[Invitation, str]:
    port = Port.objects.get()
    who = rows.make_person(port, Organisation.objects.get())
    return declaring.invite(who, rows.make_post(port), cast.alice, at=now)


def go_in(page: Any, address: str) -> None:
    page.goto(address)
    page.get_by_label("Your date of birth").fill(declaring.BIRTH.isoformat())
    page.get_by_role("button", name="Go on").click()


def test_own_part_when_filled_in_without_scripts_then_handed_in(
    page_as: PageAs, live_server: LiveServer, link: tuple[Invitation, str], tmp_path: Path
) -> None:
    page = page_as(None, viewport=PHONE, java_script_enabled=False)
    address = f"{live_server.url}/apply/{link[1]}/"
    go_in(page, address)
    page.get_by_role("button", name="I have read this").click()
    page.get_by_label("Nationality", exact=False).first.select_option("ES")
    page.get_by_label("Place of birth").fill("Cádiz")
    page.get_by_label("Country of birth").select_option("ES")
    page.get_by_label("Identity document").select_option("Passport")
    page.get_by_label("Issued by").select_option("ES")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Country").select_option("BE")
    page.get_by_label("Street and town").fill("Kaai 5, Antwerpen")
    page.get_by_label("From").fill("2015-01-01")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("No holes of more than 28 days.").is_visible()
    page.get_by_role("link", name="Next").click()
    page.get_by_label("What you did").select_option("job")
    page.get_by_label("Employer, school or business").fill("Quayside")
    page.get_by_label("From").fill("2015-01-01")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Next").click()
    page.get_by_role("group", name="convicted").get_by_label("No").check()
    page.get_by_role("group", name="proceedings").get_by_label("No").check()
    page.get_by_role("button", name="Save and go on").click()
    for group in page.get_by_role("group").all():
        group.get_by_label("No").check()
    page.get_by_role("button", name="Save and go on").click()
    hand_in_papers(page, tmp_path)
    page.get_by_role("link", name="Next").click()
    page.get_by_label("What I have told is true").check()
    page.get_by_role("button", name="Hand in my part").click()
    expect(page.locator("h1")).to_contain_text("handed in")
    assert Application.objects.get().state == "received"


def hand_in_papers(page: Any, directory: Path) -> None:
    path = directory / "page.png"
    path.write_bytes(declaring.picture().read())
    while page.get_by_text("Missing").count():
        kind = page.locator(".item", has_text="Missing").first.locator(".item-title").inner_text()
        page.get_by_label("What is it?").select_option(label=kind)
        page.get_by_label("Photograph or file").set_input_files(path)
        page.get_by_role("button", name="Hand in this paper").click()


def test_own_part_when_walked_then_clean_for_policy_and_people(
    page_as: PageAs, live_server: LiveServer, link: tuple[Invitation, str], now: datetime
) -> None:
    page = page_as(None, viewport=PHONE, expected=(404,))
    address = f"{live_server.url}/apply/{link[1]}/"
    page.goto(address)
    wrong = findings(page, "door")
    go_in(page, address)
    wrong += findings(page, "notice")
    declaration.accept(link[0], language="en", at=now)
    declaring.leave_a_gap(link[0], at=now)
    for step in (*STEPS, *MORE):
        answer = page.goto(address + step)
        if answer.status != 200:
            wrong.append(f"{step}: {answer.status}")
        wrong += findings(page, step)
    page.goto(f"{live_server.url}/apply/nothing/")
    wrong += findings(page, "dead link")
    assert not wrong, "\n".join(wrong)
