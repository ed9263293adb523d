"""Every page once: strict policy, WCAG 2.2 AA in both looks, phone width, and readable without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser.walk import (
    DESK,
    WALKERS,
    first,
    heading,
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
        actor = getattr(stage.cast, name)
        with (
            signed_in_context(chromium, live_server, actor) as scripted,
            signed_in_context(chromium, live_server, actor, java_script_enabled=False) as scriptless,
        ):
            page, plain = scripted.new_page(), scriptless.new_page()
            listen(page, wrong)
            for address in pages_of(name, stage):
                wrong += [f"{name} {found}" for found in walked(page, plain, live_server.url + address)]
    assert not wrong, "\n".join(wrong)


def test_sign_in_page_when_opened_by_nobody_then_clean(chromium: Any, live_server: LiveServer) -> None:
    wrong: list[str] = []
    with (
        chromium.new_context(viewport=DESK, reduced_motion="reduce") as scripted,
        chromium.new_context(java_script_enabled=False) as scriptless,
    ):
        page, plain = scripted.new_page(), scriptless.new_page()
        listen(page, wrong)
        wrong += walked(page, plain, f"{live_server.url}/accounts/login/")
        assert heading(page) == "Sign in"
    assert not wrong, "\n".join(wrong)


def test_walk_when_put_together_then_every_page_is_in_it() -> None:
    pages = [route for route in routes() if is_page(route)]
    assert len(pages) > 100
    assert all(first(route) for route in pages)
