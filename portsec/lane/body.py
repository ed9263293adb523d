"""Reads what a reader sent, as far as it is plain. Whatever is not is left to the ordinary path."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from access.enums import Biometric, Direction
from access.services.gate_attempt import Attempt

LONGEST_BODY: Final = 4096  # bytes
LONGEST: Final[Mapping[str, int]] = {
    "reader": 40,
    "credential": 700,
    "nonce": 100,
    "direction": 3,
    "at": 35,
    "auth_mode": 30,
    "vehicle": 30,
    "biometric": 8,
}
"""Characters, as `AttemptSerializer` has them, which a test compares. What is longer, it refuses."""
NEEDED: Final = frozenset({"reader", "credential", "nonce", "direction"})

# No control character, no half of a surrogate pair; no space at either end, which the serializer takes off.
PLAIN: Final = re.compile(r"[!-~\u00a1-\ud7ff\ue000-\uffff](?:[ -~\u00a1-\ud7ff\ue000-\uffff]*[!-~])?")
MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)")
DIRECTIONS: Final = {word.value: word for word in Direction}
BIOMETRICS: Final = {word.value: word for word in Biometric}


@dataclass(frozen=True, slots=True)
class Said:
    """A plain attempt at the reader of this code."""

    reader: str
    attempt: Attempt


def plain(raw: bytes) -> Said | None:
    """What the body says; None where the ordinary path must look at it."""
    if len(raw) > LONGEST_BODY:
        return None
    try:
        # An object becomes a tuple of its members, so that a name given twice shows and a list is no object.
        members = json.loads(raw, object_pairs_hook=tuple)
        said = dict(members) if isinstance(members, tuple) else {}
        if len(said) != len(members) or not said.keys() >= NEEDED or not all(map(_is_plain, said.items())):
            return None
        return Said(said["reader"], _attempt(said))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _attempt(said: Mapping[str, str]) -> Attempt:
    """Raises KeyError for an unknown word and ValueError for a day that does not exist."""
    return Attempt(
        credential=said["credential"],
        direction=DIRECTIONS[said["direction"]],
        nonce=said["nonce"],
        at=datetime.fromisoformat(said["at"]) if "at" in said else None,
        auth_mode=said.get("auth_mode", ""),
        vehicle=said.get("vehicle", ""),
        biometric=BIOMETRICS[said.get("biometric", "")],
    )


def _is_plain(member: tuple[str, Any]) -> bool:
    name, value = member
    if not isinstance(value, str) or len(value) > LONGEST[name] or not PLAIN.fullmatch(value):
        return False
    return name != "at" or MOMENT.fullmatch(value) is not None
