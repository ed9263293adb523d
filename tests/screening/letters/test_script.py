"""Names in every script: kept where a font has them, romanised where none has, never without a glyph."""

from __future__ import annotations

import unicodedata

import pytest

from screening.enums import Language
from screening.letters.render import render
from screening.letters.script import BREAK_HERE, BUILT_IN, LONGEST_WORD, showable
from screening.letters.words import LetterKind
from tests.screening.letters.samples import OUTCOME, named

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "name",
    ["Μαρία", "Ольга", "محمد", "王小明", "김철수", "שלום", "Đặng Thị Hồng", "Łukasz", "Ærøskøbing", "ß"],
)
def test_name_when_a_font_has_it_then_stays(name: str) -> None:
    assert showable(name) == name


@pytest.mark.parametrize(("name", "start"), [("สมชาย", "sm"), ("अमित", "am"), ("გიორგი", "g")])
def test_name_when_no_font_has_it_then_is_romanised(name: str, start: str) -> None:
    shown = showable(name)
    assert shown.isascii()
    assert shown.lower().startswith(start)


def test_control_characters_when_shown_then_are_spaces() -> None:
    assert showable("a\x00b\u202ec") == "a b c"


def test_long_word_when_shown_then_may_break() -> None:
    shown = showable("x" * (LONGEST_WORD * 2 + 1))
    assert shown.replace(BREAK_HERE, "") == "x" * (LONGEST_WORD * 2 + 1)
    assert max(map(len, shown.split(BREAK_HERE))) == LONGEST_WORD


def test_decomposed_name_when_shown_then_is_composed() -> None:
    assert showable("Jose\u0301") == "José"


def test_ranges_when_listed_then_ascend_without_overlap() -> None:
    edges = [edge for pair in BUILT_IN for edge in pair]
    assert edges == sorted(edges)


def test_ranges_when_each_character_is_set_then_has_a_glyph() -> None:
    """Every character of every range, set as a name: typst refuses a PDF/UA in which one has no glyph."""
    every = [chr(code) for low, high in BUILT_IN for code in range(low, high + 1)]
    assigned = [char for char in every if unicodedata.category(char) not in ("Cn", "Cf", "Zl", "Zp")]
    assert [char for char in assigned if showable(char) == char] == [
        char for char in assigned if unicodedata.normalize("NFC", char) == char
    ]
    facts = named(OUTCOME, " ".join(assigned))
    assert render(LetterKind.EMPLOYER_OUTCOME, Language.EN, facts).startswith(b"%PDF-")
