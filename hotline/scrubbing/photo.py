"""Draws a photo anew: upright, in plain colours, with nothing in the file but its pixels."""

from __future__ import annotations

import io
import warnings
from typing import Any, Final

from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from hotline.scrubbing.report import Unclean
from hotline.scrubbing.words import FileKind, Obstacle, Removed

MOST_PIXELS: Final = 4096 * 4096  # decoded at once: 50 MB in memory, and a plate is still read at 20 m
MOST_SIDE: Final = 24_000  # pixels a side that a head may claim; phones of 2026 write up to 16,320
SCALES: Final = (2, 4, 8)  # at which a JPEG can be read without reading it whole
QUALITY: Final = 85  # of 100; letters on a container stay sharp
DECODERS: Final = {FileKind.JPEG: ("JPEG",), FileKind.PNG: ("PNG",), FileKind.WEBP: ("WEBP",)}
COLOURS = ImageCms.createProfile("sRGB")
ENDS: Final = {FileKind.JPEG: b"\xff\xd9", FileKind.PNG: b"IEND\xaeB`\x82"}

PLACE_TAGS: Final = frozenset({ExifTags.IFD.GPSInfo.value})
TIME_TAGS: Final = frozenset({0x0132, 0x9003, 0x9004})  # date of change, of taking, of digitising
AUTHOR_TAGS: Final = frozenset({0x013B, 0x8298, 0x9C9D, 0xA430})  # artist, copyright, author, owner
DEVICE_TAGS: Final = frozenset({0x010F, 0x0110, 0x0131, 0x013C, 0xA431, 0xA433, 0xA434, 0xA435})
DESCRIPTION_TAGS: Final = frozenset({0x010E, 0x9286, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F})
DESCRIBING: Final = frozenset({"comment", "Title", "Comment", "Description", "photoshop"})


def clean(content: bytes, kind: FileKind) -> tuple[bytes, tuple[Removed, ...]]:
    """The picture as a bare JPEG, and what is not in it any more.

    Raises Unclean: damaged, or more pixels than may be decoded.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=DECODERS[kind]) as image:
                _fit_in_memory(image, kind)
                removed = _found(image, content, kind)  # of a PNG the tags are read with the pixels
                image.load()
                return _drawn_anew(image), removed
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unclean(Obstacle.TOO_MANY_PIXELS) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError):
        # What Pillow raises for files that begin well and end badly.
        raise Unclean(Obstacle.DAMAGED) from None


def as_jpeg(picture: Image.Image) -> bytes:
    """The pixels alone as JPEG: neither profile nor tags, nor anything else that hangs on the picture."""
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    target = io.BytesIO()
    bare.save(target, "JPEG", quality=QUALITY, optimize=True)
    return target.getvalue()


def _fit_in_memory(image: Image.Image, kind: FileKind) -> None:
    """Judged by the head, before a pixel is decoded. A large JPEG can be read at a half or a quarter."""
    width, height = image.size
    if max(width, height) > MOST_SIDE:
        raise Unclean(Obstacle.TOO_MANY_PIXELS)
    if kind is FileKind.JPEG and width * height > MOST_PIXELS:
        scale = next((each for each in SCALES if width * height <= MOST_PIXELS * each**2), SCALES[-1])
        image.draft("RGB", (width // scale, height // scale))
    if image.size[0] * image.size[1] > MOST_PIXELS:
        raise Unclean(Obstacle.TOO_MANY_PIXELS)


def _drawn_anew(image: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(image) or image
    return as_jpeg(_on_white(_in_srgb(upright)))


def _in_srgb(image: Image.Image) -> Image.Image:
    """The same colours without the profile, which names the phone's maker."""
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


def _found(image: Image.Image, content: bytes, kind: FileKind) -> tuple[Removed, ...]:
    """What the file says besides its pixels, by kind and never by value."""
    exif = image.getexif()
    tags = set(exif) | set(exif.get_ifd(ExifTags.IFD.Exif))
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    edited = packet.encode() if isinstance(packet, str) else bytes(packet)
    signs = {
        Removed.PLACE: bool(tags & PLACE_TAGS) or b"GPS" in edited,
        Removed.TIME: bool(tags & TIME_TAGS) or b"Date" in edited,
        Removed.AUTHOR: bool(tags & AUTHOR_TAGS) or b"creator" in edited or "Author" in image.info,
        Removed.DEVICE: bool(tags & DEVICE_TAGS) or b"CreatorTool" in edited or "icc_profile" in image.info,
        Removed.DESCRIPTION: bool(tags & DESCRIPTION_TAGS)
        or bool(edited)
        or bool(DESCRIBING & set(image.info)),
        Removed.THUMBNAIL: bool(exif.get_ifd(ExifTags.IFD.IFD1)),
        Removed.FRAMES: getattr(image, "n_frames", 1) > 1,
        Removed.TRAILER: _has_trailer(content, kind),
    }
    return tuple(each for each, stands in signs.items() if stands)


def _has_trailer(content: bytes, kind: FileKind) -> bool:
    """Whether bytes follow the last end mark: there a second file can hide."""
    if kind is FileKind.WEBP:
        return len(content) > int.from_bytes(content[4:8], "little") + 8
    end = ENDS[kind]
    return not content.rstrip(b"\x00").endswith(end)
