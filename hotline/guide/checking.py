"""Reads what a browser sent as answers to a topic: only what was asked, in the form in which it was asked."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from hotline.guide.question import Asked, Question, Topic

# Code of a question, and what was answered: codes of options, or one text. Unanswered ones are left out.
Answers: TypeAlias = dict[str, tuple[str, ...]]

TOO_LONG = "This is too long. Please shorten it."
NOT_OFFERED = "Please choose from the list."
UNREADABLE = "This holds a character that cannot be kept. Please remove it."
SENTENCES = (TOO_LONG, NOT_OFFERED, UNREADABLE)

ALLOWED_CONTROLS = frozenset("\n\t")
JOINERS = frozenset("\u200c\u200d")  # some scripts need them inside words


@dataclass(frozen=True, slots=True)
class Reading:
    """What was answered, and what is wrong, each by the code of its question."""

    answers: Answers = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def read(topic: Topic, given: Mapping[str, Sequence[str]]) -> Reading:
    """The answers of a form. Every question may be skipped; what was not asked is not kept."""
    reading = Reading()
    for question in topic.questions:
        values = [value for value in given.get(question.code, ()) if value.strip()]
        if not values:
            continue
        if question.is_chosen:
            _choose(question, values, reading)
        else:
            _write(question, values[0], reading)
    return reading


def clean(text: str) -> str:
    """The text in one form of Unicode, with the line ends of one system."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def is_readable(text: str) -> bool:
    """No control characters, unassigned ones or marks that turn the direction of reading around."""
    return all(
        character in ALLOWED_CONTROLS
        or character in JOINERS
        or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
        for character in text
    )


def is_urgent(topic: Topic, answers: Answers) -> bool:
    """Whether an answer says that the report should not wait."""
    return any(
        option.urgent
        for question in topic.questions
        for code in answers.get(question.code, ())
        if (option := question.option(code)) is not None
    )


def _choose(question: Question, values: Sequence[str], reading: Reading) -> None:
    """Options in the order of the list: the order of ticking would say something about the device."""
    chosen = set(values)
    known = tuple(option.code for option in question.options if option.code in chosen)
    if len(known) != len(chosen) or (question.asked is Asked.ONE and len(known) > 1):
        reading.problems[question.code] = NOT_OFFERED
    if known:
        reading.answers[question.code] = known[:1] if question.asked is Asked.ONE else known


def _write(question: Question, value: str, reading: Reading) -> None:
    text = clean(value)
    reading.answers[question.code] = (text[: question.longest].strip(),)
    if len(text) > question.longest:
        reading.problems[question.code] = TOO_LONG
    elif not is_readable(text):
        reading.problems[question.code] = UNREADABLE
        kept = clean("".join(each for each in text if is_readable(each)))[: question.longest]
        reading.answers.pop(question.code)
        if kept:
            reading.answers[question.code] = (kept,)
