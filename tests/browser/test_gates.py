"""A guard's day in a browser: the phone at the gate, and the screen with all gates."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django.live_server_helper import LiveServer

from access.models import Sighting
from portsec.kernel import clock
from tests.access.at_gates import make_door_event, photographed, signed_text
from tests.access.holders import try_gate
from tests.browser.conftest import PageAs
from tests.browser.walk import findings
from tests.scenario import Scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
PATIENCE = 10_000  # milliseconds
# Chromium on Linux reads no codes itself: the browser's own reader and its camera are stood in for.
READS_CODES = """
window.BarcodeDetector = class { async detect() { return [{ rawValue: "%s" }]; } };
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  window.setInterval(() => pen.fillRect(Math.random() * 90, 0, 9, 9), 40);
  return canvas.captureStream(20);
};
"""


def test_check_when_a_card_is_photographed_then_answered_without_script(
    page_as: PageAs, live_server: LiveServer, stage: Scenario, now: datetime
) -> None:
    page = page_as(stage.cast.gita, viewport=PHONE, java_script_enabled=False)
    page.goto(f"{live_server.url}/gates/check/")
    page.get_by_label("Gate").select_option(str(stage.reader.pk))
    card = photographed(signed_text(stage, now), "card.png")
    shot = {"name": "card.png", "mimeType": "image/png", "buffer": card.read()}
    page.get_by_label("Photograph the code", exact=True).set_input_files(shot)
    page.get_by_role("button", name="Check").click()
    answer = page.get_by_role("alert")
    assert "LET IN" in answer.inner_text()
    assert "Erin Vermeer" in answer.inner_text()
    assert page.title().startswith("Let in: Erin Vermeer")
    box = answer.bounding_box()
    assert box["height"] > PHONE["height"] / 2


def test_check_when_a_picture_is_chosen_then_sent_and_answer_is_focused_and_fades(
    page_as: PageAs, live_server: LiveServer, stage: Scenario, now: datetime
) -> None:
    page = page_as(stage.cast.gita, viewport=PHONE)
    page.clock.install()
    page.goto(f"{live_server.url}/gates/check/?reader={stage.reader.pk}")
    card = photographed(signed_text(stage, now), "card.png")
    shot = {"name": "card.png", "mimeType": "image/png", "buffer": card.read()}
    page.get_by_label("Photograph the code", exact=True).set_input_files(shot)
    page.get_by_role("alert").wait_for(timeout=PATIENCE)
    assert page.evaluate("document.activeElement.id") == "answer-word"
    assert findings(page, "answer") == []
    page.clock.fast_forward(61_000)
    assert not page.locator("#answer").is_visible()
    assert page.get_by_text("This answer is old").is_visible()
    assert page.title().startswith("Check a badge")


def test_check_when_the_line_is_gone_then_no_green_answer_stands(
    page_as: PageAs, live_server: LiveServer, stage: Scenario
) -> None:
    page = page_as(stage.cast.gita, viewport=PHONE)
    page.goto(f"{live_server.url}/gates/check/?reader={stage.reader.pk}")
    page.get_by_label("Or type the number").fill(stage.badge.serial)
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for(timeout=PATIENCE)
    page.context.set_offline(True)
    page.get_by_text("No connection").wait_for(timeout=PATIENCE)
    assert not page.locator("#answer").is_visible()
    page.context.set_offline(False)


def test_check_when_going_back_then_the_old_answer_does_not_show(
    page_as: PageAs, live_server: LiveServer, stage: Scenario
) -> None:
    page = page_as(stage.cast.gita, viewport=PHONE)
    page.goto(f"{live_server.url}/gates/check/?reader={stage.reader.pk}")
    page.get_by_label("Or type the number").fill(stage.badge.serial)
    page.get_by_role("button", name="Check").click()
    page.get_by_role("alert").wait_for(timeout=PATIENCE)
    page.goto(f"{live_server.url}/gates/")
    with page.expect_response(lambda response: "/gates/check/" in response.url) as asked:
        page.go_back()
    assert asked.value.status == 200
    assert asked.value.headers["cache-control"] == "no-store"


def test_check_when_the_browser_reads_codes_itself_then_one_press_is_enough(
    page_as: PageAs, live_server: LiveServer, stage: Scenario, now: datetime
) -> None:
    page = page_as(stage.cast.gita, viewport=PHONE)
    page.add_init_script(READS_CODES % signed_text(stage, now).replace("\\", "\\\\"))
    page.goto(f"{live_server.url}/gates/check/?reader={stage.reader.pk}")
    page.get_by_role("button", name="Scan with the camera").click()
    page.get_by_role("alert").wait_for(timeout=PATIENCE)
    assert "LET IN" in page.get_by_role("alert").inner_text()


def test_live_when_seen_is_pressed_by_keyboard_then_tile_goes_for_everybody(
    page_as: PageAs, live_server: LiveServer, stage: Scenario
) -> None:
    try_gate(stage, "nobody's", at=clock.now())
    forced = make_door_event(stage, "forced", at=clock.now() - timedelta(minutes=5))
    other = page_as(stage.cast.carol)
    other.goto(f"{live_server.url}/gates/")
    page = page_as(stage.cast.gita)
    page.goto(f"{live_server.url}/gates/")
    tiles = page.locator("article")
    assert tiles.count() == 2
    assert "Alarm" in tiles.first.inner_text()
    assert findings(page, "live") == []
    page.locator(f"#seen-d{forced.number}").focus()
    page.keyboard.press("Enter")
    page.locator("article", has_text="Forced open").wait_for(state="detached", timeout=PATIENCE)
    assert page.locator("article").count() == 1
    other.locator("article", has_text="Forced open").wait_for(state="detached", timeout=PATIENCE)
    assert Sighting.objects.get().by == stage.cast.gita.user


def test_live_when_gates_are_chosen_without_script_then_side_by_side(
    page_as: PageAs, live_server: LiveServer, stage: Scenario
) -> None:
    page = page_as(stage.cast.gita, java_script_enabled=False)
    page.goto(f"{live_server.url}/gates/")
    page.get_by_text("Gates side by side").first.click()
    page.get_by_label("Gate A").check()
    page.get_by_role("button", name="Show these").click()
    assert page.url.endswith("/gates/?gate=GATE-A")
    assert page.locator(".gate-columns .pass").count() >= 2


def test_gate_page_when_held_on_a_phone_then_says_so_and_passes_axe(
    page_as: PageAs, live_server: LiveServer, stage: Scenario
) -> None:
    page = page_as(stage.cast.gita, viewport=PHONE)
    page.goto(f"{live_server.url}/gates/GATE-A/")
    page.get_by_label("Reason").fill("Forklift hit the post.")
    page.get_by_role("button", name="Hold the gate").click()
    page.get_by_text("What keeps people out now").wait_for(timeout=PATIENCE)
    assert "Forklift hit the post." in page.inner_text("main")
    assert findings(page, "gate") == []
