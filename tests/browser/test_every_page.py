"""Every page as every role in a real browser: strict policy, WCAG 2.2 AA, phone width, scripts off."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from accounts.models import Organisation, Port
from tests import people, scenario
from tests.contract.routes import Route, routes
from tests.contract.test_view_contract import may_open
from tests.people import Actor, SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = {"width": 1366, "height": 900}
PHONE = {"width": 320, "height": 700}
STANDARD = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
NOT_PAGES = frozenset({"healthz", "readyz", "metrics", "gate-live-rows", "authzen-configuration"})
OWN_PAGES = (
    "/accounts/2fa/",
    "/accounts/password/change/",
    "/accounts/sessions/",
    "/accounts/reauthenticate/",
)


@pytest.fixture
def made(transactional_db: None, now: datetime) -> scenario.Scenario:
    port = Port.objects.create(locode="XXPEX", name="Port of Example", country="BE")
    quayside = Organisation.objects.create(code="QUAYSIDE", name="Quayside Terminals", country="BE")
    cast = people.make_cast(port, quayside, at=now)
    return scenario.make(port, quayside, cast, at=now - timedelta(hours=1))


def pages_of(name: str, made: scenario.Scenario) -> list[str]:
    """Every address that this person may open and that is a page."""
    open_to = [route for route in routes() if is_page(route) and may_open(route, name)]
    return [route.address(made) for route in open_to] + list(OWN_PAGES)


def is_page(route: Route) -> bool:
    return route.method == "get" and not route.api and route.name not in NOT_PAGES


def signed_in_context(chromium: Any, server: LiveServer, actor: Actor, **options: Any) -> Any:
    """A browser with the cookie of somebody who signed in just now."""
    cookie = SignIn(Client())(actor).cookies[settings.SESSION_COOKIE_NAME].value
    context = chromium.new_context(viewport=DESK, reduced_motion="reduce", **options)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server.url}])
    return context


def findings(page: Any, address: str) -> list[str]:
    """Accessibility violations and a page wider than the narrowest phone."""
    found = [
        f"{address}: {one['id']} at {one['nodes'][0]['target']}"
        for one in Axe().run(page, options=STANDARD).response["violations"]
    ]
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > PHONE["width"]:
        found.append(f"{address}: {width} px wide on a phone of {PHONE['width']} px")
    page.set_viewport_size(DESK)
    return found


def listen(page: Any, lines: list[str]) -> None:
    """Errors and warnings of the page, broken policies among them."""
    told = {"error", "warning"}
    page.on("console", lambda line: lines.append(f"{page.url}: {line.text}") if line.type in told else None)
    page.on("pageerror", lambda error: lines.append(f"{page.url}: {error}"))


def test_pages_when_walked_by_each_role_then_clean_for_policy_and_people(
    chromium: Any, live_server: LiveServer, made: scenario.Scenario
) -> None:
    wrong: list[str] = []
    walked = 0
    for name, actor in made.cast.everybody().items():
        if actor.user.is_device:
            continue
        with signed_in_context(chromium, live_server, actor) as context:
            page = context.new_page()
            listen(page, wrong)
            for address in pages_of(name, made):
                response = page.goto(live_server.url + address)
                if response.status != 200:
                    wrong.append(f"{name} {address}: {response.status}")
                wrong += [f"{name} {found}" for found in findings(page, address)]
                walked += 1
    assert walked > 100
    assert not wrong, "\n".join(wrong)


def test_pages_when_dark_then_clean_for_people(
    chromium: Any, live_server: LiveServer, made: scenario.Scenario
) -> None:
    wrong: list[str] = []
    for name in ("alice", "carol", "anna", "adam"):
        actor = getattr(made.cast, name)
        with signed_in_context(chromium, live_server, actor, color_scheme="dark") as context:
            page = context.new_page()
            for address in pages_of(name, made):
                page.goto(live_server.url + address)
                wrong += findings(page, address)
    assert not wrong, "\n".join(wrong)


def test_pages_when_scripts_are_off_then_show_the_same_heading(
    chromium: Any, live_server: LiveServer, made: scenario.Scenario
) -> None:
    """Each page once, by the first person who may open it."""
    wrong = []
    for name, addresses in first_openers(made).items():
        actor = getattr(made.cast, name)
        with (
            signed_in_context(chromium, live_server, actor) as with_scripts,
            signed_in_context(chromium, live_server, actor, java_script_enabled=False) as without,
        ):
            for address in addresses:
                heading = [text_of(context, live_server.url + address) for context in (with_scripts, without)]
                if not heading[0] or heading[0] != heading[1]:
                    wrong.append(f"{name} {address}: {heading}")
    assert not wrong, "\n".join(wrong)


def first_openers(made: scenario.Scenario) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for route in routes():
        if is_page(route):
            name = "alice" if isinstance(route.who, str) else route.who[0]
            found.setdefault(name, []).append(route.address(made))
    return found


def text_of(context: Any, address: str) -> str:
    page = context.new_page()
    page.goto(address)
    text: str = page.locator("h1").first.inner_text()
    page.close()
    return text


def test_public_pages_when_opened_by_nobody_then_clean(chromium: Any, live_server: LiveServer) -> None:
    wrong: list[str] = []
    with chromium.new_context(viewport=DESK, reduced_motion="reduce") as context:
        page = context.new_page()
        listen(page, wrong)
        page.goto(f"{live_server.url}/accounts/login/")
        assert page.locator("h1").inner_text() == "Sign in"
        wrong += findings(page, "/accounts/login/")
    assert not wrong, "\n".join(wrong)


def test_api_documentation_when_opened_then_breaks_no_policy(
    chromium: Any, live_server: LiveServer, made: scenario.Scenario
) -> None:
    """A library draws this page, so only the policy is asked of it."""
    wrong: list[str] = []
    with signed_in_context(chromium, live_server, made.cast.alice) as context:
        page = context.new_page()
        listen(page, wrong)
        page.goto(f"{live_server.url}/api/docs/")
        page.get_by_text("/api/v1/gate/attempts").first.wait_for()
    assert not wrong, "\n".join(wrong)
