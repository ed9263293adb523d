"""The guided path as data: seven topics, few questions, nothing that must be answered."""

from __future__ import annotations

import pytest

from hotline.enums import Topic as TopicCode
from hotline.guide.question import MOST_QUESTIONS, Asked
from hotline.guide.topics import TOPICS

pytestmark = pytest.mark.unit


def test_topics_when_listed_then_they_are_the_seven_that_reports_know() -> None:
    assert list(TOPICS) == [topic.value for topic in TopicCode]


@pytest.mark.parametrize("code", TOPICS)
def test_topic_when_asked_about_then_at_most_eight_questions_each_of_its_own_code(code: str) -> None:
    codes = [question.code for question in TOPICS[code].questions]
    assert 3 <= len(codes) <= MOST_QUESTIONS
    assert len(set(codes)) == len(codes)
    assert codes[-1] == "told"


@pytest.mark.parametrize("code", TOPICS)
def test_question_when_chosen_from_a_list_then_it_has_options_and_a_written_one_none(code: str) -> None:
    for question in TOPICS[code].questions:
        assert bool(question.options) == question.is_chosen
        assert len({option.code for option in question.options}) == len(question.options)
        # A report knows these names in 20 characters, and so does the table of crowds.
        assert all(len(option.code) <= 20 for option in question.options)


def test_vehicle_when_asked_about_then_the_four_cues_of_the_driver_card_come_first() -> None:
    cues = TOPICS["vehicle"].questions[0]
    assert cues.asked is Asked.SEVERAL
    assert [option.code for option in cues.options] == ["route", "cargo", "place", "followed"]


def test_topics_about_oneself_when_read_then_they_promise_that_screening_is_not_touched() -> None:
    about_oneself = [topic for topic in TOPICS.values() if topic.happened_to_me]
    assert {topic.code for topic in about_oneself} == {"pressure", "own_mistake"}
    for topic in about_oneself:
        assert "never touches your own screening" in topic.note
        assert topic.question("protection") is not None
