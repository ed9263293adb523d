"""A file as it arrives becomes a file as it is sealed: cleaned, with sentences on what was taken out."""

from __future__ import annotations

from hotline.scrubbing.report import ScrubReport
from hotline.scrubbing.sandbox import scrub
from hotline.sealing.handed_in import HandedIn
from portsec.kernel.errors import InvalidInput

NOTHING_FOUND = "Drawn anew. Nothing was found in it besides what is seen."
ORIGINAL_ONLY = "Only the sealed original is kept. Two people together can open it."


def handed_in(name: str, content: bytes) -> HandedIn:
    """The file with its clean copy, or with the original alone where none can be made.

    What the browser says about the kind is not asked; the name is kept under seal, since it can be evidence.
    Raises InvalidInput for an empty file and for one that is too large: those are not taken.
    """
    done = scrub(content)
    if not done.report.is_kept and done.report.obstacle is not None:
        sentence = done.report.obstacle.label
        raise InvalidInput(sentence, fields={"files": sentence})
    return HandedIn(
        name=name,
        media_type=done.report.kind.label,
        original=content,
        clean=done.copy,
        clean_type=done.media_type,
        findings=findings(done.report),
    )


def findings(report: ScrubReport) -> tuple[str, ...]:
    """What reporter and desk read about it, one sentence each."""
    if report.obstacle is not None:
        return (report.obstacle.label, ORIGINAL_ONLY)
    return tuple(each.label for each in report.removed) or (NOTHING_FOUND,)
