"""The gallery in a browser: both themes, desk and phone, axe, the strict policy, with and without script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread

from tests.browser.chromium import launched

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.portsec.interface.urls")]

POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["default", "inert"],
}
HOSTILE = (
    "<script>1</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<tr onclick=1><td>x</td></tr>",
    "<template><i onclick=1></i></template>",
    "<iframe srcdoc=x></iframe>",
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.fixture
def address(settings: Any) -> Iterator[str]:
    """A server thread without a database: the gallery stores nothing."""
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": POLICY}
    settings.STATICFILES_FINDERS = [
        "django.contrib.staticfiles.finders.AppDirectoriesFinder",
        "portsec.interface.icons.SpriteFinder",
    ]
    server = LiveServerThread("localhost", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://localhost:{server.port}/gallery/"
    server.terminate()


def opened(chromium: Any, address: str, **options: Any) -> tuple[Any, list[str]]:
    page = chromium.new_context(reduced_motion="reduce", **options).new_page()
    lines: list[str] = []
    page.on("console", lambda line: lines.append(line.text))
    page.on("pageerror", lambda error: lines.append(str(error)))
    page.on("response", lambda answer: lines.append(answer.url) if answer.status >= 400 else None)
    page.goto(address)
    page.wait_for_load_state("load")
    return page, lines


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1366, 390, 320])
def test_gallery_has_no_violation_no_console_line_and_no_sideways_scroll(
    chromium: Any, address: str, theme: str, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page, lines = opened(chromium, address, viewport={"width": width, "height": 844}, color_scheme=theme)
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": rules}).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert lines == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") is not None
    page.context.close()


def test_keys_move_tick_and_open_help_and_can_be_switched_off(chromium: Any, address: str) -> None:
    page, _ = opened(chromium, address)
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.className") == "row-link"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("j?x")
    assert page.input_value(".search input") == "j?x"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#keys-help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys-help").is_visible()
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    page.keyboard.press("?")
    assert not page.locator("#keys-help").is_visible()
    page.context.close()


def test_inserted_html_that_could_run_is_refused(chromium: Any, address: str) -> None:
    page, _ = opened(chromium, address)
    insert = """text => { const t = document.createElement('template');
                try { t.innerHTML = text; return true } catch { return false } }"""
    assert page.evaluate(insert, "<tr><td>one = two on x</td></tr>")
    assert [text for text in HOSTILE if page.evaluate(insert, text)] == []
    page.context.close()


def test_menu_opens_without_script_on_a_phone(chromium: Any, address: str) -> None:
    page, _ = opened(chromium, address, viewport={"width": 390, "height": 844}, java_script_enabled=False)
    assert page.locator(".sidebar").is_hidden()
    page.click(".bar-menu > summary")
    assert page.locator(".bar-menu nav").is_visible()
    page.context.close()
