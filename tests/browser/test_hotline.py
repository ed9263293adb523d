"""The reporter's door on a narrow phone without scripts: the whole way, in English and in Arabic."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hotline.models import Report
from tests.browser.walk import PHONE, findings
from tests.hotline import door, hubs
from tests.hotline.door import Door
from tests.hotline.photographs import photograph

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def running(transactional_db: None, tmp_path: Path) -> Iterator[Door]:
    hubs.cheap_receipts()
    hubs.open_hub()
    hubs.open_hub("XXOTH", "Other Port", sister=False)
    with door.running(tmp_path) as found:
        yield found


@pytest.fixture
def phone(chromium: Any) -> Iterator[Any]:
    """A telephone without scripts, and what its console said."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False, reduced_motion="reduce")
    yield context
    context.close()


def width(page: Any) -> int:
    """Of the whole page. Playwright may ask although the page itself may run no script."""
    size: int = page.evaluate("document.documentElement.scrollWidth")
    return size


@pytest.mark.parametrize(
    ("language", "leave", "promise"),
    [
        ("en", "Leave this page fast", "You do not give your name."),
        ("ar", "غادر هذه الصفحة بسرعة", "لا تعطي اسمك."),
    ],
)
def test_report_when_filed_on_a_phone_without_scripts_then_read_back_with_the_code(
    running: Door, phone: Any, tmp_path: Path, language: str, leave: str, promise: str
) -> None:
    picture = tmp_path / "gate.jpg"
    picture.write_bytes(photograph())
    page = phone.new_page()
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(f"{running.url}/report/{language}/")
    assert page.title() != ""
    assert page.get_by_text(promise).is_visible()
    assert page.get_by_role("link", name=leave).get_attribute("href") == "https://www.yr.no/en"
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert width(page) <= PHONE["width"]
    page.locator('input[value="XXPEX"]').check()
    page.locator('input[value="container"]').check()
    page.locator('button[value="topic"]').click()
    assert width(page) <= PHONE["width"]
    page.locator('input[name="signs"][value="seal"]').check()
    page.locator('[name="number"]').fill("MSCU 123456 7")
    page.locator('[name="told"]').fill("My boss told me to look away.")
    page.locator('button[value="questions"]').click()
    assert page.locator(".note-wait").count() == 1  # "my boss" says something about the writer
    assert width(page) <= PHONE["width"]
    page.locator('[name="files"]').set_input_files(picture)
    page.locator('[name="without"]').first.check()
    page.locator('button[value="send"]').click()
    code = page.locator("#code").inner_text()
    assert width(page) <= PHONE["width"]
    assert [
        name for (name,) in Report.objects.get().keys.values_list("recipient__unit").exclude(recipient=None)
    ] == ["Trust centre"]
    page.goto(f"{running.url}/report/{language}/answer/")
    page.locator("#code").fill(code)
    page.locator('button[value="open"]').click()
    assert page.locator('[name="message"]').is_visible()
    assert width(page) <= PHONE["width"]
    page.locator('[name="message"]').fill("They came back.")
    page.locator('button[value="write"]').click()
    assert page.get_by_text("They came back.").is_visible()
    assert phone.cookies() == []
    assert hosts == {running.url.removeprefix("http://")}
    assert code not in page.content()


def test_pages_when_walked_then_clean_for_policy_and_people(running: Door, chromium: Any) -> None:
    context = chromium.new_context(viewport=PHONE, reduced_motion="reduce", bypass_csp=True)
    page = context.new_page()
    wrong: list[str] = []
    for language in ("en", "ar"):
        page.goto(f"{running.url}/report/{language}/")
        wrong += findings(page, f"{language} start")
        page.locator('input[value="XXPEX"]').check()
        page.locator('input[value="pressure"]').check()
        page.locator('button[value="topic"]').click()
        wrong += findings(page, f"{language} questions")
        page.locator('[name="told"]').fill("They know where I live.")
        page.locator('button[value="questions"]').click()
        wrong += findings(page, f"{language} summary")
        page.locator('button[value="send"]').click()
        code = page.locator("#code").inner_text()
        wrong += findings(page, f"{language} code")
        for place in ("what", "answer", "nowhere"):
            page.goto(f"{running.url}/report/{language}/{place}/")
            wrong += findings(page, f"{language} {place}")
        page.goto(f"{running.url}/report/{language}/answer/")
        page.locator("#code").fill(code)
        page.locator('button[value="open"]').click()
        wrong += findings(page, f"{language} conversation")
        page.locator('button[value="erase"]').click()
        wrong += findings(page, f"{language} erase")
    context.close()
    assert not wrong, "\n".join(wrong)
