"""Live gates in a browser: rows arrive by themselves, and a list that has stopped says so."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from accounts.models import Organisation, Port
from portsec.kernel import clock
from tests import people, scenario
from tests.access.holders import try_gate
from tests.browser.chromium import launched
from tests.people import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATIENCE = 10_000  # milliseconds; a poll every 2 seconds answers well within


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread of the tests
    with launched() as browser:
        yield browser
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def made(transactional_db: None, now: datetime) -> scenario.Scenario:
    port = Port.objects.create(locode="XXPEX", name="Port of Example", country="BE")
    quayside = Organisation.objects.create(code="QUAYSIDE", name="Quayside Terminals", country="BE")
    cast = people.make_cast(port, quayside, at=now)
    return scenario.make(port, quayside, cast, at=now - timedelta(hours=1))


@contextmanager
def watching(chromium: Any, server: LiveServer, made: scenario.Scenario) -> Iterator[Any]:
    """A browser in which Carol signed in just now."""
    cookie = SignIn(Client())(made.cast.carol).cookies[settings.SESSION_COOKIE_NAME].value
    with chromium.new_context() as context:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server.url}])
        yield context


def test_live_when_an_attempt_comes_then_row_and_tile_appear_and_focus_stays(
    chromium: Any, live_server: LiveServer, made: scenario.Scenario
) -> None:
    with watching(chromium, live_server, made) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/gates/")
        assert page.locator("article").count() == 0
        page.locator("tbody a.reference").first.focus()
        focused = page.evaluate("document.activeElement.id")
        try_gate(made, "nobody's", at=clock.now())
        page.locator("article", has_text="Unknown badge").wait_for(timeout=PATIENCE)
        assert page.locator("tbody tr").count() == 3
        assert focused
        assert page.evaluate("document.activeElement.id") == focused


def test_live_when_held_then_nothing_moves(
    chromium: Any, live_server: LiveServer, made: scenario.Scenario
) -> None:
    with watching(chromium, live_server, made) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{live_server.url}/gates/?hold=1")
        page.wait_for_timeout(3000)
        assert not [address for address in asked if address.endswith("/gates/rows/")]


def test_live_when_the_server_is_silent_then_says_so_until_it_answers(
    chromium: Any, live_server: LiveServer, made: scenario.Scenario
) -> None:
    with watching(chromium, live_server, made) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/gates/")
        stopped = page.locator("#live-stopped")
        assert not stopped.is_visible()
        context.set_offline(True)
        stopped.wait_for(state="visible", timeout=PATIENCE)
        context.set_offline(False)
        stopped.wait_for(state="hidden", timeout=PATIENCE)


def test_live_when_the_session_has_ended_then_leads_to_sign_in(
    chromium: Any, live_server: LiveServer, made: scenario.Scenario
) -> None:
    with watching(chromium, live_server, made) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/gates/")
        context.clear_cookies()
        page.wait_for_url("**/accounts/login/?next=/gates/", timeout=PATIENCE)
