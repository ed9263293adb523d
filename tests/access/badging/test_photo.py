"""What is made of uploaded pictures, and which are refused."""

from __future__ import annotations

import io
import random
import struct
import zlib
from contextlib import suppress
from typing import Any

import pytest
from PIL import Image, ImageCms

from access.badging import photo
from access.badging.photo import HEIGHT, MOST_KEPT, WIDTH, Crop
from portsec.kernel.errors import InvalidInput

pytestmark = pytest.mark.unit

RED, BLUE, WHITE = (200, 30, 30), (30, 30, 200), (255, 255, 255)


def file(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def halves(size: tuple[int, int]) -> Image.Image:
    """Red above, blue below."""
    image = Image.new("RGB", size, BLUE)
    image.paste(RED, (0, 0, size[0], size[1] // 2))
    return image


def taken(content: bytes, crop: Crop = Crop.TOP) -> Image.Image:
    kept = photo.read(content, crop)
    assert len(kept) <= MOST_KEPT
    image = Image.open(io.BytesIO(kept))
    image.load()
    assert (image.format, image.size, image.mode) == ("JPEG", (WIDTH, HEIGHT), "RGB")
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}, "no metadata"
    return image


def close(seen: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(seen, wanted, strict=True))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", [(480, 600), (240, 300), (3000, 4000), (4000, 3000), (300, 2000)], ids=str)
def test_picture_when_of_any_kind_and_size_then_drawn_anew(form: str, size: tuple[int, int]) -> None:
    taken(file(halves(size), form))


def test_crop_when_the_picture_is_high_then_top_or_middle_is_kept() -> None:
    high = file(halves((480, 1200)))
    top, middle = taken(high, Crop.TOP), taken(high, Crop.CENTRE)
    assert close(top.getpixel((240, 590)), RED)
    assert close(middle.getpixel((240, 590)), BLUE)
    assert close(middle.getpixel((240, 10)), RED)


def test_picture_when_a_phone_was_turned_then_stands_upright() -> None:
    lying = halves((480, 600)).rotate(90, expand=True)
    turned = Image.Exif()
    turned[0x0112] = 6  # turn by 90 degrees clockwise
    upright = taken(file(lying, exif=turned))
    assert close(upright.getpixel((240, 30)), RED)
    assert close(upright.getpixel((240, 570)), BLUE)


def test_picture_when_it_tells_a_place_then_that_is_gone() -> None:
    where = Image.Exif()
    where[0x010E] = "Erin at 51.2 N 4.4 E"
    content = file(halves((480, 600)), exif=where, comment=b"secret remark")
    assert b"secret remark" in content
    kept = photo.read(content, Crop.TOP)
    assert b"secret remark" not in kept
    assert b"51.2" not in kept


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "RGBA", "LA", "1", "I;16"])
def test_picture_when_in_any_mode_then_in_plain_colours(mode: str) -> None:
    form = "JPEG" if mode in {"L", "CMYK"} else "PNG"
    source = Image.new(mode, (480, 600)) if mode == "I;16" else halves((480, 600)).convert(mode)
    taken(file(source, form))


def test_picture_when_clear_in_places_then_on_white() -> None:
    assert close(taken(file(Image.new("RGBA", (480, 600), (0, 0, 0, 0)), "PNG")).getpixel((9, 9)), WHITE)


def test_picture_when_with_a_profile_then_colours_are_kept_and_a_broken_one_is_passed_over() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for told in (profile, b"no profile at all"):
        assert close(taken(file(halves((480, 600)), icc_profile=told)).getpixel((240, 30)), RED)


def test_picture_when_full_of_noise_then_kept_coarser() -> None:
    noise = Image.frombytes("RGB", (960, 1200), random.Random(7).randbytes(960 * 1200 * 3))
    taken(file(noise, "PNG"))


def test_picture_when_something_hangs_on_it_then_that_is_gone() -> None:
    """A file that is a picture and a page or an archive at once."""
    content = file(halves((480, 600))) + b"<script>alert(1)</script>PK\x03\x04"
    kept = photo.read(content, Crop.TOP)
    assert b"<script>" not in kept
    assert b"PK\x03\x04" not in kept


def png_of(width: int, height: int) -> bytes:
    """A head that claims any size, with next to nothing behind it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def moving(form: str) -> bytes:
    frames = [halves((480, 600)), Image.new("RGB", (480, 600), WHITE)]
    return file(frames[0], form, save_all=True, append_images=frames[1:], duration=100)


REFUSED = {
    "empty": (b"", "empty"),
    "text": (b"hello" * 100, "no picture"),
    "pdf": (b"%PDF-1.7\n%%EOF", "no picture"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture"),
    "gif": (file(halves((480, 600)), "GIF"), "no picture"),
    "bmp": (file(halves((480, 600)), "BMP"), "no picture"),
    "tiff": (file(halves((480, 600)), "TIFF"), "no picture"),
    "cut off": (file(halves((480, 600)), quality=95)[:2000], "damaged"),
    "bomb of 20,000 by 20,000": (png_of(20_000, 20_000), "million pixels"),
    "bomb of 400 million million": (png_of(2**31 - 1, 2**31 - 1), "million pixels"),
    "bomb of 7,000 by 6,000": (png_of(7_000, 6_000), "million pixels"),
    "too small": (file(Image.new("RGB", (200, 400))), "too small"),
    "moving png": (moving("PNG"), "moves"),
    "moving webp": (moving("WEBP"), "moves"),
    "too large": (b"\xff\xd8" + bytes(photo.MOST_BYTES), "larger than 10 MB"),
}


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_picture_when_it_cannot_be_taken_then_a_sentence_says_why(content: bytes, said: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        photo.read(content, Crop.TOP)
    assert said in refusal.value.detail
    assert set(refusal.value.fields) == {"picture"}


def test_picture_when_any_byte_is_broken_then_refused_or_drawn_and_never_an_error() -> None:
    good, chance = file(halves((480, 600))), random.Random(3)
    for _ in range(60):
        broken = bytearray(good)
        for _ in range(5):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        with suppress(InvalidInput):
            taken(bytes(broken))
