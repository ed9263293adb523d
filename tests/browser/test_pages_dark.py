"""Every page once in dark colours: WCAG 2.2 AA and phone width."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser.walk import WALKERS, first_opened, signed_in_context, walked
from tests.scenario import Scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pages_when_dark_then_clean_for_people(
    chromium: Any, live_server: LiveServer, stage: Scenario
) -> None:
    wrong: list[str] = []
    for name in WALKERS:
        actor = getattr(stage.cast, name)
        with signed_in_context(chromium, live_server, actor, color_scheme="dark") as context:
            page = context.new_page()
            for address in first_opened(name, stage):
                wrong += [f"{name} {found}" for found in walked(page, address, live_server)]
    assert not wrong, "\n".join(wrong)
