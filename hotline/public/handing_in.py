"""Files of a form, cleaned and ready to be sealed. Their bytes are in memory and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from hotline.guide.checking import clean, is_readable
from hotline.public.sentences import CLEANED, TOO_MANY_FILES
from hotline.public.uploading import MOST_FILES
from hotline.scrubbing.intake import NOTHING_FOUND, handed_in
from hotline.sealing.handed_in import HandedIn
from portsec.kernel.errors import InvalidInput

LONGEST_NAME = 80  # characters


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """What the reporter is told of one file."""

    name: str
    sentences: tuple[str, ...]


def files_of(request: HttpRequest) -> tuple[HandedIn, ...]:
    """The files, each cleaned in a process of its own. Raises InvalidInput for too many or empty ones."""
    uploaded = [file for file in request.FILES.getlist("files") if file.name]
    if len(uploaded) > MOST_FILES:
        raise InvalidInput(TOO_MANY_FILES, code="too_many_files")
    return tuple(handed_in(plain_name(file.name or ""), file.read()) for file in uploaded)


def plain_name(name: str) -> str:
    """The name as it is shown: one line, without signs that turn it around. It is sealed like the file."""
    readable = "".join(each for each in clean(name) if each.isprintable() and is_readable(each))
    return readable[-LONGEST_NAME:] or "file"


def told(files: Sequence[HandedIn]) -> list[Scrubbed]:
    return [Scrubbed(file.name, _sentences(file)) for file in files]


def _sentences(file: HandedIn) -> tuple[str, ...]:
    took_out = file.clean is not None and file.findings != (NOTHING_FOUND,)
    return (CLEANED, *file.findings) if took_out else file.findings
