"""Binds pictures into a PDF that holds nothing else: no program's name, no time, no text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

POINTS = 72.0  # to the inch, the unit of PDF


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page as a JPEG in RGB; width and height in pixels."""

    jpeg: bytes
    width: int
    height: int


def bound(pages: Sequence[PagePicture], *, dpi: float) -> bytes:
    """A PDF 1.4 with one picture a page (ISO 32000-1). Libraries that write PDF stamp it with the time."""
    kids = b" ".join(b"%d 0 R" % (3 + 3 * place) for place in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),
    ]
    for place, page in enumerate(pages):
        objects += _page(page, number=3 + 3 * place, dpi=dpi)
    return _file(objects)


def _page(page: PagePicture, *, number: int, dpi: float) -> list[bytes]:
    """Page, content and picture; they stand under `number` and the two that follow."""
    width, height = page.width * POINTS / dpi, page.height * POINTS / dpi
    content = b"q %.2f 0 0 %.2f 0 0 cm /P Do Q" % (width, height)
    return [
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R"
        b"/Resources<</XObject<</P %d 0 R>>>>>>" % (width, height, number + 1, number + 2),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8"
        b"/Filter/DCTDecode/Length %d>>stream\n%s\nendstream"
        % (page.width, page.height, len(page.jpeg), page.jpeg),
    ]


def _file(objects: Sequence[bytes]) -> bytes:
    """The objects one after another, then the table that says where each begins."""
    written, starts = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        starts.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    return bytes(written) + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(written))
    )
