"""Which answers narrow down who writes: to fewer than ten people, or by a trace in the reporter's words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from hotline.guide.checking import Answers
from hotline.guide.question import Topic

# How many people of a port would give an answer: (question, option) -> people.
Crowds: TypeAlias = Mapping[tuple[str, str], int]

# The smallest group in which one may hide. Ten is the cell size that the hotline's own counts keep (2026-11).
SMALLEST_CROWD: Final = 10

FEW_PEOPLE = "Together these answers fit fewer than ten people. You can leave one out."
UNKNOWN_CROWD = "We cannot tell how many people these answers fit. You can leave one out."
OWN_ADDRESS = "Your text holds a mail address or a telephone number. Is it yours? Then take it out."
OWN_WORDS = "Your text says something about yourself. Could somebody guess who you are?"
SENTENCES = (FEW_PEOPLE, UNKNOWN_CROWD, OWN_ADDRESS, OWN_WORDS)

MAIL = re.compile(r"[^\s@]{1,64}@[^\s@.]{1,63}\.[^\s@]{1,63}")
TELEPHONE = re.compile(r"(?:\+|\b00)\d(?:[ /().-]?\d){7,14}\b|\b0\d{1,4}(?:[ /.-]?\d){6,9}\b")
# What people write about themselves without meaning to, in the languages of the hotline.
OF_MYSELF = re.compile(
    r"\b(?:my (?:name|badge|boss|shift|team|wife|husband)|i am the only|mijn (?:naam|badge|baas|ploeg|shift)"
    r"|mon (?:nom|badge|chef|équipe)|mein(?:e)? (?:name|ausweis|chef|schicht)|mi (?:nombre|jefe|turno)"
    r"|il mio (?:nome|capo|turno)|mitt namn|min chef|moje (?:nazwisko|imię)|mój szef|adım|benim adım|müdürüm"
    r"|pangalan ko|boss ko|меня зовут|мой начальник|моя смена|اسمي|مديري)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Caution:
    """A sentence, and the questions whose answers it speaks of."""

    sentence: str
    questions: tuple[str, ...]


def cautions(topic: Topic, answers: Answers, *, crowds: Crowds, people: int) -> tuple[Caution, ...]:
    """What to say before sending. `people` is how many work in the port, 0 where nobody counted."""
    found = []
    telling = tuple(
        (question.code, answers[question.code][0])
        for question in topic.questions
        if question.narrows and question.code in answers
    )
    if telling:
        fits = people_left(telling, crowds=crowds, people=people)
        if fits is None and len(telling) > 1:
            found.append(Caution(UNKNOWN_CROWD, tuple(code for code, _ in telling)))
        elif fits is not None and fits < SMALLEST_CROWD:
            found.append(Caution(FEW_PEOPLE, tuple(code for code, _ in telling)))
    found += _traces(topic, answers)
    return tuple(found)


def people_left(telling: tuple[tuple[str, str], ...], *, crowds: Crowds, people: int) -> float | None:
    """How many people fit all the answers, None where one of them was never counted.

    Answers are taken as independent of each other, which no list of a port says better: a share of the night
    shift works on the quay as it does by day.
    """
    if people <= 0:
        return None
    left = float(people)
    for answer in telling:
        if answer not in crowds:
            return None
        left *= min(crowds[answer], people) / people
    return left


def _traces(topic: Topic, answers: Answers) -> list[Caution]:
    written = [
        (question.code, answers[question.code][0])
        for question in topic.questions
        if not question.is_chosen and question.code in answers
    ]
    found = []
    for sentence, patterns in ((OWN_ADDRESS, (MAIL, TELEPHONE)), (OWN_WORDS, (OF_MYSELF,))):
        codes = tuple(code for code, text in written if any(pattern.search(text) for pattern in patterns))
        if codes:
            found.append(Caution(sentence, codes))
    return found
