"""Reads an uploaded file and returns what may be kept of it. No Django, no storage."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from portsec.kernel.errors import InvalidInput
from screening.saying import gettext_noop

MOST_BYTES = 10 * 1024 * 1024  # one file; a good photograph of a page is 3 MB
MOST_PIXELS = (
    40_000_000  # beyond a phone's camera of 2026; a "bomb" of a few kB can claim thousands of millions
)
LONGEST_EDGE = 3000  # pixels kept: 300 dpi on A4 is 3508, and print this small is read at 200 dpi
LEAST_EDGE = 200  # pixels; smaller shows nothing
JPEG_QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP")  # the decoders that may see foreign bytes; Pillow has many more
PDF_HEAD, PDF_TAIL = b"%PDF-", b"%%EOF"
TAIL_WITHIN = 2048  # bytes from the end in which readers look for the end mark
OTHER_KIND = gettext_noop(
    "This kind of file cannot be taken. Take a photograph, or choose a JPEG, PNG, WebP or PDF file."
)


@dataclass(frozen=True, slots=True)
class Paper:
    """The bytes to keep and what they are."""

    content: bytes
    media_type: str


def read(content: bytes) -> Paper:
    """What may be kept of an upload. The name and the type that the browser claims are not believed.

    Raises InvalidInput with a sentence for the person: empty, too large, another kind of file, damaged, too
    many or too few pixels.
    """
    if not content:
        raise _refused(gettext_noop("This file is empty."))
    if len(content) > MOST_BYTES:
        raise _refused(f"This file is larger than {MOST_BYTES // 1024 // 1024} MB.")
    if content.startswith(PDF_HEAD):
        return _pdf(content)
    return _image(content)


def _pdf(content: bytes) -> Paper:
    """Kept byte by byte, since a signature may stand in it. It is only ever handed on as a download."""
    if PDF_TAIL not in content[-TAIL_WITHIN:]:
        raise _refused(gettext_noop("This PDF is damaged or not complete."))
    return Paper(content, "application/pdf")


def _image(content: bytes) -> Paper:
    """Decoded and drawn anew as JPEG: what else the file held, places and times among it, is gone."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                _check_size(image)
                image.load()
                return Paper(_drawn_anew(image), "image/jpeg")
    except UnidentifiedImageError:
        raise _refused(OTHER_KIND) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except (OSError, ValueError, SyntaxError, EOFError):
        # What Pillow raises for files that begin well and end badly.
        raise _refused(gettext_noop("This picture is damaged. Please take it again.")) from None


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise _too_many_pixels()
    if min(width, height) < LEAST_EDGE:
        raise _refused(f"This picture is too small to read: {width} by {height} pixels.")


def _drawn_anew(image: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(image) or image
    upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    if upright.mode in {"RGBA", "LA", "PA", "P"}:
        clear = upright.convert("RGBA")
        paper = Image.new("RGB", clear.size, "white")
        paper.paste(clear, mask=clear.getchannel("A"))
    else:
        paper = upright.convert("RGB")
    bare = Image.new("RGB", paper.size)
    bare.paste(paper)
    target = io.BytesIO()
    bare.save(target, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return target.getvalue()


def _too_many_pixels() -> InvalidInput:
    return _refused(f"This picture has more than {MOST_PIXELS // 1_000_000} million pixels.")


def _refused(problem: str) -> InvalidInput:
    return InvalidInput(problem, fields={"upload": problem})
