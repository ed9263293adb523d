"""A reporter is told when answers narrow them down to fewer than ten people."""

from __future__ import annotations

import pytest

from hotline.guide import narrowing
from hotline.guide.checking import Answers
from hotline.guide.narrowing import FEW_PEOPLE, OWN_ADDRESS, OWN_WORDS, UNKNOWN_CROWD
from hotline.guide.topics import TOPICS

pytestmark = pytest.mark.unit

VEHICLE = TOPICS["vehicle"]
CROWDS = {("shift", "night"): 100, ("your_work", "security"): 30, ("your_work", "terminal"): 400}


def sentences(answers: Answers, *, people: int = 1000) -> list[str]:
    return [each.sentence for each in narrowing.cautions(VEHICLE, answers, crowds=CROWDS, people=people)]


def test_answers_when_together_they_fit_nine_people_then_warned_and_at_ten_not() -> None:
    # 1,000 people, a tenth of them at night: 30 in security leave 3, 100 on the quay leave 10.
    assert sentences({"shift": ("night",), "your_work": ("security",)}) == [FEW_PEOPLE]
    ten = {**CROWDS, ("your_work", "terminal"): 100}
    answers: Answers = {"shift": ("night",), "your_work": ("terminal",)}
    assert narrowing.cautions(VEHICLE, answers, crowds=ten, people=1000) == ()
    nine = {**ten, ("your_work", "terminal"): 99}
    found = narrowing.cautions(VEHICLE, answers, crowds=nine, people=1000)
    assert [(each.sentence, set(each.questions)) for each in found] == [(FEW_PEOPLE, {"shift", "your_work"})]


def test_one_answer_when_its_crowd_is_large_then_not_warned() -> None:
    assert sentences({"shift": ("night",)}) == []


def test_answers_when_nobody_counted_then_two_of_them_are_warned_of() -> None:
    assert sentences({"shift": ("day",), "your_work": ("ship",)}) == [UNKNOWN_CROWD]
    assert sentences({"shift": ("night",), "your_work": ("security",)}, people=0) == [UNKNOWN_CROWD]
    assert sentences({"shift": ("day",)}) == []


def test_crowd_when_said_larger_than_the_port_then_counted_as_everybody() -> None:
    left = narrowing.people_left((("shift", "night"),), crowds={("shift", "night"): 5000}, people=1000)
    assert left == 1000


@pytest.mark.parametrize(
    "text", ["erin@port.example", "call +32 470 12 34 56", "0032470123456", "tel. 0470/12.34.56"]
)
def test_text_when_it_holds_an_address_or_a_number_then_warned(text: str) -> None:
    assert sentences({"told": (text,)}) == [OWN_ADDRESS]


@pytest.mark.parametrize("text", ["MSCU 123456 7", "gate 17 at 03:40", "about 20 boxes", "12/11/2026"])
def test_text_when_it_holds_other_numbers_then_not_warned(text: str) -> None:
    assert sentences({"told": (text,)}) == []


@pytest.mark.parametrize("text", ["I told my boss", "mijn baas weet het", "меня зовут", "اسمي"])
def test_text_when_it_speaks_of_the_writer_then_warned(text: str) -> None:
    assert sentences({"told": (text,)}) == [OWN_WORDS]
