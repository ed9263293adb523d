"""Every page once with scripts off: it shows the same heading."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser.walk import WALKERS, first_opened, signed_in_context
from tests.scenario import Scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pages_when_scripts_are_off_then_show_the_same_heading(
    chromium: Any, live_server: LiveServer, stage: Scenario
) -> None:
    wrong = []
    for name in WALKERS:
        actor = getattr(stage.cast, name)
        with (
            signed_in_context(chromium, live_server, actor) as scripted,
            signed_in_context(chromium, live_server, actor, java_script_enabled=False) as plain,
        ):
            pages = [context.new_page() for context in (scripted, plain)]
            for address in first_opened(name, stage):
                headings = [heading_of(page, live_server.url + address) for page in pages]
                if not headings[0] or headings[0] != headings[1]:
                    wrong.append(f"{name} {address}: {headings}")
    assert not wrong, "\n".join(wrong)


def heading_of(page: Any, address: str) -> str:
    page.goto(address)
    text: str = page.locator("h1").first.inner_text()
    return text
