"""A PDF comes out as pictures of its pages."""

from __future__ import annotations

import pypdfium2
import pytest
from PIL import Image, ImageChops

from hotline.scrubbing import document
from hotline.scrubbing.report import Unclean
from hotline.scrubbing.words import Obstacle, Removed
from tests.hotline.scrubbing import documents

pytestmark = pytest.mark.unit


def seen(content: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(content) as opened:
        return opened[0].render(scale=document.DPI / 72).to_pil().convert("RGB")


def test_document_when_cleaned_then_looks_the_same() -> None:
    copy, _, pages = document.clean(documents.pdf())
    difference = ImageChops.difference(seen(documents.pdf()), seen(copy)).convert("L")
    assert pages == 1
    assert sum(difference.histogram()[64:]) < 40  # of 55,000 pixels, at the edges of letters
    assert seen(copy).getextrema() != ((255, 255), (255, 255), (255, 255))


def test_document_when_cleaned_then_holds_no_text_name_or_time() -> None:
    copy, removed, _ = document.clean(documents.pdf())
    assert set(removed) >= {
        Removed.AUTHOR,
        Removed.TIME,
        Removed.DEVICE,
        Removed.DESCRIPTION,
        Removed.TEXT_LAYER,
    }
    assert not [
        word for word in (b"Janssen", b"2026", b"Quayphone", b"MSKU", b"/Info", b"/Font") if word in copy
    ]
    with pypdfium2.PdfDocument(copy) as opened:
        assert not any(opened.get_metadata_dict().values())
        assert opened[0].get_textpage().count_chars() == 0


@pytest.mark.parametrize(
    ("content", "removed", "mark"),
    [
        (documents.script(), Removed.PROGRAM, b"JavaScript"),
        (documents.launch(), Removed.PROGRAM, b"/Launch"),
        (documents.embedded(), Removed.ATTACHMENT, b"EmbeddedFile"),
        (documents.form(), Removed.FORM, b"AcroForm"),
    ],
    ids=["script", "launch", "embedded", "form"],
)
def test_document_when_it_holds_more_than_pages_then_that_is_named_and_gone(
    content: bytes, removed: Removed, mark: bytes
) -> None:
    copy, found, _ = document.clean(content)
    assert removed in found
    assert mark in content
    assert mark not in copy


def test_document_when_pages_are_of_any_size_then_pictures_stay_within_bounds() -> None:
    copy, _, _ = document.clean(documents.pdf(box=b"[0 0 9999999 9999]"))
    with pypdfium2.PdfDocument(copy) as opened:
        width, height = opened[0].get_size()
    assert width * height < document.MOST_PIXELS


@pytest.mark.parametrize(
    ("content", "obstacle"),
    [
        (documents.pdf(count=document.MOST_PAGES + 1), Obstacle.TOO_MANY_PAGES),
        (documents.locked(), Obstacle.LOCKED),
        (b"%PDF-1.7\n%%EOF", Obstacle.DAMAGED),
        (documents.pdf()[:60], Obstacle.DAMAGED),
    ],
    ids=["pages", "locked", "empty", "cut"],
)
def test_document_when_it_cannot_be_drawn_then_says_why(content: bytes, obstacle: Obstacle) -> None:
    with pytest.raises(Unclean) as refused:
        document.clean(content)
    assert refused.value.obstacle is obstacle


def test_document_when_it_has_the_most_pages_then_all_are_drawn() -> None:
    _, _, pages = document.clean(documents.pdf(count=document.MOST_PAGES))
    assert pages == document.MOST_PAGES
