"""What a question of the guided path is, and what a topic is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

MOST_QUESTIONS = 8  # a topic; who is afraid or in a hurry gives up on long forms
LONGEST_SHORT = 120  # characters of a line
LONGEST_LONG = 2_400  # characters of a text; a whole report fits into the smallest size class of sealing


class Asked(StrEnum):
    """How an answer is given."""

    ONE = "one"
    SEVERAL = "several"
    SHORT = "short"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose. `urgent` marks one that should not wait for the delay that hides the hour."""

    code: str
    text: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `narrows` marks one whose answer says something about who writes."""

    code: str
    text: str
    asked: Asked
    options: tuple[Option, ...] = ()
    help: str = ""
    narrows: bool = False

    @property
    def is_chosen(self) -> bool:
        return self.asked in {Asked.ONE, Asked.SEVERAL}

    @property
    def longest(self) -> int:
        """Characters that an answer in the reporter's own words may have."""
        return LONGEST_LONG if self.asked is Asked.LONG else LONGEST_SHORT

    def option(self, code: str) -> Option | None:
        return next((option for option in self.options if option.code == code), None)


@dataclass(frozen=True, slots=True)
class Topic:
    """One way through the path: what the reporter saw, and what is asked about it.

    `happened_to_me` marks the ways on which the reporter tells of themselves.
    """

    code: str
    text: str
    note: str
    questions: tuple[Question, ...]
    happened_to_me: bool = False

    def question(self, code: str) -> Question | None:
        return next((question for question in self.questions if question.code == code), None)

    def texts(self) -> Iterator[str]:
        """Every text that translators must know."""
        yield self.text
        yield self.note
        for question in self.questions:
            yield question.text
            yield question.help
            yield from (option.text for option in question.options)
