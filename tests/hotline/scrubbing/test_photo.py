"""A photo comes out with its pixels and nothing else."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from hotline.scrubbing import photo
from hotline.scrubbing.report import Unclean
from hotline.scrubbing.words import FileKind, Obstacle, Removed
from tests.hotline.scrubbing import hostile, pictures

pytestmark = pytest.mark.unit

SOUND = {
    FileKind.JPEG: pictures.phone_jpeg,
    FileKind.PNG: pictures.phone_png,
    FileKind.WEBP: pictures.phone_webp,
}
EVERYWHERE = {Removed.PLACE, Removed.TIME, Removed.AUTHOR, Removed.DEVICE, Removed.DESCRIPTION}


@pytest.mark.parametrize("kind", SOUND)
def test_photo_when_cleaned_then_says_what_is_gone(kind: FileKind) -> None:
    _, removed = photo.clean(SOUND[kind](), kind)
    assert set(removed) >= EVERYWHERE


@pytest.mark.parametrize("kind", SOUND)
@pytest.mark.parametrize("seed", range(67))
def test_photos_when_cleaned_then_nothing_but_pixels_is_left(kind: FileKind, seed: int) -> None:
    """Two hundred files: no tag, no place, no device, no author, no second picture, no profile."""
    original = SOUND[kind](seed)
    assert any(secret in original for secret in pictures.SECRETS)
    copy, _ = photo.clean(original, kind)
    assert not [secret for secret in pictures.SECRETS if secret in copy]
    with Image.open(io.BytesIO(copy)) as image:
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_photo_when_cleaned_then_shows_the_same() -> None:
    copy, _ = photo.clean(pictures.phone_png(), FileKind.PNG)
    with Image.open(io.BytesIO(copy)) as image:
        was, now = pictures.scene().getpixel((5, 5)), image.getpixel((5, 5))
    assert isinstance(was, tuple)
    assert isinstance(now, tuple)
    assert max(abs(left - right) for left, right in zip(was, now, strict=True)) < 24


def test_photo_when_it_lies_on_its_side_then_is_turned_upright() -> None:
    copy, _ = photo.clean(pictures.phone_jpeg(orientation=6), FileKind.JPEG)
    with Image.open(io.BytesIO(copy)) as image:
        assert image.size == (200, 320)


def test_photo_when_something_hides_behind_its_end_then_it_is_named_and_gone() -> None:
    copy, removed = photo.clean(pictures.phone_jpeg(behind=b"PK\x03\x04hidden"), FileKind.JPEG)
    assert Removed.TRAILER in removed
    assert b"hidden" not in copy


def test_photo_when_nothing_hides_then_no_trailer_is_claimed() -> None:
    for kind, make in SOUND.items():
        assert Removed.TRAILER not in photo.clean(make(), kind)[1]


def test_photo_when_larger_than_memory_then_a_jpeg_is_read_at_a_smaller_scale() -> None:
    whole = pictures.saved(Image.new("RGB", (6_000, 4_000), "navy"), "JPEG")
    copy, _ = photo.clean(whole, FileKind.JPEG)
    with Image.open(io.BytesIO(copy)) as image:
        assert image.size == (3_000, 2_000)


@pytest.mark.parametrize("side", [4_100, 9_000, 65_535])
def test_picture_when_it_claims_too_many_pixels_then_is_refused_by_its_head(side: int) -> None:
    with pytest.raises(Unclean) as refused:
        photo.clean(hostile.png_head(side, side), FileKind.PNG)
    assert refused.value.obstacle is Obstacle.TOO_MANY_PIXELS


def test_picture_when_cut_off_then_is_refused_as_damaged() -> None:
    with pytest.raises(Unclean) as refused:
        photo.clean(pictures.phone_jpeg()[:2_000], FileKind.JPEG)
    assert refused.value.obstacle is Obstacle.DAMAGED
