"""Reads the QR code of a badge in a photograph. The picture is looked at and never kept."""

from __future__ import annotations

import io
import warnings

import zxingcpp
from PIL import Image, UnidentifiedImageError

from portsec.kernel.errors import InvalidInput

MOST_BYTES = 8 * 1024 * 1024  # a phone's photograph of 2026 has 2 to 6 MB
MOST_DECODED = 4096 * 3072  # pixels decoded into memory, one byte each: the common photograph of a phone
MOST_CLAIMED = (
    64_000_000  # pixels that a JPEG may have at all; it is decoded at a half or quarter of its size
)
FORMATS = ("JPEG", "PNG")  # the decoders that may see foreign bytes; phones hand in JPEG
SHRINKS = (1, 2, 4, 8)  # what JPEG can be decoded at without the full picture ever being in memory

QR_CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)

FIELD = "picture"
OTHER_KIND = "This is no JPEG or PNG picture. Take a photograph of the code, or type the number."
DAMAGED = "This picture is damaged. Take it again, or type the number of the badge."
TOO_LARGE = "This picture is too large. Take it with a lower resolution, or type the number of the badge."
NO_CODE = "No code was found in the picture. Hold the camera closer and straight, without glare."
SEVERAL_CODES = "There are several codes in the picture. Take one badge at a time."


def text_of_code(content: bytes) -> str:
    """The text of the one QR code in the picture.

    Raises InvalidInput with a sentence for the guard: no picture, another kind of file, damaged, too large in
    bytes or pixels, no code, several different ones.
    """
    if len(content) > MOST_BYTES:
        raise _refused(TOO_LARGE)
    found = zxingcpp.read_barcodes(_grey(content), formats=QR_CODES)
    texts = {code.text for code in found if code.text}
    if not texts:
        raise _refused(NO_CODE)
    if len(texts) > 1:
        raise _refused(SEVERAL_CODES)
    return texts.pop()


def _grey(content: bytes) -> Image.Image:
    """The picture in shades of grey, at a size that memory can bear."""
    try:
        with warnings.catch_warnings():
            # Sizes are judged below, before anything is decoded.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                _shrink(image)
                return image.convert("L")
    except UnidentifiedImageError:
        raise _refused(OTHER_KIND) from None
    except Image.DecompressionBombError:
        raise _refused(TOO_LARGE) from None
    except (OSError, ValueError, SyntaxError, EOFError):
        # What Pillow raises for files that begin well and end badly.
        raise _refused(DAMAGED) from None


def _shrink(image: Image.Image) -> None:
    """Have a large JPEG decoded smaller; refuse what would still be too large.

    A progressive JPEG is held whole while it is decoded, whatever comes out, so it is not let off.
    """
    width, height = image.size
    if width * height > MOST_DECODED and image.format == "JPEG" and not image.info.get("progressive"):
        if width * height > MOST_CLAIMED:
            raise _refused(TOO_LARGE)
        shrink = next(by for by in SHRINKS if width * height <= by * by * MOST_DECODED)
        image.draft("L", (width // shrink, height // shrink))
    if image.size[0] * image.size[1] > MOST_DECODED:
        raise _refused(TOO_LARGE)


def _refused(problem: str) -> InvalidInput:
    return InvalidInput(problem, fields={FIELD: problem})
