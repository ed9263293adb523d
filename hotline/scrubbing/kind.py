"""Tells what a file is from its first bytes, and what its clean copy is."""

from __future__ import annotations

from typing import Final

from hotline.scrubbing.words import FileKind

JPEG_HEAD: Final = b"\xff\xd8\xff"
PNG_HEAD: Final = b"\x89PNG\r\n\x1a\n"
PDF_HEAD: Final = b"%PDF-"


def kind_of(content: bytes) -> FileKind:
    """The kind whose mark stands at the very beginning.

    Readers of PDF look for the mark anywhere in the first kilobyte. A file that is a page or a picture at its
    beginning and a PDF behind it is a trap for one of two readers; here its beginning alone decides.
    """
    if content.startswith(JPEG_HEAD):
        return FileKind.JPEG
    if content.startswith(PNG_HEAD):
        return FileKind.PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return FileKind.WEBP
    if content.startswith(PDF_HEAD):
        return FileKind.PDF
    return FileKind.OTHER


def media_type_of(kind: FileKind) -> str:
    """The media type of a clean copy; every picture becomes a JPEG."""
    return "application/pdf" if kind is FileKind.PDF else "image/jpeg"
