"""The notice and the letter stand in every language, whole."""

from __future__ import annotations

import pytest

from screening.enums import ClearanceLevel, Language
from screening.notices import NOTICE, QUESTIONS, questions_for

pytestmark = pytest.mark.unit

BLANKS = {"port": "Port of Example", "post": "Crane", "person": "Erin", "until": "1 June"}


@pytest.mark.parametrize("language", list(Language))
def test_texts_when_filled_in_then_the_same_pieces_in_every_language(language: Language) -> None:
    for texts in (NOTICE.notice, NOTICE.invitation):
        words, english = texts[language], texts[Language.EN]
        assert words.pieces.keys() == english.pieces.keys()
        assert len(words.points) == len(english.points)
        filled = words.filled(**BLANKS)
        assert all(piece.strip() and "{" not in piece for piece in filled.values())
        if language is not Language.EN:
            assert all(words.pieces[name] != english.pieces[name] for name in words.pieces)


def test_questions_when_the_level_is_deeper_then_all_of_the_lower_and_more() -> None:
    asked = [questions_for(level) for level in ClearanceLevel]
    assert set(asked[0]) < set(asked[1]) < set(asked[2]) == set(QUESTIONS)
