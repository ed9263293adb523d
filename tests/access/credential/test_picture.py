"""The code of a badge in a photograph: found at any angle and size, and no picture harms the reader."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
import qrcode
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from access.credential import picture
from access.credential.picture import DAMAGED, NO_CODE, OTHER_KIND, SEVERAL_CODES, TOO_LARGE, text_of_code
from portsec.kernel.errors import InvalidInput

pytestmark = pytest.mark.unit

TEXT = "PB1:" + "9F8 $%*+-./:" * 36  # as long as a credential, with every sign of base45


def code(text: str = TEXT, size: int = 600) -> Image.Image:
    made = qrcode.make(text, error_correction=qrcode.constants.ERROR_CORRECT_M).get_image().convert("L")
    return made.resize((size, size))


def photograph(*codes: Image.Image, size: tuple[int, int] = (2000, 1500), turned: float = 0) -> Image.Image:
    paper = Image.new("L", size, 190)
    for place, one in enumerate(codes):
        turned_code = one.rotate(turned, expand=True, fillcolor=255)
        paper.paste(turned_code, (150 + place * 850, 200))
    return paper


def saved(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header names any size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("turned", [0, 7, 45, 90, 180, 271])
@pytest.mark.parametrize(("form", "options"), [("JPEG", {"quality": 60}), ("PNG", {})])
def test_picture_when_it_shows_a_code_then_its_text(
    turned: float, form: str, options: dict[str, int]
) -> None:
    assert text_of_code(saved(photograph(code(), turned=turned), form, **options)) == TEXT


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_picture_when_in_any_colours_then_read(mode: str) -> None:
    assert text_of_code(saved(photograph(code()).convert(mode))) == TEXT


@pytest.mark.parametrize("mode", ["RGBA", "P", "1", "LA"])
def test_png_when_in_any_mode_then_read(mode: str) -> None:
    assert text_of_code(saved(photograph(code()).convert(mode), "PNG")) == TEXT


def test_picture_when_it_is_of_a_large_camera_then_decoded_smaller_and_read() -> None:
    large = photograph(code(size=2600), size=(8000, 6000))
    assert large.width * large.height > picture.MOST_DECODED
    assert text_of_code(saved(large, quality=70)) == TEXT


def test_picture_when_the_same_code_is_twice_in_it_then_read() -> None:
    assert text_of_code(saved(photograph(code(), code()))) == TEXT


def test_picture_when_two_badges_are_in_it_then_one_at_a_time() -> None:
    assert refusal(saved(photograph(code(), code("PB1:OTHER")))) == SEVERAL_CODES


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", OTHER_KIND),
        (b"not a picture", OTHER_KIND),
        (b"%PDF-1.7 %%EOF", OTHER_KIND),
        (b"GIF89a" + bytes(40), OTHER_KIND),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", OTHER_KIND),
        (saved(Image.new("L", (300, 300)), "BMP"), OTHER_KIND),
        (saved(photograph(code()))[:4000], DAMAGED),
        (saved(photograph(code()), "PNG")[:900], DAMAGED),
        (saved(Image.new("L", (800, 600), 255)), NO_CODE),
        (saved(Image.new("L", (1, 1)), "PNG"), NO_CODE),
        (bytes(picture.MOST_BYTES + 1), TOO_LARGE),
        (png_that_claims(9_000, 9_000), TOO_LARGE),
        (png_that_claims(20_000, 20_000), TOO_LARGE),
        (png_that_claims(2**31 - 1, 2**31 - 1), TOO_LARGE),
        (saved(Image.new("L", (5000, 5000), 255), progressive=True), TOO_LARGE),
        (saved(Image.new("L", (9000, 9000), 255), quality=10), TOO_LARGE),
    ],
    ids=str,
)
def test_picture_when_it_cannot_be_read_then_a_sentence_says_why(content: bytes, problem: str) -> None:
    assert refusal(content) == problem


def test_picture_when_it_is_also_a_page_then_only_the_picture_counts() -> None:
    assert text_of_code(saved(photograph(code())) + b"<script>alert(1)</script>") == TEXT


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=600), st.sampled_from([b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"]))
def test_picture_when_bytes_are_of_any_kind_then_text_or_refusal(tail: bytes, head: bytes) -> None:
    assert refusal(head + tail)


def refusal(content: bytes) -> str:
    with pytest.raises(InvalidInput) as refused:
        text_of_code(content)
    assert refused.value.fields == {"picture": refused.value.detail}
    return refused.value.detail
