"""A photograph as a telephone makes it: with a device, a place and a moment in it."""

from __future__ import annotations

import io

from PIL import Image


def photograph(marker: str = "Telltale") -> bytes:
    """A small JPEG whose EXIF names the device and the moment."""
    exif = Image.Exif()
    exif[0x010F] = marker  # Make
    exif[0x0132] = "2026:11:22 23:00:00"  # DateTime
    target = io.BytesIO()
    Image.new("RGB", (64, 48), "navy").save(target, "JPEG", exif=exif.tobytes())
    return target.getvalue()
