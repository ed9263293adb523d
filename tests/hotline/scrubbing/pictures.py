"""Photos as phones write them: place, time, device, owner, small second picture, edits."""

from __future__ import annotations

import io
import random
from typing import Any

from PIL import Image, ImageDraw, PngImagePlugin

MAKER, OWNER, COMMENT = "Quayphone", "Jan Janssen", "behind crane seven"
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="51,57.3N"'
    b' xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
    b' xmp:CreatorTool="Quayphone 7" xmp:ModifyDate="2026-03-02T04:11:00"/>'
    b"</rdf:RDF></x:xmpmeta>"
)
SECRETS = (
    *(b"Quayphone", b"Jan Janssen", b"behind crane seven", b"2026:03:02", b"2026-03-02"),
    *(b"GPS", b"xmpmeta", b"Exif", b"ICC_PROFILE", b"Adobe", b"PK\x03\x04", b"<html"),
)


def scene(width: int = 320, height: int = 200, seed: int = 0) -> Image.Image:
    """Something to see: boxes in colours of their own."""
    chance = random.Random(seed)
    picture = Image.new("RGB", (width, height), "lightgray")
    pen = ImageDraw.Draw(picture)
    for _ in range(12):
        left, top = chance.randrange(width - 20), chance.randrange(height - 20)
        colour = tuple(chance.randrange(256) for _ in range(3))
        pen.rectangle((left, top, left + 18, top + 12), fill=colour)
    return picture


def tags(orientation: int = 1) -> Image.Exif:
    """Place, time, device, owner and comment, as a phone writes them."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0110], exif[0x0131] = orientation, MAKER, "Seven", "Camera 4.2"
    exif[0x0132], exif[0x013B], exif[0x010E] = "2026:03:02 04:11:00", OWNER, COMMENT
    exif.get_ifd(0x8769).update({0x9003: "2026:03:02 04:11:00", 0xA431: "SN-4711", 0xA430: OWNER})
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 57.0, 18.0), 3: "E", 4: (4.0, 8.0, 12.0)})
    return exif


def saved(picture: Image.Image, name: str, **options: Any) -> bytes:
    target = io.BytesIO()
    picture.save(target, name, **options)
    return target.getvalue()


def phone_jpeg(seed: int = 0, *, orientation: int = 1, behind: bytes = b"") -> bytes:
    """A JPEG with everything that a phone writes into it, and bytes hidden behind its end."""
    made = saved(scene(seed=seed), "JPEG", exif=tags(orientation), xmp=XMP, comment=COMMENT.encode())
    return made + behind


def phone_png(seed: int = 0) -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", OWNER)
    texts.add_text("Comment", COMMENT, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return saved(scene(seed=seed), "PNG", pnginfo=texts, exif=tags())


def phone_webp(seed: int = 0) -> bytes:
    return saved(scene(seed=seed), "WEBP", exif=tags().tobytes(), xmp=XMP)
