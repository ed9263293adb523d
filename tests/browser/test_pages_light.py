"""Every page by the first and the last role that opens it: strict policy, WCAG 2.2 AA, phone width."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser.walk import (
    DESK,
    WALKERS,
    ends,
    findings,
    is_page,
    listen,
    pages_of,
    signed_in_context,
    walked,
)
from tests.contract.routes import routes
from tests.scenario import Scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pages_when_walked_then_clean_for_policy_and_people(
    chromium: Any, live_server: LiveServer, stage: Scenario
) -> None:
    wrong: list[str] = []
    for name in WALKERS:
        with signed_in_context(chromium, live_server, getattr(stage.cast, name)) as context:
            page = context.new_page()
            listen(page, wrong)
            for address in pages_of(name, stage):
                wrong += [f"{name} {found}" for found in walked(page, address, live_server)]
    assert not wrong, "\n".join(wrong)


def test_sign_in_page_when_opened_by_nobody_then_clean(chromium: Any, live_server: LiveServer) -> None:
    wrong: list[str] = []
    with chromium.new_context(viewport=DESK, reduced_motion="reduce") as context:
        page = context.new_page()
        listen(page, wrong)
        page.goto(f"{live_server.url}/accounts/login/")
        assert page.locator("h1").inner_text() == "Sign in"
        wrong += findings(page, "/accounts/login/")
    assert not wrong, "\n".join(wrong)


def test_walk_when_put_together_then_every_page_is_in_it() -> None:
    shared = {route.name for route in routes() if is_page(route)}
    assert len(shared) > 100
    assert {route.name for route in routes() if is_page(route) and ends(route)} == shared
