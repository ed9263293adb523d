"""Letters as PDF: tagged, complete in five languages, the same bytes for the same facts, in the margins."""

from __future__ import annotations

import io
from dataclasses import fields, replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from screening.enums import Language
from screening.letters.facts import Ground, OutcomeFacts
from screening.letters.render import FACTS_OF, pictures, render
from screening.letters.wording import wording
from screening.letters.words import LetterKind
from tests.screening.letters.samples import ALL, MARKUP, NOTICE, OUTCOME, REFUSAL, named

pytestmark = pytest.mark.unit

EACH = [(kind, language) for kind in LetterKind for language in Language]
SCRIPTS = {
    "arabic": "محمد بن عبد الله آل سعود بن فيصل بن تركي بن عبد العزيز بن عبد الرحمن",
    "greek": "Αλέξανδρος Παπαδόπουλος-Χατζηγεωργίου του Κωνσταντίνου",
    "polytonic": "Εἰρήνη Ἀθανασιάδου",
    "cyrillic": "Константин Константинович Константинопольский-Преображенский",
    "han": "欧阳" + "王小明" * 12,
    "hangul": "김철수박영희" * 6,
    "kana": "やまだ・タロウ",
    "hebrew": "אברהם בן דוד הלוי",
    "armenian": "Արամ Խաչատրյան",
    "thai": "สมชาย ใจดี",
    "devanagari": "अमित कुमार शर्मा",
    "one long word": "Wolfeschlegelsteinhausenbergerdorff" * 4,
}
MARGIN = 50  # points that stay white on the left and the right; the page's own margin is 68


def text_of(pdf: bytes) -> str:
    """The text of all pages on one line, without the places where a word may break."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u200b", "").split())


@pytest.mark.parametrize(("kind", "language"), EACH)
def test_letter_when_rendered_then_is_tagged_and_says_its_language(
    kind: LetterKind, language: Language
) -> None:
    root = PdfReader(io.BytesIO(render(kind, language, ALL[kind]))).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == language.value
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    declared = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in declared
    assert "<pdfaid:part>2</pdfaid:part>" in declared
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in declared


@pytest.mark.parametrize("language", list(Language))
def test_notice_when_rendered_then_holds_every_finding_reason_and_day(language: Language) -> None:
    text = text_of(render(LetterKind.NOTICE_OF_INTENT, language, NOTICE))
    say = wording(language)
    for ground in NOTICE.grounds:
        assert ground.sentence in text
        assert ground.rule in text
    assert NOTICE.grounds[0].reason in text
    assert NOTICE.grounds[0].source in text
    assert NOTICE.reasons in text
    assert say.day(date(2030, 1, 1)) in text
    assert say.day(NOTICE.answer_by) in text
    assert NOTICE.essences[0].text in text
    assert NOTICE.essences[0].legal_ground in text
    assert NOTICE.material[0] in text


@pytest.mark.parametrize("language", list(Language))
def test_refusal_when_rendered_then_holds_each_remedy_with_its_last_day(language: Language) -> None:
    text = text_of(render(LetterKind.DECISION, language, REFUSAL))
    for remedy in REFUSAL.remedies:
        assert remedy.body in text
        assert wording(language).day(remedy.until) in text
    assert REFUSAL.grounds[1].sentence in text


def test_employer_facts_when_looked_at_then_have_no_room_for_reasons() -> None:
    assert {field.name for field in fields(OutcomeFacts)} == {
        *("head", "subject", "outcome", "valid_from", "valid_until")
    }


@pytest.mark.parametrize("kind", [LetterKind.DECISION, LetterKind.NOTICE_OF_INTENT])
def test_employer_letter_when_made_from_other_facts_then_is_refused(kind: LetterKind) -> None:
    with pytest.raises(TypeError, match="employer_outcome"):
        render(LetterKind.EMPLOYER_OUTCOME, Language.EN, ALL[kind])


def test_kinds_when_counted_then_each_has_its_facts() -> None:
    assert set(FACTS_OF) == set(LetterKind) == set(ALL)


def test_letter_when_rendered_twice_then_has_the_same_bytes() -> None:
    for kind, facts in ALL.items():
        assert render(kind, Language.FR, facts) == render(kind, Language.FR, facts)


def test_letter_when_facts_look_like_markup_then_they_are_text() -> None:
    facts = replace(NOTICE, reasons=MARKUP, grounds=(Ground(sentence=MARKUP, reason=MARKUP),))
    text = text_of(render(LetterKind.NOTICE_OF_INTENT, Language.EN, facts))
    assert text.count('*bold* #panic("x") $a$ <b>b</b> = no heading {braces} \\ @ref `raw`') == 3


@given(st.text(max_size=60), st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_letter_when_any_text_comes_then_it_is_set(name: str, reason: str) -> None:
    facts = replace(named(NOTICE, name, own_script=name), reasons=reason)
    assert render(LetterKind.NOTICE_OF_INTENT, Language.NL, facts).startswith(b"%PDF-")


@pytest.mark.parametrize("name", SCRIPTS.values(), ids=SCRIPTS)
def test_letter_when_the_name_is_long_then_it_stays_inside_the_margins(name: str) -> None:
    for kind in (LetterKind.NOTICE_OF_INTENT, LetterKind.DECISION):
        for page in pictures(kind, Language.DE, named(ALL[kind], name, own_script=name)):
            assert white_beside(page)


@pytest.mark.parametrize("script", ["greek", "polytonic", "cyrillic", "han", "hangul", "kana"])
def test_letter_when_a_font_has_the_script_then_the_name_can_be_copied_out(script: str) -> None:
    name = SCRIPTS[script]
    text = text_of(render(LetterKind.EMPLOYER_OUTCOME, Language.ES, named(OUTCOME, name)))
    assert name.replace(" ", "") in text.replace(" ", "")


def white_beside(png: bytes) -> bool:
    """Whether nothing is drawn in the outer strips at the left and the right of a picture."""
    page = Image.open(io.BytesIO(png)).convert("L")
    strips = ((0, 0, MARGIN, page.height), (page.width - MARGIN, 0, page.width, page.height))
    return all(page.crop(strip).getextrema() == (255, 255) for strip in strips)


def test_pages_when_numbered_then_count_to_the_last() -> None:
    many = tuple(Ground(sentence=f"Finding number {n} about something that happened.") for n in range(40))
    pages = PdfReader(
        io.BytesIO(render(LetterKind.DECISION, Language.EN, replace(REFUSAL, grounds=many)))
    ).pages
    footers = [page.extract_text() for page in pages]
    assert len(footers) > 1
    assert all(f"Page {n} of {len(pages)}" in footer for n, footer in enumerate(footers, start=1))
    assert all(a != b for a, b in pairwise(footers))
