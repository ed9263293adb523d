"""The person's own part is said whole in every language, and what runs is what was translated."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import pytest

from screening.deciding.words import RemedyKind, RemedyState
from screening.enums import ActivityKind, DocumentKind, GapReason, Language
from screening.history.missing import _GAP, _NOTHING
from screening.notices import QUESTIONS
from screening.saying import LABELS
from screening.services.remedy import EVIDENCE

pytestmark = pytest.mark.unit

LOCALE = Path(__file__).parents[2] / "screening" / "locale"
BLANK = re.compile(r"%\((\w+)\)s")
OTHERS = [language for language in Language if language is not Language.EN]
TEMPLATES = Path(__file__).parents[2] / "screening" / "templates" / "screening"
PAGES = sorted({*TEMPLATES.glob("apply/*.html"), *TEMPLATES.glob("hearing_*.html")})
IN_TEMPLATE = re.compile(
    r"""{% translate (["'])(?P<text>.*?)\1"""
    r"""|{% blocktranslate.*?%}(?P<block>.*?){% (?:plural|endblocktranslate)"""
)
TEXT = r'((?:"(?:[^"\\]|\\.)*"\n?)+)'


def catalogue(language: Language) -> dict[str, list[str]]:
    """Each text of the source catalogue with its translations; two for a text that counts."""
    found = {}
    text = (LOCALE / language.value / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    for block in text.strip().split("\n\n")[1:]:
        name = re.search(rf"^msgid {TEXT}", block, re.MULTILINE)
        assert name is not None, block
        said = re.findall(rf"^msgstr(?:\[\d\])? {TEXT}", block, re.MULTILINE)
        found[joined(name[1])] = [joined(each) for each in said]
    return found


def joined(lines: str) -> str:
    return "".join(ast.literal_eval(line) for line in lines.strip().split("\n"))


@pytest.mark.parametrize("language", OTHERS)
def test_catalogue_when_read_then_every_text_is_said_with_its_blanks(language: Language) -> None:
    for text, said in catalogue(language).items():
        assert said, text
        for each in said:
            assert each.strip(), text
            assert set(BLANK.findall(each)) <= set(BLANK.findall(text)) | {"tries"}, text
            if len(said) == 1:
                assert set(BLANK.findall(each)) == set(BLANK.findall(text)), text


@pytest.mark.parametrize("language", OTHERS)
def test_compiled_catalogue_when_read_then_says_what_the_source_says(language: Language) -> None:
    with (LOCALE / language.value / "LC_MESSAGES" / "django.mo").open("rb") as compiled:
        running = gettext.GNUTranslations(compiled)
    for text, said in catalogue(language).items():
        answers = {running.gettext(text), running.pgettext("end of a period", text)}
        assert answers & set(said), f"{text}: run msgfmt again"


@pytest.mark.parametrize("language", OTHERS)
def test_catalogues_when_compared_then_hold_the_same_texts(language: Language) -> None:
    assert catalogue(language).keys() == catalogue(OTHERS[0]).keys()


def test_texts_that_judgement_says_when_looked_up_then_stand_in_the_catalogue() -> None:
    known = catalogue(OTHERS[0])
    said = {question.text for question in QUESTIONS} | set(_GAP.values()) | set(_NOTHING.values())
    assert said <= known.keys()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_texts_of_a_page_when_looked_up_then_stand_in_the_catalogue(page: Path) -> None:
    known = catalogue(OTHERS[0])
    for found in IN_TEMPLATE.finditer(page.read_text(encoding="utf-8")):
        text = re.sub(r"{{ (\w+) }}", r"%(\1)s", found["text"] or found["block"])
        assert text in known


def test_labels_of_closed_lists_when_marked_then_none_is_forgotten() -> None:
    closed = (ActivityKind, GapReason, DocumentKind, RemedyKind, RemedyState)
    labels = {kind.label for words in closed for kind in words}
    assert labels <= set(LABELS)
    assert set(LABELS) <= catalogue(OTHERS[0]).keys()


def test_lists_of_the_two_doors_when_looked_up_then_stand_in_the_catalogue() -> None:
    offered = {text for listed in EVIDENCE.values() for text in listed}
    assert offered <= catalogue(OTHERS[0]).keys()
