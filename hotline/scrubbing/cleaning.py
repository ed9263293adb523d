"""Cleans one file by its kind. Runs only inside the sandbox: a foreign file may break its reader."""

from __future__ import annotations

from hotline.scrubbing import document, photo
from hotline.scrubbing.kind import kind_of, media_type_of
from hotline.scrubbing.report import Scrubbed, ScrubReport, Unclean
from hotline.scrubbing.words import FileKind, Obstacle


def cleaned(content: bytes) -> Scrubbed:
    """The clean copy with its report; without a copy, the report names the obstacle."""
    kind = kind_of(content)
    try:
        if kind is FileKind.OTHER:
            raise Unclean(Obstacle.OTHER_KIND)
        if kind is FileKind.PDF:
            copy, removed, pages = document.clean(content)
            return Scrubbed(ScrubReport(kind, removed, pages), copy, media_type_of(kind))
        copy, removed = photo.clean(content, kind)
        return Scrubbed(ScrubReport(kind, removed, 1), copy, media_type_of(kind))
    except Unclean as problem:
        return Scrubbed(ScrubReport(kind, obstacle=problem.obstacle))
    except MemoryError:
        return Scrubbed(ScrubReport(kind, obstacle=Obstacle.TOO_HEAVY))
