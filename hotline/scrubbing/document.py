"""Draws each page of a PDF as a picture: what was text, program, link or attachment is only seen."""

from __future__ import annotations

from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from hotline.scrubbing.binding import POINTS, PagePicture, bound
from hotline.scrubbing.photo import as_jpeg
from hotline.scrubbing.report import Unclean
from hotline.scrubbing.words import Obstacle, Removed

MOST_PAGES: Final = 60  # a waybill with its annexes; more is work for a person
DPI: Final = 120.0  # small print of a bill of lading is read, and a page takes 150 to 400 kB
MOST_PIXELS: Final = 3_000_000  # a page, whatever size it claims
MOST_DRAWN: Final = 24 * 1024 * 1024  # bytes of all pages together: below the largest class of sealed files
MARKS: Final = {
    b"/JavaScript": Removed.PROGRAM,
    b"/Launch": Removed.PROGRAM,
    b"/EmbeddedFile": Removed.ATTACHMENT,
}
PROPERTIES: Final = {
    "Author": Removed.AUTHOR,
    "Creator": Removed.DEVICE,
    "Producer": Removed.DEVICE,
    "CreationDate": Removed.TIME,
    "ModDate": Removed.TIME,
    "Title": Removed.DESCRIPTION,
    "Subject": Removed.DESCRIPTION,
    "Keywords": Removed.DESCRIPTION,
}


def clean(content: bytes) -> tuple[bytes, tuple[Removed, ...], int]:
    """A PDF of pictures, what is not in it any more, and the number of its pages.

    Raises Unclean: damaged, locked, too many pages, or more bytes than can be sealed.
    """
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
        raise Unclean(Obstacle.LOCKED if locked else Obstacle.DAMAGED) from None
    with document:
        count = len(document)
        if not count:
            raise Unclean(Obstacle.DAMAGED)
        if count > MOST_PAGES:
            raise Unclean(Obstacle.TOO_MANY_PAGES)
        try:
            return _cleaned(document, content)
        except (pypdfium2.PdfiumError, OSError, ValueError):
            raise Unclean(Obstacle.DAMAGED) from None


def _cleaned(document: pypdfium2.PdfDocument, content: bytes) -> tuple[bytes, tuple[Removed, ...], int]:
    pages: list[PagePicture] = []
    found = _found(document, content)
    for number in range(len(document)):
        page = document[number]
        pages.append(_drawn(page))
        if Removed.TEXT_LAYER not in found and _has_text(page):
            found.add(Removed.TEXT_LAYER)
        page.close()
        if sum(len(each.jpeg) for each in pages) > MOST_DRAWN:
            raise Unclean(Obstacle.TOO_HEAVY)
    removed = tuple(each for each in Removed if each in found)
    return bound(pages, dpi=DPI), removed, len(pages)


def _drawn(page: pypdfium2.PdfPage) -> PagePicture:
    """The page with its notes and fields as a picture. A page of a square kilometre is drawn small."""
    width, height = (max(side, 1.0) for side in page.get_size())
    scale = min(DPI / POINTS, (MOST_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale)
    picture = bitmap.to_pil().convert("RGB")
    drawn = PagePicture(as_jpeg(picture), *picture.size)
    bitmap.close()
    return drawn


def _found(document: pypdfium2.PdfDocument, content: bytes) -> set[Removed]:
    """What the document holds besides its pages, by kind and never by value."""
    properties = document.get_metadata_dict()
    found = {removed for name, removed in PROPERTIES.items() if properties.get(name)}
    found |= {removed for mark, removed in MARKS.items() if mark in content}
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        found.add(Removed.PROGRAM)
    if document.count_attachments() > 0:
        found.add(Removed.ATTACHMENT)
    if document.get_formtype() != pdfium.FORMTYPE_NONE:
        found.add(Removed.FORM)
    return found


def _has_text(page: pypdfium2.PdfPage) -> bool:
    words = page.get_textpage()
    count: int = words.count_chars()
    words.close()
    return count > 0
