"""A page in which somebody is signed in, and that may not break the policy or throw."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests.browser import walk
from tests.browser.chromium import launched
from tests.people import Actor, SignIn
from tests.scenario import Scenario

DESK = {"width": 1366, "height": 900}
TOLD = frozenset({"error", "warning"})  # kinds of console lines that a clean page never writes

PageAs = Callable[..., Any]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread of the tests
    with launched() as browser:
        yield browser
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def stage(transactional_db: None, now: datetime) -> Scenario:
    """One of everything, further cases on their way among them; see tests/browser/walk.py."""
    return walk.stage(now)


@pytest.fixture
def page_as(chromium: Any, live_server: LiveServer) -> Iterator[PageAs]:
    """`page_as(alice)` is a page in which Alice signed in just now, `page_as(None)` one of a stranger.

    The test fails at its end when any of its pages broke the content security policy, threw, or warned;
    `expected` names answers (such as 429) whose line in the console belongs to the test.
    """
    contexts: list[Any] = []
    lines: list[str] = []
    cache.clear()

    def open_page(actor: Actor | None, *, expected: tuple[int, ...] = (), **options: Any) -> Any:
        context = chromium.new_context(**{"viewport": DESK, "reduced_motion": "reduce", **options})
        contexts.append(context)
        if actor is not None:
            cookie = SignIn(Client())(actor).cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
            )
        page = context.new_page()

        def hear(line: Any) -> None:
            allowed = any(f"status of {status}" in line.text for status in expected)
            if line.type in TOLD and not allowed:
                lines.append(f"{page.url}: {line.text}")

        page.on("console", hear)
        page.on("pageerror", lambda error: lines.append(f"{page.url}: {error}"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not lines, "\n".join(lines)
