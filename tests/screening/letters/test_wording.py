"""The catalogues: complete in each language, filled alike, translations marked for review."""

from __future__ import annotations

import string
from datetime import date

import pytest

from screening.enums import Language
from screening.letters.wording import CATALOGUE, wording
from screening.retention.words import DataClass, ErasureAction

pytestmark = pytest.mark.unit

ORIGINAL = wording(Language.EN).messages


def blanks(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


@pytest.mark.parametrize("language", list(Language))
def test_catalogue_when_compared_with_the_original_then_has_the_same_messages(language: Language) -> None:
    messages = wording(language).messages
    assert set(messages) == set(ORIGINAL)
    assert len(messages["months"]) == 12
    for name, original in ORIGINAL.items():
        if isinstance(original, dict):
            assert set(messages[name]) == set(original), name
            assert all(messages[name].values())
        elif isinstance(original, str):
            assert blanks(messages[name]) == blanks(original), name
            assert messages[name].strip(), name


@pytest.mark.parametrize("language", [each for each in Language if each is not Language.EN])
def test_translation_when_machine_made_then_says_so(language: Language) -> None:
    assert "machine translation" in wording(language).messages["review"]
    same = {
        name
        for name, text in wording(language).messages.items()
        if text == ORIGINAL[name] and isinstance(text, str)
    }
    assert same <= {"date", "issued", "page", "case", "person", "questions", "source", "conditions_title"}


@pytest.mark.parametrize("language", list(Language))
def test_certificate_when_it_names_classes_and_actions_then_each_has_a_word(language: Language) -> None:
    named = wording(language).messages
    assert set(named["data_class"]) == {each.value for each in DataClass if each is not DataClass.LEDGER}
    assert set(named["action"]) == {each.value for each in ErasureAction if each is not ErasureAction.KEEP}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (Language.EN, "1 March 2027"),
        (Language.NL, "1 maart 2027"),
        (Language.FR, "1 mars 2027"),
        (Language.DE, "1. März 2027"),
        (Language.ES, "1 de marzo de 2027"),
    ],
)
def test_day_when_written_then_as_the_language_does(language: Language, expected: str) -> None:
    assert wording(language).day(date(2027, 3, 1)) == expected


def test_catalogues_when_counted_then_one_a_language() -> None:
    assert {path.stem for path in CATALOGUE.glob("*.yaml")} == {each.value for each in Language}
