"""A host's and a guard's day in a real browser, on a desk and on a phone."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from access.enums import VisitState
from access.models import Visit
from tests.browser.conftest import DESK, PageAs
from tests.browser.walk import PHONE, findings
from tests.scenario import Scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])


def announce(page: Any, server: LiveServer) -> None:
    """Hugo types one visitor."""
    page.goto(f"{server.url}/visits/mine/")
    page.get_by_role("link", name="Announce a visitor").first.click()
    page.get_by_label("Family name").fill("Ngo")
    page.get_by_label("Given names").fill("Linh")
    page.get_by_label("Birth date").fill("1990-02-01")
    page.get_by_label("Purpose").fill("Repairs the reefer racks.")
    page.get_by_label("First day").fill(timezone.localdate().isoformat())
    page.get_by_label("Terminal A").check()
    page.get_by_label("Escort").select_option(label="Erin Vermeer")
    page.get_by_role("button", name="Announce").click()


@WIDTHS
def test_day_when_walked_by_host_and_guard_then_announced_let_in_called_out_and_signed_out(
    stage: Scenario, page_as: PageAs, live_server: LiveServer, viewport: dict[str, int]
) -> None:
    hugo = page_as(stage.cast.hugo, viewport=viewport, java_script_enabled=viewport is DESK)
    announce(hugo, live_server)
    assert "is announced" in hugo.inner_text("main")
    visit = Visit.objects.latest("pk")

    gita = page_as(stage.cast.gita, viewport=viewport)
    gita.goto(f"{live_server.url}/visits/")
    gita.get_by_role("link", name="Linh Ngo").click()
    gita.get_by_role("link", name="Let in").click()
    gita.get_by_label("Paper shown").select_option(label="Passport")
    gita.get_by_label("Name, birth date and picture agree").check()
    gita.get_by_role("button", name="Let in").click()
    assert "is let in with card" in gita.inner_text("main")

    gita.goto(f"{live_server.url}/gates/muster/")
    gita.get_by_role("button", name="Start a roll call").click()
    gita.get_by_role("button", name="Seen Ngo, Linh").click()
    gita.get_by_role("button", name="Take back Ngo, Linh").wait_for()
    gita.get_by_role("button", name="End the roll call").click()

    gita.goto(f"{live_server.url}/visits/{visit.ref}/")
    gita.get_by_role("link", name="Sign out").click()
    gita.get_by_label("Handed in", exact=True).check()
    gita.get_by_role("button", name="Sign out").click()
    gita.get_by_text("is signed out").wait_for()
    visit.refresh_from_db()
    assert visit.state_word is VisitState.LEFT

    hugo.goto(f"{live_server.url}/notices/")
    assert visit.ref in hugo.inner_text("main")
    assert findings(gita, f"/visits/{visit.ref}/") == []


def test_group_when_a_row_is_wrong_then_it_stays_and_the_page_passes(
    stage: Scenario, page_as: PageAs, live_server: LiveServer
) -> None:
    page = page_as(stage.cast.hugo)
    page.goto(f"{live_server.url}/visits/group/")
    page.get_by_label("Visitors").fill("Ngo, Linh, 1.2.1990\nWest, Bo, tomorrow")
    page.get_by_label("Purpose").fill("A tour of the terminal.")
    page.get_by_label("First day").fill(timezone.localdate().isoformat())
    page.get_by_label("Terminal A").check()
    page.get_by_role("button", name="Announce all").click()
    page.get_by_text("1 of 2 announced").wait_for()
    assert page.get_by_label("Visitors").input_value() == "West, Bo, tomorrow"
    assert findings(page, "/visits/group/") == []
