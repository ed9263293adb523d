"""Answers are read again on the server: only what was asked, in the form in which it was asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.guide import checking
from hotline.guide.checking import NOT_OFFERED, TOO_LONG, UNREADABLE
from hotline.guide.question import LONGEST_SHORT
from hotline.guide.topics import TOPICS

pytestmark = pytest.mark.unit

VEHICLE = TOPICS["vehicle"]


def test_answers_when_none_is_given_then_none_is_missed() -> None:
    reading = checking.read(VEHICLE, {"told": ["  "], "cues": []})
    assert reading.answers == {}
    assert reading.problems == {}


def test_answer_when_it_was_not_asked_then_it_is_not_kept() -> None:
    reading = checking.read(VEHICLE, {"sealed": ["x"], "name": ["Erin"], "plate": ["1-ABC-234"]})
    assert reading.answers == {"plate": ("1-ABC-234",)}


def test_options_when_ticked_in_any_order_then_kept_in_the_order_of_the_list() -> None:
    reading = checking.read(VEHICLE, {"cues": ["followed", "route"]})
    assert reading.answers["cues"] == ("route", "followed")


@pytest.mark.parametrize(
    ("given_", "question"),
    [
        ({"cues": ["route", "bribe"]}, "cues"),
        ({"shift": ["day", "night"]}, "shift"),
        ({"shift": ["noon"]}, "shift"),
    ],
)
def test_option_when_it_was_not_offered_then_refused(given_: dict[str, list[str]], question: str) -> None:
    assert checking.read(VEHICLE, given_).problems == {question: NOT_OFFERED}


def test_text_when_too_long_then_refused_and_what_fits_is_kept() -> None:
    reading = checking.read(VEHICLE, {"plate": ["x" * (LONGEST_SHORT + 1)]})
    assert reading.problems == {"plate": TOO_LONG}
    assert reading.answers["plate"] == ("x" * LONGEST_SHORT,)


@pytest.mark.parametrize("hidden", ["\x00", "\u202e", "\ud800", "\u2066", "\x1b", "\ue000"])
def test_text_when_it_holds_what_nobody_sees_then_refused(hidden: str) -> None:
    reading = checking.read(VEHICLE, {"told": [f"gate{hidden}17"]})
    assert reading.problems == {"told": UNREADABLE}
    assert reading.answers["told"] == ("gate17",)


@pytest.mark.parametrize("text", ["مرحبا می‌خواهم", "Straße — 50 €", "Ναι", "снова\nдва", "👍"])
def test_text_when_in_any_script_then_taken_as_it_is(text: str) -> None:
    assert checking.read(VEHICLE, {"told": [text]}).answers["told"] == (text,)


@given(st.dictionaries(st.sampled_from(["cues", "plate", "shift", "told", "other"]), st.lists(st.text())))
def test_reading_when_read_again_then_nothing_changes(sent: dict[str, list[str]]) -> None:
    once = checking.read(VEHICLE, sent)
    again = checking.read(VEHICLE, {code: list(values) for code, values in once.answers.items()})
    assert again.answers == once.answers
    assert again.problems == {}


def test_urgency_when_an_answer_speaks_of_danger_then_suggested() -> None:
    pressure = TOPICS["pressure"]
    assert checking.is_urgent(pressure, {"stage": ("danger",)})
    assert not checking.is_urgent(pressure, {"stage": ("refused",)})
