"""Makes the picture of a badge from whatever is uploaded: upright, cropped, drawn anew, without metadata."""

from __future__ import annotations

import io
import warnings
from typing import Any, Final

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from portsec.kernel.errors import InvalidInput
from portsec.kernel.words import Word
from screening.papers.intake import FORMATS, MOST_BYTES, MOST_PIXELS

WIDTH, HEIGHT = 480, 600  # pixels; printed 20 by 25 mm that is 600 dpi
LEAST_WIDTH, LEAST_HEIGHT = 240, 300  # smaller than half the print: a face is not told from another
MOST_KEPT: Final = 200_000  # bytes, as the column has it
QUALITIES = (90, 80, 70, 60, 50, 40)  # a noisy picture is kept coarser rather than refused
COLOURS = ImageCms.createProfile("sRGB")


class Crop(Word):
    """Which part of a picture is kept where it is higher or wider than the badge's."""

    TOP = "top", "Head at the top"
    CENTRE = "centre", "Head in the middle"


def read(content: bytes, crop: Crop) -> bytes:
    """The picture as JPEG, 480 by 600 pixels. The name and type that the browser claims are not believed.

    Raises InvalidInput with a sentence for the officer: empty, too large, another kind of file, moving,
    damaged, too many or too few pixels.
    """
    if not content:
        raise _refused("This file is empty.")
    if len(content) > MOST_BYTES:
        raise _refused(f"This file is larger than {MOST_BYTES // 1024 // 1024} MB.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                _check(image)
                image.load()
                return _drawn_anew(image, crop)
    except UnidentifiedImageError:
        raise _refused("This is no picture that can be taken. Choose a JPEG, PNG or WebP file.") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except (OSError, ValueError, SyntaxError, EOFError):
        # What Pillow raises for files that begin well and end badly.
        raise _refused("This picture is damaged. Please take it again.") from None


def _check(image: Image.Image) -> None:
    """What the head of the file tells, before a pixel is decoded."""
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise _too_many_pixels()
    if getattr(image, "n_frames", 1) > 1:
        raise _refused("This picture moves. Take a still one.")
    if min(width, height) < LEAST_WIDTH or max(width, height) < LEAST_HEIGHT:
        raise _refused(
            f"This picture is too small: {width} by {height} pixels. "
            f"It needs {LEAST_WIDTH} by {LEAST_HEIGHT} at least."
        )


def _drawn_anew(image: Image.Image, crop: Crop) -> bytes:
    upright = ImageOps.exif_transpose(image) or image
    picture = _on_white(_in_srgb(upright))
    centering = (0.5, 0.0) if crop is Crop.TOP else (0.5, 0.5)
    fitted = ImageOps.fit(picture, (WIDTH, HEIGHT), method=Image.Resampling.LANCZOS, centering=centering)
    bare = Image.new("RGB", fitted.size)
    bare.paste(fitted)
    for quality in QUALITIES:
        target = io.BytesIO()
        bare.save(target, "JPEG", quality=quality, optimize=True)
        if target.tell() <= MOST_KEPT:
            return target.getvalue()
    raise _refused("This picture cannot be made small enough. Please take it again.")


def _in_srgb(image: Image.Image) -> Image.Image:
    """The same colours in sRGB: phones write wider ones, and their faces would print pale."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK", "L"}:
        return image
    try:
        converted: Any = ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), COLOURS, outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError):
        return image  # a broken profile says nothing about the pixels
    return image if converted is None else converted


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in {"RGBA", "LA", "PA", "P"}:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    paper = Image.new("RGB", clear.size, "white")
    paper.paste(clear, mask=clear.getchannel("A"))
    return paper


def _too_many_pixels() -> InvalidInput:
    return _refused(f"This picture has more than {MOST_PIXELS // 1_000_000} million pixels.")


def _refused(problem: str) -> InvalidInput:
    return InvalidInput(problem, fields={"picture": problem})
