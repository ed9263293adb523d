"""How a person showed at a gate that the badge is theirs, by the words that readers use for it."""

from __future__ import annotations

import re
from functools import cache

_BIOMETRIC = frozenset({"bio", "biometric", "finger", "fingerprint", "face", "iris", "vein"})
_FALLBACK = frozenset({"pin", "fallback", "guard", "override", "sight"})


@cache
def is_fallback(mode: str) -> bool:
    """Whether something else stood in for finger or face: a PIN, or the word of a guard."""
    parts = _parts(mode)
    return bool(parts & _FALLBACK) and not parts & _BIOMETRIC


@cache
def is_biometric(mode: str) -> bool:
    """Whether finger or face was compared."""
    return bool(_parts(mode) & _BIOMETRIC)


@cache
def is_override(mode: str) -> bool:
    """Whether a guard let the person through."""
    return bool(_parts(mode) & {"guard", "override"})


def _parts(mode: str) -> frozenset[str]:
    return frozenset(re.split(r"[^a-z]+", mode.lower()))
