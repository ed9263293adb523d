"""What was answered, in words: for the sealed report, for the desk, and for the reporter before sending."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hotline.guide.checking import Answers
from hotline.guide.question import Question, Topic
from hotline.guide.topics import TOPICS


@dataclass(frozen=True, slots=True)
class Line:
    """A question and the words of its answer: those of the path in English, or the reporter's own."""

    question: Question
    texts: tuple[str, ...]


def lines(topic: Topic, answers: Answers) -> Iterator[Line]:
    """What was answered, in the order of the path."""
    for question in topic.questions:
        if question.code not in answers:
            continue
        given = answers[question.code]
        if question.is_chosen:
            given = tuple(option.text for option in question.options if option.code in given)
        yield Line(question, given)


def question_text(topic_code: str, question_code: str) -> str:
    """How a question was put; its code where the path no longer has it."""
    topic = TOPICS.get(topic_code)
    question = topic.question(question_code) if topic is not None else None
    return question.text if question is not None else question_code
