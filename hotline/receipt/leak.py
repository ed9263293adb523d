"""Whether a text gives away the code by which its author comes back."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

WORDS_IN_A_ROW: Final = 4  # of nine; fewer are met in ordinary sentences
DIGITS_IN_A_ROW: Final = 12  # of sixteen; whoever has twelve tries the others in three hours
_BETWEEN = re.compile(r"[\W_]+")


def contains_code(text: str, code: str) -> bool:
    """Whether the code stands in a text or a file name, whole or for the most part, however it is spaced."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    if code.isdigit():
        return _contains_digits(plain, code)
    runs = code.split()
    squeezed = _BETWEEN.sub("", plain)
    return any(
        "".join(runs[start : start + WORDS_IN_A_ROW]) in squeezed
        for start in range(len(runs) - WORDS_IN_A_ROW + 1)
    )


def _contains_digits(plain: str, code: str) -> bool:
    """Letters end a run of digits; spaces, dots and dashes do not."""
    found = "".join(
        str(unicodedata.digit(each)) if unicodedata.digit(each, None) is not None else each
        for each in _BETWEEN.sub("", plain)
    )
    return any(
        code[start : start + DIGITS_IN_A_ROW] in found for start in range(len(code) - DIGITS_IN_A_ROW + 1)
    )
