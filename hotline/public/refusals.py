"""Refusals of commands in sentences that the catalogues hold: the reporter reads their own language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hotline.public import sentences
from hotline.scrubbing.words import Obstacle
from portsec.kernel.errors import PortsecError

BY_CODE: Final[Mapping[str, str]] = {
    **{obstacle.value: obstacle.label for obstacle in Obstacle},
    "nothing_said": sentences.NOTHING_TO_SEND,
    "code_in_text": sentences.CODE_IN_TEXT,
    "code_mistyped": sentences.MISTYPED,
    "too_long": sentences.TOO_LONG,
    "file_not_taken": sentences.TOO_LONG,
    "too_many_files": sentences.TOO_MANY_FILES,
    "stale_form": sentences.ENTER_AGAIN,
    "not_found": sentences.NO_SUCH_CODE,
    "conflict": sentences.ENTER_AGAIN,
}


def sentence(error: PortsecError) -> str:
    """What the reporter reads. A refusal that nobody foresaw says only that nothing was sent."""
    return BY_CODE.get(error.code, sentences.NOT_TAKEN)
