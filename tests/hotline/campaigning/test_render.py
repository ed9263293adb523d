"""Cards and posters: all copies alike, in twelve languages, with an address that a phone reads."""

from __future__ import annotations

import io

import pypdf
import pypdfium2
import pytest
import zxingcpp

from hotline.campaigning.render import Form, Print, render
from hotline.campaigning.wording import CUES, languages, wording

pytestmark = pytest.mark.unit

ADDRESS = "https://report.port.example/c/bcd234/"
TWELVE = {"en", "nl", "fr", "de", "es", "it", "sv", "pl", "tr", "tl", "ru", "ar"}


def test_languages_when_listed_then_are_the_twelve() -> None:
    assert set(languages()) == TWELVE


@pytest.mark.parametrize("language", sorted(TWELVE))
def test_wording_when_read_then_says_as_much_as_the_english_one(language: str) -> None:
    say, english = wording(language), wording("en")
    assert set(say.messages) - {"review"} == set(english.messages)
    assert len(say.cues) == CUES
    assert bool(say.review) is (language != "en")
    assert not [name for name in say.messages if name != "review" and not say.messages[name]]


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_print_when_drawn_then_its_code_leads_to_the_address(form: Form, language: str) -> None:
    with pypdfium2.PdfDocument(render(form, Print(language, "Port of Example", ADDRESS))) as opened:
        picture = opened[0].render(scale=3.0 if form is Form.CARD else 1.0).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [ADDRESS]


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("language", sorted(TWELVE))
def test_print_when_made_then_fits_its_pages_and_says_its_language(form: Form, language: str) -> None:
    read = pypdf.PdfReader(io.BytesIO(render(form, Print(language, "Port of Example", ADDRESS))))
    assert len(read.pages) == (2 if form is Form.CARD else 1)
    assert read.trailer["/Root"]["/Lang"] == language


@pytest.mark.parametrize("form", Form)
def test_copies_when_made_twice_then_cannot_be_told_apart(form: Form) -> None:
    content = Print("nl", "Port of Example", ADDRESS)
    assert render(form, content) == render(form, content)


def test_print_when_made_then_names_no_time_and_nobody() -> None:
    read = pypdf.PdfReader(io.BytesIO(render(Form.CARD, Print("en", "Port of Example", ADDRESS))))
    assert set(read.metadata or {}) <= {"/Title", "/Creator"}
    assert "2026" not in "".join(page.extract_text() for page in read.pages)


def test_print_when_the_language_has_no_wording_then_nothing_is_printed() -> None:
    with pytest.raises(KeyError):
        render(Form.CARD, Print("xx", "Port of Example", ADDRESS))
