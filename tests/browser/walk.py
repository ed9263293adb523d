"""How every page is walked: which, by whom, and what must hold of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from accounts.models import Organisation, Port
from tests import people, procedure, releases, scenario
from tests.contract.routes import Route, routes
from tests.contract.test_view_contract import EVERYBODY as WALKERS
from tests.contract.test_view_contract import may_open
from tests.people import Actor, SignIn

DESK = {"width": 1366, "height": 900}
PHONE = {"width": 320, "height": 700}
STANDARD = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}  # all that differs in the dark
OVERVIEW = "/"
NOT_PAGES = frozenset(
    {
        "healthz",
        "readyz",
        "metrics",
        "crew-template",
        "authzen-configuration",
        *("badge-pdf", "badge-card", "badge-photo", "desk-photo-image", "visit-pass"),
        *("campaign-print", "report-file"),
    }
)
OWN_PAGES = (
    "/accounts/2fa/",
    "/accounts/password/change/",
    "/accounts/sessions/",
    "/accounts/reauthenticate/",
)


def stage(now: datetime) -> scenario.Scenario:
    """One of everything at a port, committed, so that a browser finds it."""
    port = Port.objects.create(locode="XXPEX", name="Port of Example", country="BE")
    quayside = Organisation.objects.create(code="QUAYSIDE", name="Quayside Terminals", country="BE")
    cast = people.make_cast(port, quayside, at=now)
    working = scenario.make(port, quayside, cast, at=now - timedelta(hours=1))
    working.procedure = procedure.make(working)
    working.release = releases.held_by_quayside(working)
    return working


def pages_of(name: str, made: scenario.Scenario) -> list[str]:
    """The pages that this person walks: those that they are the first to open, and their overview.

    The overview shows what is theirs of the navigation. Whom a page lets in is tried for every role by
    tests/contract; here it is how pages are drawn.
    """
    theirs = [route.address(made) for route in routes() if is_page(route) and name == first(route)]
    return list(dict.fromkeys([OVERVIEW, *theirs, *(OWN_PAGES if name == WALKERS[0] else ())]))


def first(route: Route) -> str:
    """The first of the standing people who may open an address."""
    return next((name for name in WALKERS if may_open(route, name)), "")


def is_page(route: Route) -> bool:
    """Pages behind a personal link are walked by tests/browser/test_apply.py, with the key to them."""
    if route.name.startswith("apply-"):
        return False
    return route.method == "get" and not (route.api or route.fragment) and route.name not in NOT_PAGES


def signed_in_context(chromium: Any, server: LiveServer, actor: Actor, **options: Any) -> Any:
    """A browser with the cookie of somebody who signed in just now."""
    cookie = SignIn(Client())(actor).cookies[settings.SESSION_COOKIE_NAME].value
    context = chromium.new_context(viewport=DESK, reduced_motion="reduce", **options)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server.url}])
    return context


def listen(page: Any, lines: list[str]) -> None:
    """Errors and warnings of the page, broken policies among them."""
    told = {"error", "warning"}
    page.on("console", lambda line: lines.append(f"{page.url}: {line.text}") if line.type in told else None)
    page.on("pageerror", lambda error: lines.append(f"{page.url}: {error}"))


def walked(page: Any, plain: Any, address: str) -> list[str]:
    """What is wrong with a page: its answer, what `findings` says, and its form without scripts.

    `plain` is a page of the same person with scripts off.
    """
    response = page.goto(address)
    wrong = [] if response.status == 200 else [f"{address}: {response.status}"]
    wrong += findings(page, address)
    plain.goto(address)
    if not heading(page) or heading(page) != heading(plain):
        wrong.append(f"{address}: {heading(page)!r}, and {heading(plain)!r} without scripts")
    return wrong


def findings(page: Any, address: str) -> list[str]:
    """Accessibility violations in both looks, and a page wider than the narrowest phone."""
    found = _violations(page, STANDARD)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += [f"{one} in the dark" for one in _violations(page, COLOURS)]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > PHONE["width"]:
        found.append(f"{width} px wide on a phone of {PHONE['width']} px")
    page.set_viewport_size(DESK)
    return [f"{address}: {one}" for one in found]


def heading(page: Any) -> str:
    text: str = page.locator("h1").first.inner_text()
    return text


def _violations(page: Any, rules: dict[str, Any]) -> list[str]:
    found = Axe().run(page, options=rules).response["violations"]
    return [f"{one['id']} at {one['nodes'][0]['target']}" for one in found]
