"""Small files of our own, one of each kind that is cleaned."""

from __future__ import annotations

import io

from PIL import Image, ImageCms

from hotline.scrubbing.binding import PagePicture, bound
from hotline.scrubbing.photo import COLOURS, as_jpeg

SIDE = 8  # pixels


def specimens() -> tuple[bytes, ...]:
    """A JPEG with tags and colour profile, a PNG, a WebP, and a PDF of one page."""
    picture = Image.new("RGB", (SIDE, SIDE), "navy")
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    profile = ImageCms.ImageCmsProfile(COLOURS).tobytes()
    return (
        _saved(picture, "JPEG", exif=exif.tobytes(), icc_profile=profile),
        _saved(picture.convert("RGBA"), "PNG"),
        _saved(picture, "WEBP"),
        bound([PagePicture(as_jpeg(picture), SIDE, SIDE)], dpi=72.0),
    )


def _saved(picture: Image.Image, name: str, **options: bytes) -> bytes:
    target = io.BytesIO()
    picture.save(target, name, **options)
    return target.getvalue()
