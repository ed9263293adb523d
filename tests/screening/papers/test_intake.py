"""What people upload is made harmless, or refused with a sentence that helps."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from portsec.kernel.errors import InvalidInput
from screening.papers import intake

pytestmark = pytest.mark.unit

HEADS = [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b"%PDF-"]
PLACE = b"51.2637 N 4.3834 E"


def picture(form: str = "PNG", size: tuple[int, int] = (640, 480), mode: str = "RGB") -> bytes:
    target = io.BytesIO()
    Image.new(mode, size).save(target, form)
    return target.getvalue()


def with_exif() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = PLACE.decode()
    exif[0x0112] = 6  # taken with the phone on its side
    target = io.BytesIO()
    Image.new("RGB", (640, 480), "red").save(target, "JPEG", exif=exif)
    return target.getvalue()


def claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says that it is this large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    body = struct.pack(">I", len(head)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + body + b"\x00\x00\x00\x00IDAT"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_picture_when_read_then_drawn_anew_as_jpeg(form: str) -> None:
    kept = intake.read(picture(form))
    assert kept.media_type == "image/jpeg"
    with Image.open(io.BytesIO(kept.content)) as image:
        assert (image.format, image.size, image.info.get("exif")) == ("JPEG", (640, 480), None)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "CMYK", "1", "I;16"])
def test_picture_when_its_colours_are_stored_in_another_way_then_still_read(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    assert intake.read(picture(form, mode=mode)).media_type == "image/jpeg"


def test_picture_when_it_knows_where_it_was_taken_then_forgets_it_and_stands_upright() -> None:
    content = with_exif()
    assert PLACE in content
    kept = intake.read(content)
    assert PLACE not in kept.content
    with Image.open(io.BytesIO(kept.content)) as image:
        assert image.size == (480, 640)
        assert not dict(image.getexif())


def test_picture_when_larger_than_print_needs_then_made_smaller() -> None:
    kept = intake.read(picture("JPEG", (4000, 3000)))
    with Image.open(io.BytesIO(kept.content)) as image:
        assert image.size == (3000, 2250)


def test_picture_when_a_script_hangs_behind_it_then_the_script_is_gone() -> None:
    kept = intake.read(picture("JPEG") + b"<script>alert(1)</script>")
    assert b"<script>" not in kept.content


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty"),
        (b"x" * (intake.MOST_BYTES + 1), "larger than 10 MB"),
        (b"<html><script>alert(1)</script></html>", "cannot be taken"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "cannot be taken"),
        (b"GIF89a" + b"\x00" * 40, "cannot be taken"),
        (b"MZ\x90\x00", "cannot be taken"),
        (b"%PDF-1.7 and nothing more", "damaged"),
        (picture()[:200], "damaged"),
        (picture("JPEG")[:900], "damaged"),
        (picture(size=(199, 900)), "too small"),
        (claims(30_000, 30_000), "million pixels"),
        (claims(8_000, 6_000), "million pixels"),
    ],
    ids=[
        *("nothing", "too many bytes", "html", "svg", "gif", "program", "half a pdf", "half a png"),
        *("half a jpeg", "too small", "bomb", "too many pixels"),
    ],
)
def test_upload_when_it_may_not_be_kept_then_says_why(content: bytes, problem: str) -> None:
    with pytest.raises(InvalidInput, match=problem) as refused:
        intake.read(content)
    assert list(refused.value.fields) == ["upload"]


def test_pdf_when_whole_then_kept_as_it_is() -> None:
    content = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"
    assert intake.read(content) == intake.Paper(content, "application/pdf")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(HEADS))
def test_upload_when_it_is_any_bytes_then_kept_or_refused_and_never_more(tail: bytes, head: bytes) -> None:
    with suppress(InvalidInput):
        assert intake.read(head + tail).media_type in {"image/jpeg", "application/pdf"}
