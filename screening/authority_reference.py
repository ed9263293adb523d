"""The number by which an authority knows what it answered. Its reasons never come into a file."""

from __future__ import annotations

import re

from portsec.kernel.errors import InvalidInput

# An authority's reference is a file number; what looks like a sentence is refused.
REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9./:_-]{0,39}")
PROBLEM = "A reference is up to 40 letters, digits and the signs . / : _ - without spaces; never a text."


def checked_reference(text: str, *, field: str = "reference") -> str:
    """The number without blanks around it. Raises InvalidInput at the field where it is none."""
    if not REFERENCE.fullmatch(text.strip()):
        raise InvalidInput(PROBLEM, fields={field: PROBLEM})
    return text.strip()
