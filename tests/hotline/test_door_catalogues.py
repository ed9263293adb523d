"""Every text of the reporter's door is said in twelve languages, and what runs is what was translated."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline.enums import ReportState
from hotline.guide import checking, narrowing
from hotline.guide.topics import TOPICS
from hotline.public import pages, sentences
from hotline.scrubbing.intake import NOTHING_FOUND, ORIGINAL_ONLY
from hotline.scrubbing.words import Obstacle, Removed
from portsec.environment import LANGUAGE_NAMES

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[2] / "hotline"
LOCALE = ROOT / "locale"
OTHERS = [code for code in LANGUAGE_NAMES if code != "en"]
BLANK = re.compile(r"%\((\w+)\)s")
TEXT = r'((?:"(?:[^"\\]|\\.)*"\n?)+)'
IN_TEMPLATE = re.compile(
    r"""{% translate (["'])(?P<text>.*?)\1|{% blocktranslate.*?%}(?P<block>.*?){% endblocktranslate"""
)


def catalogue(language: str) -> dict[str, str]:
    """Each text of the source catalogue with its translation."""
    text = (LOCALE / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    found = {}
    for block in text.strip().split("\n\n")[1:]:
        name, said = (re.search(rf"^{word} {TEXT}", block, re.MULTILINE) for word in ("msgid", "msgstr"))
        assert name is not None, block
        assert said is not None, block
        found[joined(name[1])] = joined(said[1])
    return found


def joined(lines: str) -> str:
    return "".join(ast.literal_eval(line) for line in lines.strip().split("\n"))


def said_at_the_door() -> Iterator[str]:
    """Every text that a reporter can meet."""
    for topic in TOPICS.values():
        yield from topic.texts()
    yield from (*checking.SENTENCES, *narrowing.SENTENCES, *sentences.ALL, *pages.SENTENCES.values())
    yield from (word.label for words in (ReportState, Removed, Obstacle) for word in words)
    yield from (NOTHING_FOUND, ORIGINAL_ONLY)
    for page in (ROOT / "templates" / "hotline" / "public").glob("*.html"):
        for found in IN_TEMPLATE.finditer(page.read_text(encoding="utf-8")):
            yield re.sub(r"{{ (\w+) }}", r"%(\1)s", found["text"] or found["block"])


@pytest.mark.parametrize("language", OTHERS)
def test_text_when_a_reporter_can_meet_it_then_it_is_said_in_every_language(language: str) -> None:
    known = catalogue(language)
    assert {text for text in said_at_the_door() if text} == known.keys()
    for text, said in known.items():
        assert said.strip(), text
        assert sorted(BLANK.findall(said)) == sorted(BLANK.findall(text)), text


@pytest.mark.parametrize("language", OTHERS)
def test_compiled_catalogue_when_read_then_says_what_the_source_says(language: str) -> None:
    with (LOCALE / language / "LC_MESSAGES" / "django.mo").open("rb") as compiled:
        running = gettext.GNUTranslations(compiled)
    for text, said in catalogue(language).items():
        assert running.gettext(text) == said, f"{text}: run msgfmt again"


@pytest.mark.parametrize("language", OTHERS)
def test_catalogue_when_a_machine_made_it_then_it_says_so(language: str) -> None:
    text = (LOCALE / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    assert "X-Standing: machine translation, to be reviewed" in text or "X-Standing: reviewed by" in text


@pytest.mark.parametrize("language", OTHERS)
def test_emergency_number_when_translated_then_still_the_number(language: str) -> None:
    for text, said in catalogue(language).items():
        assert ("112" in said) == ("112" in text), text
